package org.ambergate.testsupport;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.ambergate.pki.SignatureProviders;
import org.ambergate.signature.SigningKey;
import org.ambergate.signature.SoftwareSigningKey;

/**
 * A certificate with its private key.
 *
 * @param keys the pair
 * @param kind what kind of keys they are
 * @param certificate the certificate of the public one
 */
public record TestCertificate(KeyPair keys, TestKeys kind, X509Certificate certificate) {
    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    /** The private key, ready to sign messages. */
    public SigningKey signingKey() {
        return new SoftwareSigningKey(keys.getPrivate(), SignatureProviders.preferred());
    }
}
