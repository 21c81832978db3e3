package org.ambergate.pki;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Which public keys are used at all. Checked before any arithmetic with the key: too weak a key proves nothing, and too
 * large a one is a way to spend this server's time.
 */
public final class KeyLimits {
    public static final int RSA_BITS_MIN = 2048;
    /** Larger moduli make a verification cost milliseconds; nobody's authority issues them. */
    public static final int RSA_BITS_MAX = 8192;
    /** Public exponents in use are 65537 and 3; verification time grows with their length. */
    public static final int RSA_EXPONENT_BITS_MAX = 33;

    private static final BigInteger RSA_EXPONENT_MIN = BigInteger.valueOf(3);

    private KeyLimits() {}

    /**
     * Accepts RSA of 2048 to 8192 bits with a short odd exponent, and EC keys on the named curves P-256 and P-384.
     *
     * @throws LocalFault {@code unsupported_algorithm}
     */
    public static void check(PublicKey key) throws LocalFault {
        boolean allowed;
        if (key instanceof RSAPublicKey rsa) {
            allowed = isAllowed(rsa);
        } else if (key instanceof ECPublicKey) {
            allowed = isAllowedCurve(key);
        } else {
            allowed = false;
        }
        if (!allowed) {
            throw new LocalFault(
                    VerificationFault.UNSUPPORTED_ALGORITHM,
                    "The certificate's key has a kind or size that is not used");
        }
    }

    private static boolean isAllowed(RSAPublicKey rsa) {
        int bits = rsa.getModulus().bitLength();
        BigInteger exponent = rsa.getPublicExponent();
        return bits >= RSA_BITS_MIN
                && bits <= RSA_BITS_MAX
                && rsa.getModulus().testBit(0)
                && exponent.testBit(0)
                && exponent.compareTo(RSA_EXPONENT_MIN) >= 0
                && exponent.bitLength() <= RSA_EXPONENT_BITS_MAX;
    }

    /** Looks at the encoded curve name: explicit parameters have none, however well they imitate a named curve. */
    private static boolean isAllowedCurve(PublicKey key) {
        try {
            byte[] encoded = key.getEncoded();
            if (encoded == null || !DerShape.isOneValue(encoded)) {
                return false;
            }
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(encoded);
            ASN1ObjectIdentifier curve =
                    ASN1ObjectIdentifier.getInstance(info.getAlgorithm().getParameters());
            return Arrays.asList(X9ObjectIdentifiers.prime256v1, SECObjectIdentifiers.secp384r1)
                    .contains(curve);
        } catch (RuntimeException e) {
            // Bouncy Castle reports a wrong structure by unchecked exceptions.
            return false;
        }
    }
}
