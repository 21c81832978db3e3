package org.ambergate.signing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kinds of key that the software token makes. P-521 is left out: X-Road peers cannot read its signatures. */
public enum KeyKind {
    RSA_2048("RSA", "2048"),
    RSA_3072("RSA", "3072"),
    EC_P256("EC", "secp256r1"),
    EC_P384("EC", "secp384r1");

    private final String algorithm;
    private final String size;

    KeyKind(String algorithm, String size) {
        this.algorithm = algorithm;
        this.size = size;
    }

    KeyPair generate(SecureRandom random) throws TokenException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(
                    algorithm.equals("RSA")
                            ? new RSAKeyGenParameterSpec(Integer.parseInt(size), RSAKeyGenParameterSpec.F4)
                            : new ECGenParameterSpec(size),
                    random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new TokenException("The Java platform cannot make a " + this + " key", e);
        }
    }
}
