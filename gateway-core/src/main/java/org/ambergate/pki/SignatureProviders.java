package org.ambergate.pki;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The provider of signature arithmetic: Amazon Corretto Crypto where its native library loads and passes its self-tests,
 * else Bouncy Castle. Used as an explicit object and never installed, so that nothing else in the process changes.
 */
public final class SignatureProviders {
    private static final Provider PREFERRED = choose();

    private SignatureProviders() {}

    public static Provider preferred() {
        return PREFERRED;
    }

    /** Name and version, for logs and diagnostics. */
    public static String describe() {
        return PREFERRED.getName() + " " + PREFERRED.getVersionStr();
    }

    /**
     * The same key as an object of the preferred provider: a foreign one would be converted again at every use, at the
     * cost of half the speed. A key that shows no encoding, such as one inside a hardware token, comes back as it is.
     */
    public static PrivateKey translate(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            return key;
        }
        try {
            return KeyFactory.getInstance(algorithm(key), PREFERRED).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | RuntimeException e) {
            return key;
        }
    }

    /** The same key as an object of the preferred provider; as it is if that provider does not take it. */
    public static PublicKey translate(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            return key;
        }
        try {
            return KeyFactory.getInstance(algorithm(key), PREFERRED).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | RuntimeException e) {
            return key;
        }
    }

    private static String algorithm(Key key) {
        return key.getAlgorithm().equals("RSASSA-PSS") ? "RSA" : key.getAlgorithm();
    }

    private static Provider choose() {
        try {
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
            if (AmazonCorrettoCryptoProvider.INSTANCE.getService("Signature", "SHA512withECDSA") != null) {
                return AmazonCorrettoCryptoProvider.INSTANCE;
            }
        } catch (RuntimeException | LinkageError e) {
            // No native library for this platform, or it failed its self-test: the portable one takes over.
            return new BouncyCastleProvider();
        }
        return new BouncyCastleProvider();
    }
}
