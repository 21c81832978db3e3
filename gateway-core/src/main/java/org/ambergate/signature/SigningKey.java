package org.ambergate.signature;

import org.ambergate.fault.LocalFault;

/** A private key that signs: a software key, or one inside a hardware token. Safe for use by several threads. */
public interface SigningKey {
    SignatureMethod method();

    /**
     * Signs and returns the value as XML signatures carry it: the RSA block, or full-width r and s concatenated.
     *
     * @param signedInfo the canonical form of SignedInfo
     * @throws LocalFault {@code cannot_create_signature} if the key or its token refuses
     */
    byte[] sign(byte[] signedInfo) throws LocalFault;
}
