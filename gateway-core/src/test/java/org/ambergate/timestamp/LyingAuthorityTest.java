package org.ambergate.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.ambergate.testsupport.TimestampForm;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a time-stamping authority may try (threat T-70). */
final class LyingAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final BigInteger NONCE = BigInteger.valueOf(0x1122334455667788L);

    private final TestCertificate authority = TestTimestamps.authority("TSA", TestKeys.EC_P256);
    private final TimestampRequest request =
            TimestampRequest.withNonce(DigestAlgorithm.SHA512.of(new byte[] {1}), NONCE);
    private final TimestampForm honest = TimestampForm.honest(NOW, authority);

    @ParameterizedTest
    @EnumSource(
            value = TestKeys.class,
            names = {"EC_P256", "EC_P384", "RSA_2048"})
    void anHonestTokenIsAccepted(TestKeys kind) throws Exception {
        TestCertificate other = TestTimestamps.authority("TSA", kind);
        VerifiedTimestamp verified = verify(honest.signedBy(other), other);

        assertThat(verified.genTime()).isEqualTo(NOW);
        assertThat(verified.token().nonce()).contains(NONCE);
    }

    @Test
    void aTokenSignedByRsaPssIsAccepted() throws Exception {
        TestCertificate rsa = TestTimestamps.authority("TSA", TestKeys.RSA_2048);

        verify(honest.signedBy(rsa).withAlgorithm("SHA256withRSAandMGF1"), rsa);
    }

    @Test
    void theSecondOfTwoApprovedCertificatesIsFound() throws Exception {
        TestCertificate other = TestTimestamps.authority("Other TSA", TestKeys.EC_P256);

        assertThat(verify(honest, other, authority).authority()).isEqualTo(authority.certificate());
    }

    @Test
    void aTokenForOtherDataIsRefused() {
        refused("mlog.timestamp_imprint_mismatch", honest.withImprint(new byte[64]));
    }

    @Test
    void aTokenWithAnotherNonceIsRefused() {
        refused("mlog.timestamp_nonce_mismatch", honest.withNonce(NONCE.add(BigInteger.ONE)));
    }

    @Test
    void aTokenWithoutTheNonceIsRefused() throws Exception {
        byte[] bare = TimestampRequest.bare(request.imprint()).encoded();
        TimestampToken token = TimestampToken.parseResponse(TestTimestamps.granted(bare, honest));

        refusedBy("mlog.timestamp_nonce_mismatch", token, authority);
    }

    @Test
    void aTokenUnderAnotherPolicyIsRefused() throws Exception {
        TimestampToken token = TimestampToken.parseResponse(TestTimestamps.granted(request.encoded(), honest));
        TimestampVerifier verifier = new TimestampVerifier(List.of(authority.certificate()));

        verifier.verify(
                token,
                new TimestampVerifier.Expected(request.imprint(), request.nonce(), Optional.of(TimestampForm.POLICY)));
        assertThatThrownBy(() -> verifier.verify(
                        token,
                        new TimestampVerifier.Expected(request.imprint(), request.nonce(), Optional.of("2.999.9"))))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo("mlog.timestamp_policy_mismatch"));
    }

    @Test
    void aRefusalIsNoToken() {
        assertThatThrownBy(() -> TimestampToken.parseResponse(TestTimestamps.rejected()))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo("mlog.timestamp_not_granted"));
    }

    @Test
    void anUnlistedCertificateIsRefused() {
        TestCertificate other = TestTimestamps.authority("TSA", TestKeys.EC_P256);
        refused("mlog.tsp_certificate_not_found", honest.signedBy(other));
    }

    @Test
    void aCertificateForMoreOrLessThanTimestampsIsRefused() {
        refusedCertificate(List.of(), true);
        refusedCertificate(List.of(KeyPurposeId.id_kp_timeStamping), false);
        refusedCertificate(List.of(KeyPurposeId.id_kp_OCSPSigning), true);
        refusedCertificate(List.of(KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_OCSPSigning), true);
        refusedCertificate(List.of(KeyPurposeId.anyExtendedKeyUsage), true);
    }

    @Test
    void aCertificateCountsFromItsFirstToItsLastSecond() throws Exception {
        TestCertificate brief = TestTimestamps.authority(
                "TSA",
                TestKeys.EC_P256,
                List.of(KeyPurposeId.id_kp_timeStamping),
                true,
                NOW.minusSeconds(10),
                NOW.plusSeconds(10));
        TimestampForm form = honest.signedBy(brief);

        verify(form.withGenTime(NOW.minusSeconds(10)), brief);
        verify(form.withGenTime(NOW.plusSeconds(10)), brief);
        refused("mlog.timestamp_certificate_not_usable", form.withGenTime(NOW.minusSeconds(11)), brief);
        refused("mlog.timestamp_certificate_not_usable", form.withGenTime(NOW.plusSeconds(11)), brief);
    }

    @Test
    void aReferenceToAnotherCertificateIsRefused() {
        TestCertificate other = TestTimestamps.authority("TSA", TestKeys.EC_P256);
        refused("mlog.timestamp_signer_verification_failed", honest.referringTo(other.certificate()), authority, other);
    }

    @Test
    void twoSignersAreRefused() {
        TestCertificate other = TestTimestamps.authority("Other TSA", TestKeys.EC_P256);
        refused("mlog.timestamp_token_signer_info_not_found", honest.signedBy(authority, other), authority, other);
    }

    @Test
    void weakAlgorithmsAndKeysAreRefused() {
        refused("mlog.timestamp_algorithm_unsupported", honest.withAlgorithm("SHA1withECDSA"));
        TestCertificate rsa = TestTimestamps.authority("TSA", TestKeys.RSA_2048);
        refused("mlog.timestamp_algorithm_unsupported", honest.signedBy(rsa).withAlgorithm("SHA1withRSA"), rsa);
        refused("mlog.timestamp_algorithm_unsupported", honest.signedBy(rsa).withAlgorithm("MD5withRSA"), rsa);
        TestCertificate weak = TestTimestamps.authority("TSA", TestKeys.RSA_1024);
        refused("mlog.timestamp_algorithm_unsupported", honest.signedBy(weak), weak);
    }

    @Test
    void theRightNameWithAnotherKeyIsRefused() {
        TestCertificate other = TestTimestamps.authority("TSA", TestKeys.EC_P256);
        TestCertificate liar = new TestCertificate(other.keys(), other.kind(), authority.certificate());
        refused("mlog.timestamp_signer_verification_failed", honest.signedBy(liar));
    }

    @Test
    void aRequestHasTheTwoForms() {
        byte[] bare = TimestampRequest.bare(request.imprint()).encoded();

        // version 1, SHA-512 without parameters, 64 bytes, nothing more
        assertThat(bare).hasSize(86).startsWith(0x30, 0x54, 0x02, 0x01, 0x01, 0x30, 0x4F, 0x30, 0x0B);
        assertThat(request.encoded())
                .hasSize(86 + 10 + 3)
                .endsWith(0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 1, 1, 0xFF);
    }

    private void refusedCertificate(List<KeyPurposeId> purposes, boolean critical) {
        TestCertificate other = TestTimestamps.authority(
                "TSA", TestKeys.EC_P256, purposes, critical, CertificateForm.NOT_BEFORE, CertificateForm.NOT_AFTER);
        refused("mlog.timestamp_certificate_not_usable", honest.signedBy(other), other);
    }

    private void refused(String code, TimestampForm form) {
        refused(code, form, authority);
    }

    private void refused(String code, TimestampForm form, TestCertificate... approved) {
        assertThatThrownBy(() -> verify(form, approved))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo(code));
    }

    private void refusedBy(String code, TimestampToken token, TestCertificate approved) {
        assertThatThrownBy(() -> new TimestampVerifier(List.of(approved.certificate()))
                        .verify(token, TimestampVerifier.Expected.by(request)))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo(code));
    }

    private VerifiedTimestamp verify(TimestampForm form, TestCertificate... approved) throws LocalFault {
        TimestampToken token = TimestampToken.parseResponse(TestTimestamps.granted(request.encoded(), form));
        return new TimestampVerifier(List.of(approved).stream()
                        .map(TestCertificate::certificate)
                        .toList())
                .verify(token, TimestampVerifier.Expected.by(request));
    }
}
