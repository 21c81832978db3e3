package org.ambergate.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.Certificates;
import org.ambergate.pki.KeyLimits;

/** What a certificate must be like before the token takes it in. */
final class TokenCertificates {
    private TokenCertificates() {}

    /** Refuses a certificate of the wrong usage or with a key that peers do not accept. */
    static void check(X509Certificate certificate, KeyUsage usage, String keyId) throws TokenException {
        boolean fits = usage == KeyUsage.AUTHENTICATION
                ? Certificates.isAuthentication(certificate)
                : Certificates.isSigning(certificate);
        if (!fits) {
            throw new TokenException("The certificate for key " + keyId + " is not one for " + usage);
        }
        try {
            KeyLimits.check(certificate.getPublicKey());
        } catch (LocalFault e) {
            throw new TokenException(
                    "Key " + keyId + " is neither RSA with at least 2048 bits nor EC on P-256 or P-384", e);
        }
    }

    /** Refuses a private key that does not belong to the certificate. */
    static void requirePair(PrivateKey key, X509Certificate certificate, String keyId) throws TokenException {
        byte[] probe = keyId.getBytes(StandardCharsets.UTF_8);
        String algorithm = certificate.getPublicKey() instanceof ECKey ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] value = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(probe);
            if (verifier.verify(value)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new TokenException("The private key and the certificate do not belong together", e);
        }
        throw new TokenException("The private key and the certificate do not belong together");
    }
}
