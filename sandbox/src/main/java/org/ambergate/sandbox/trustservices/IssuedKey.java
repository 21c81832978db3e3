package org.ambergate.sandbox.trustservices;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;

/**
 * A fresh private key with the certificate issued for it.
 *
 * @param privateKey the key
 * @param certificate its certificate
 */
public record IssuedKey(PrivateKey privateKey, X509Certificate certificate) {
    /** The algorithm this key signs with; the one in the certificate is its issuer's. */
    String signatureAlgorithm() {
        if (certificate.getPublicKey() instanceof ECPublicKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            return (bits > 256 ? KeyKind.P384 : KeyKind.P256).signatureAlgorithm();
        }
        return KeyKind.RSA_2048.signatureAlgorithm();
    }
}
