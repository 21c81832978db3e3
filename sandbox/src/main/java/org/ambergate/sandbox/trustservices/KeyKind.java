package org.ambergate.sandbox.trustservices;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The key types that members and trust services use, with the algorithm their owners sign with. */
public enum KeyKind {
    RSA_2048("RSA", "2048", "SHA256withRSA"),
    RSA_3072("RSA", "3072", "SHA256withRSA"),
    P256("EC", "secp256r1", "SHA256withECDSA"),
    P384("EC", "secp384r1", "SHA384withECDSA");

    private final String algorithm;
    private final String size;
    private final String signatureAlgorithm;

    KeyKind(String algorithm, String size, String signatureAlgorithm) {
        this.algorithm = algorithm;
        this.size = size;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    /** A fresh key pair. RSA takes up to a second, EC a millisecond. */
    public KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters(), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no key pair generator for " + this, e);
        }
    }

    String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    private AlgorithmParameterSpec parameters() {
        return algorithm.equals("EC")
                ? new ECGenParameterSpec(size)
                : new RSAKeyGenParameterSpec(Integer.parseInt(size), RSAKeyGenParameterSpec.F4);
    }
}
