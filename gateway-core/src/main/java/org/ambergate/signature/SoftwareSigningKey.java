package org.ambergate.signature;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.pki.KeyLimits;

/** A private key held by this process, or one that a Java provider holds for it. */
public final class SoftwareSigningKey implements SigningKey {
    private final PrivateKey key;
    private final Provider provider;
    private final SignatureMethod method;
    // Bytes of r and of s; 0 for RSA.
    private final int halfWidth;

    /**
     * @param key RSA of 2048 to 8192 bits, or EC on P-256 or P-384; an object of the provider, since a foreign one is
     *     converted again at every signature
     * @throws IllegalArgumentException for any other key
     */
    public SoftwareSigningKey(PrivateKey key, Provider provider) {
        this.key = key;
        this.provider = provider;
        if (key instanceof RSAKey rsa
                && rsa.getModulus().bitLength() >= KeyLimits.RSA_BITS_MIN
                && rsa.getModulus().bitLength() <= KeyLimits.RSA_BITS_MAX) {
            this.method = SignatureMethod.RSA_SHA512;
            this.halfWidth = 0;
        } else if (key instanceof ECKey ec
                && isCurveWidth(ec.getParams().getOrder().bitLength())) {
            this.method = SignatureMethod.ECDSA_SHA512;
            this.halfWidth = ec.getParams().getOrder().bitLength() / 8;
        } else {
            throw new IllegalArgumentException("The key's kind or size is not used for signing");
        }
    }

    @Override
    public SignatureMethod method() {
        return method;
    }

    @Override
    public byte[] sign(byte[] signedInfo) throws LocalFault {
        try {
            boolean rsa = method == SignatureMethod.RSA_SHA512;
            Signature signature = Signature.getInstance(rsa ? "SHA512withRSA" : "SHA512withECDSA", provider);
            signature.initSign(key);
            signature.update(signedInfo);
            byte[] value = signature.sign();
            return rsa ? value : EcdsaValue.toConcatenated(value, halfWidth);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new LocalFault(VerificationFault.CANNOT_CREATE_SIGNATURE, "The signing key refused").causedBy(e);
        }
    }

    private static boolean isCurveWidth(int bits) {
        return bits == 256 || bits == 384;
    }
}
