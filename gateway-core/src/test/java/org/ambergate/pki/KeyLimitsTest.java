package org.ambergate.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyLimitsTest {
    @ParameterizedTest
    @CsvSource({"2047, false", "2048, true", "3072, true", "8192, true", "8193, false", "16384, false"})
    void rsaModuliAreBounded(int bits, boolean allowed) throws Exception {
        assertThat(isAllowed(rsa(modulus(bits), BigInteger.valueOf(65537)))).isEqualTo(allowed);
    }

    @Test
    void rsaExponentsAreBoundedAndOdd() throws Exception {
        BigInteger modulus = modulus(2048);
        for (long exponent : new long[] {3, 5, 17, 65537, (1L << 33) - 1}) {
            assertThat(isAllowed(rsa(modulus, BigInteger.valueOf(exponent)))).isTrue();
        }
        for (BigInteger exponent : List.of(
                BigInteger.valueOf(65536),
                BigInteger.ONE.shiftLeft(33).add(BigInteger.ONE),
                BigInteger.TWO.pow(2000).add(BigInteger.ONE))) {
            assertThat(isAllowed(rsa(modulus, exponent))).isFalse();
        }
        assertThat(isAllowed(rsa(modulus.subtract(BigInteger.ONE), BigInteger.valueOf(65537))))
                .isFalse();
    }

    @Test
    void onlyTwoNamedCurvesAreAllowed() throws Exception {
        assertThat(isAllowed(TestKeys.EC_P256.generate().getPublic())).isTrue();
        assertThat(isAllowed(TestKeys.EC_P384.generate().getPublic())).isTrue();
        assertThat(isAllowed(TestKeys.EC_P521.generate().getPublic())).isFalse();
        KeyFactory ed25519 = KeyFactory.getInstance("Ed25519");
        PublicKey edwards = ed25519.generatePublic(new java.security.spec.EdECPublicKeySpec(
                java.security.spec.NamedParameterSpec.ED25519,
                new java.security.spec.EdECPoint(false, BigInteger.TEN)));
        assertThat(isAllowed(edwards)).isFalse();
    }

    @Test
    void explicitCurveParametersAreRefusedEvenIfTheyAreThoseOfANamedCurve() throws Exception {
        ECPublicKey honest = (ECPublicKey) TestKeys.EC_P256.generate().getPublic();
        SubjectPublicKeyInfo named = SubjectPublicKeyInfo.getInstance(honest.getEncoded());
        SubjectPublicKeyInfo explicit = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(
                        X9ObjectIdentifiers.id_ecPublicKey, ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp256r1)),
                named.getPublicKeyData().getBytes());

        assertThat(isAllowed(new Imitation(honest, explicit.getEncoded()))).isFalse();
        assertThat(isAllowed(new Imitation(honest, new byte[] {1, 2}))).isFalse();
        assertThat(isAllowed(new Imitation(honest, named.getEncoded()))).isTrue();
    }

    private static boolean isAllowed(PublicKey key) {
        try {
            KeyLimits.check(key);
            return true;
        } catch (LocalFault e) {
            assertThat(e.path()).isEqualTo("unsupported_algorithm");
            return false;
        }
    }

    private static BigInteger modulus(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
    }

    /** Made by hand where the platform would refuse the key itself. */
    private static PublicKey rsa(BigInteger modulus, BigInteger exponent) {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (java.security.GeneralSecurityException e) {
            return new BareRsaKey(modulus, exponent);
        }
    }

    private record BareRsaKey(BigInteger modulus, BigInteger exponent) implements RSAPublicKey {
        @Override
        public BigInteger getPublicExponent() {
            return exponent;
        }

        @Override
        public BigInteger getModulus() {
            return modulus;
        }

        @Override
        public String getAlgorithm() {
            return "RSA";
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    private record Imitation(ECPublicKey real, byte[] encoded) implements ECPublicKey {
        @Override
        public java.security.spec.ECPoint getW() {
            return real.getW();
        }

        @Override
        public java.security.spec.ECParameterSpec getParams() {
            return real.getParams();
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return encoded.clone();
        }
    }

    @Test
    void theLimitOfTheCacheHolds() {
        BoundedCache<Integer> cache = new BoundedCache<>(3);
        for (int i = 0; i < 10; i++) {
            cache.put(org.ambergate.digest.DigestAlgorithm.SHA256.of(new byte[] {(byte) i}), i);
        }
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.find(org.ambergate.digest.DigestAlgorithm.SHA256.of(new byte[] {9})))
                .contains(9);
        assertThat(cache.find(org.ambergate.digest.DigestAlgorithm.SHA256.of(new byte[] {6})))
                .isEmpty();
    }

    @Test
    void aTranslatedKeyIsTheSameKey() throws Exception {
        for (TestKeys kind : List.of(TestKeys.EC_P256, TestKeys.RSA_2048)) {
            var pair = kind.generate();
            assertThat(SignatureProviders.translate(pair.getPublic()).getEncoded())
                    .isEqualTo(pair.getPublic().getEncoded());
            assertThat(SignatureProviders.translate(pair.getPrivate()).getAlgorithm())
                    .isEqualTo(pair.getPrivate().getAlgorithm());
        }
        assertThat(SignatureProviders.describe()).isNotBlank();
        assertThat(java.security.Security.getProvider(
                        SignatureProviders.preferred().getName()))
                .isNull();
        assertThatThrownBy(() -> KeyLimits.check(TestKeys.RSA_1024.generate().getPublic()))
                .isInstanceOf(LocalFault.class);
    }
}
