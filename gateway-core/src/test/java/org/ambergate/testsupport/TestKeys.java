package org.ambergate.testsupport;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.ambergate.pki.SignatureProviders;

/** The kinds of keys that tests make certificates for. */
public enum TestKeys {
    EC_P256("EC", "secp256r1", 0, "SHA256withECDSA"),
    EC_P384("EC", "secp384r1", 0, "SHA384withECDSA"),
    EC_P521("EC", "secp521r1", 0, "SHA512withECDSA"),
    RSA_1024("RSA", "", 1024, "SHA256withRSA"),
    RSA_2048("RSA", "", 2048, "SHA256withRSA"),
    RSA_3072("RSA", "", 3072, "SHA256withRSA");

    private final String algorithm;
    private final String curve;
    private final int bits;
    private final String signatureAlgorithm;

    TestKeys(String algorithm, String curve, int bits, String signatureAlgorithm) {
        this.algorithm = algorithm;
        this.curve = curve;
        this.bits = bits;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    /** The algorithm that keys of this kind sign certificates and OCSP responses by. */
    public String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    /** A new pair, as objects of the preferred provider. */
    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, SignatureProviders.preferred());
            if (curve.isEmpty()) {
                generator.initialize(bits);
            } else {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
