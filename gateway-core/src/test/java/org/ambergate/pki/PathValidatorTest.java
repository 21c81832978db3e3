package org.ambergate.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.OcspForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PathValidatorTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration FRESH = Duration.ofHours(1);
    private static final MemberId MEMBER = new MemberId("TEST", "COM", "1");

    private final TestAuthority root = TestAuthority.create("Root");
    private final TestAuthority middle = root.intermediate("Middle");
    private final TestCertificate leaf = root.authentication(MEMBER, "ss1", TestKeys.EC_P256);
    private final PathValidator validator = new PathValidator(root.trust("TEST"));

    @Test
    void aFreshGoodResponseOfAListedResponderIsAccepted() throws LocalFault {
        ValidatedPath path = validate(OcspForm.at(NOW));

        assertThat(path.leaf()).isEqualTo(leaf.certificate());
        assertThat(path.path()).containsExactly(leaf.certificate());
        assertThat(path.validUntil()).isEqualTo(NOW.plus(FRESH));
    }

    @Test
    void aResponderMayBeNamedByNameAndNeedNotBeInside() throws LocalFault {
        validate(OcspForm.at(NOW).withResponderByName());
        validate(OcspForm.at(NOW).withoutResponderInside());
        validate(OcspForm.at(NOW).withResponderByName().withoutResponderInside());
        validate(OcspForm.at(NOW).withNextUpdate(Optional.empty()));
    }

    @Test
    void theAuthorityItselfMayRespond() throws LocalFault {
        validate(root.ocsp(List.of(leaf.certificate()), OcspForm.at(NOW), root.own()));
    }

    @Test
    void aDelegatedResponderMayRespondUnlisted() throws LocalFault {
        TestCertificate delegated = responder(CertificateForm.responder(TestAuthority.name("Other responder")));
        validate(root.ocsp(List.of(leaf.certificate()), OcspForm.at(NOW), delegated));
    }

    @Test
    void aStatusThatIsNotGoodIsRefused() {
        refused("cert_validation", OcspForm.at(NOW).withStatus(OcspForm.Status.REVOKED));
        refused("cert_validation", OcspForm.at(NOW).withStatus(OcspForm.Status.UNKNOWN));
    }

    @Test
    void freshnessEndsToTheSecond() throws LocalFault {
        byte[] response = root.ocsp(leaf.certificate(), NOW);
        new PathValidator(root.trust("TEST"))
                .validate("TEST", List.of(leaf.certificate()), List.of(response), NOW.plus(FRESH));
        for (int i = 0; i < 2; i++) {
            // The second time the verdict is remembered, and must not outlive its response.
            assertThatThrownBy(() -> validator.validate(
                            "TEST",
                            List.of(leaf.certificate()),
                            List.of(response),
                            NOW.plus(FRESH).plusSeconds(1)))
                    .satisfies(e -> path(e, "incorrect_validation_info"));
            validator.validate("TEST", List.of(leaf.certificate()), List.of(response), NOW);
        }
    }

    @Test
    void timesOutOfBoundsAreRefused() throws LocalFault {
        Instant ahead = NOW.plus(OcspVerdict.CLOCK_SKEW_MAX);
        validate(OcspForm.at(NOW).withThisUpdate(ahead).withProducedAt(ahead));
        refused("incorrect_validation_info", OcspForm.at(NOW).withThisUpdate(ahead.plusSeconds(1)));
        refused("incorrect_validation_info", OcspForm.at(NOW).withProducedAt(ahead.plusSeconds(1)));
        refused("incorrect_validation_info", OcspForm.at(NOW).withNextUpdate(Optional.of(NOW.minusSeconds(1))));
        validate(OcspForm.at(NOW).withNextUpdate(Optional.of(NOW)));
    }

    @Test
    void nextUpdateMayBeIgnoredByPolicy() throws LocalFault {
        TrustBase lenient = new TrustBase(root.trust("TEST").authorities(), new OcspPolicy(FRESH, false));
        byte[] response = root.ocsp(
                List.of(leaf.certificate()),
                OcspForm.at(NOW).withNextUpdate(Optional.of(NOW.minusSeconds(1))),
                root.responder());
        new PathValidator(lenient).validate("TEST", List.of(leaf.certificate()), List.of(response), NOW);
    }

    @Test
    void anUnauthorisedResponderIsRefused() {
        TestAuthority foreign = TestAuthority.create("Foreign");
        TestAuthority namesake = TestAuthority.create("Root");
        refusedBy(foreign.responder());
        refusedBy(foreign.own());
        refusedBy(namesake.own());
        refusedBy(namesake.responder());
        refusedBy(responder(CertificateForm.responder(TestAuthority.name("R")).withoutPurpose()));
        refusedBy(leaf);
        refusedBy(middle.responder());
        refusedBy(responder(CertificateForm.responder(TestAuthority.name("R"))
                .valid(CertificateForm.NOT_BEFORE, NOW.minusSeconds(1))));
        refusedBy(responder(CertificateForm.responder(TestAuthority.name("R"))
                .valid(NOW.plusSeconds(1), CertificateForm.NOT_AFTER)));
        refusedBy(root.issue(CertificateForm.responder(TestAuthority.name("R")), TestKeys.RSA_1024));
        refusedBy(root.issue(CertificateForm.responder(TestAuthority.name("R")), TestKeys.EC_P521));
    }

    @Test
    void weaklySignedOrOddResponsesAreRefused() {
        refused("incorrect_validation_info", OcspForm.at(NOW).signedBy("SHA1withECDSA"));
        refused("incorrect_validation_info", OcspForm.at(NOW).withCriticalExtension());
        X509CertificateHolder extra = new X509CertificateHolder(holder(leaf.certificate()));
        refused(
                "incorrect_validation_info",
                OcspForm.at(NOW).with(Collections.nCopies(OcspResponse.EMBEDDED_MAX, extra)));
    }

    @Test
    void onlyTheFirstAnswerOfAResponseCounts() throws LocalFault {
        TestCertificate other = root.authentication(MEMBER, "ss2", TestKeys.EC_P256);
        List<X509Certificate> second = List.of(other.certificate(), leaf.certificate());
        refused("incorrect_validation_info", root.ocsp(second, OcspForm.at(NOW), root.responder()));
        validate(root.ocsp(List.of(leaf.certificate(), other.certificate()), OcspForm.at(NOW), root.responder()));
    }

    @Test
    void aResponseForAnotherCertificateOrIssuerIsRefused() {
        TestCertificate other = root.authentication(MEMBER, "ss2", TestKeys.EC_P256);
        TestAuthority namesake = TestAuthority.create("Root");
        refused("incorrect_validation_info", root.ocsp(other.certificate(), NOW));
        refused("incorrect_validation_info", namesake.ocsp(leaf.certificate(), NOW));
        assertThatThrownBy(() -> validator.validate("TEST", List.of(leaf.certificate()), List.of(), NOW))
                .satisfies(e -> path(e, "incorrect_validation_info"));
    }

    @Test
    void aVerdictIsNeverFoundForAnotherCertificate() throws LocalFault {
        byte[] response = root.ocsp(leaf.certificate(), NOW);
        validator.checkOcsp(leaf.certificate(), response, "TEST", NOW);
        validator.checkOcsp(leaf.certificate(), response, "TEST", NOW);
        for (int i = 0; i < 50; i++) {
            TestCertificate other = root.authentication(MEMBER, "ss" + i, TestKeys.EC_P256);
            assertThatThrownBy(() -> validator.checkOcsp(other.certificate(), response, "TEST", NOW))
                    .satisfies(e -> path(e, "incorrect_validation_info"));
        }
    }

    @Test
    void aRevokedResponseIsRefusedHoweverOftenItIsAsked() {
        byte[] revoked = root.ocsp(
                List.of(leaf.certificate()), OcspForm.at(NOW).withStatus(OcspForm.Status.REVOKED), root.responder());
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> validator.checkOcsp(leaf.certificate(), revoked, "TEST", NOW))
                    .satisfies(e -> path(e, "cert_validation"));
        }
    }

    @Test
    void everyCertificatePresentedNeedsItsResponse() throws LocalFault {
        TestCertificate low = middle.authentication(MEMBER, "ss1", TestKeys.EC_P256);
        byte[] ofLeaf = middle.ocsp(low.certificate(), NOW);
        byte[] ofMiddle = root.ocsp(middle.certificate(), NOW);
        PathValidator both =
                new PathValidator(TestAuthority.trust("TEST", List.of(root.approved(), middle.approved())));
        List<X509Certificate> chain = List.of(low.certificate(), middle.certificate());

        assertThat(both.validate("TEST", chain, List.of(ofMiddle, ofLeaf), NOW).path())
                .isEqualTo(chain);
        assertThat(both.validate("TEST", List.of(low.certificate()), List.of(ofLeaf), NOW)
                        .path())
                .containsExactly(low.certificate());
        List<X509Certificate> withTop = List.of(low.certificate(), middle.certificate(), root.certificate());
        assertThat(both.validate("TEST", withTop, List.of(ofMiddle, ofLeaf), NOW)
                        .path())
                .isEqualTo(chain);
        assertThatThrownBy(() -> both.validate("TEST", chain, List.of(ofLeaf), NOW))
                .satisfies(e -> path(e, "incorrect_validation_info"));
        byte[] revoked = root.ocsp(
                List.of(middle.certificate()), OcspForm.at(NOW).withStatus(OcspForm.Status.REVOKED), root.responder());
        assertThatThrownBy(() -> both.validate("TEST", chain, List.of(ofLeaf, revoked), NOW))
                .satisfies(e -> path(e, "cert_validation"));
    }

    @Test
    void aCertificateThatIsNobodysIsRefused() {
        TestAuthority foreign = TestAuthority.create("Foreign");
        TestAuthority namesake = TestAuthority.create("Root");
        TestCertificate self = TestAuthority.create("Self").own();
        noPath(
                "cannot_create_cert_path.internal_error",
                foreign.authentication(MEMBER, "s", TestKeys.EC_P256),
                foreign);
        noPath("cannot_create_cert_path.internal_error", self, foreign);
        noPath("cannot_create_cert_path", namesake.authentication(MEMBER, "s", TestKeys.EC_P256), namesake);
        assertThatThrownBy(() -> validator.validate("NONE", List.of(leaf.certificate()), List.of(), NOW))
                .satisfies(e -> path(e, "cannot_create_cert_path.internal_error"));
        assertThatThrownBy(() -> validator.validate("TEST", List.of(), List.of(), NOW))
                .satisfies(e -> path(e, "cannot_create_cert_path"));
    }

    @Test
    void validityOfTheCertificateIsChecked() {
        CertificateForm form = CertificateForm.authentication(TestAuthority.memberName(MEMBER, "ss1"));
        noPath(
                "cert_validation",
                root.issue(form.valid(CertificateForm.NOT_BEFORE, NOW.minusSeconds(1)), TestKeys.EC_P256),
                root);
        noPath(
                "cert_validation",
                root.issue(form.valid(NOW.plusSeconds(1), CertificateForm.NOT_AFTER), TestKeys.EC_P256),
                root);
    }

    @ParameterizedTest
    @EnumSource(
            value = TestKeys.class,
            names = {"RSA_1024", "EC_P521"})
    void keysOutsideTheLimitsAreRefused(TestKeys kind) {
        noPath("unsupported_algorithm", root.authentication(MEMBER, "ss1", kind), root);
    }

    @Test
    void anAuthorityThatChangedItsKeyUnderOneNameIsFoundByItsSignature() throws LocalFault {
        TestAuthority renewed = TestAuthority.create("Root");
        TestCertificate young = renewed.authentication(MEMBER, "ss1", TestKeys.EC_P256);
        PathValidator both = new PathValidator(new TrustBase(
                Map.of("TEST", new ApprovedAuthorities(List.of(root.approved(), renewed.approved()))),
                new OcspPolicy(FRESH, true)));

        both.validate("TEST", List.of(leaf.certificate()), List.of(root.ocsp(leaf.certificate(), NOW)), NOW);
        both.validate("TEST", List.of(young.certificate()), List.of(renewed.ocsp(young.certificate(), NOW)), NOW);
    }

    @Test
    void chainsAndResponsesAreBounded() throws LocalFault {
        byte[] response = root.ocsp(leaf.certificate(), NOW);
        List<X509Certificate> one = List.of(leaf.certificate());
        validator.validate("TEST", one, Collections.nCopies(PathValidator.OCSP_RESPONSES_MAX, response), NOW);
        assertThatThrownBy(() -> validator.validate(
                        "TEST", one, Collections.nCopies(PathValidator.OCSP_RESPONSES_MAX + 1, response), NOW))
                .satisfies(e -> path(e, "incorrect_validation_info"));
        assertThatThrownBy(() -> validator.validate(
                        "TEST",
                        Collections.nCopies(PathValidator.CHAIN_LENGTH_MAX + 1, leaf.certificate()),
                        List.of(response),
                        NOW))
                .satisfies(e -> path(e, "cannot_create_cert_path"));
        assertThatThrownBy(() ->
                        validator.validate("TEST", Collections.nCopies(2, leaf.certificate()), List.of(response), NOW))
                .satisfies(e -> path(e, "cannot_create_cert_path"));
    }

    private ValidatedPath validate(OcspForm form) throws LocalFault {
        return validate(root.ocsp(List.of(leaf.certificate()), form, root.responder()));
    }

    private ValidatedPath validate(byte[] response) throws LocalFault {
        return validator.validate("TEST", List.of(leaf.certificate()), List.of(response), NOW);
    }

    private TestCertificate responder(CertificateForm form) {
        return root.issue(form, TestKeys.EC_P256);
    }

    private void refused(String code, OcspForm form) {
        refused(code, root.ocsp(List.of(leaf.certificate()), form, root.responder()));
    }

    private void refusedBy(TestCertificate responder) {
        refused("incorrect_validation_info", root.ocsp(List.of(leaf.certificate()), OcspForm.at(NOW), responder));
        refused(
                "incorrect_validation_info",
                root.ocsp(List.of(leaf.certificate()), OcspForm.at(NOW).withResponderByName(), responder));
    }

    private void refused(String code, byte[] response) {
        assertThatThrownBy(() -> validate(response)).satisfies(e -> path(e, code));
    }

    private void noPath(String code, TestCertificate certificate, TestAuthority issuer) {
        assertThatThrownBy(() -> validator.validate(
                        "TEST",
                        List.of(certificate.certificate()),
                        List.of(issuer.ocsp(certificate.certificate(), NOW)),
                        NOW))
                .satisfies(e -> path(e, code));
    }

    private static void path(Throwable thrown, String code) {
        assertThat(thrown).isInstanceOf(LocalFault.class);
        assertThat(((LocalFault) thrown).path()).isEqualTo(code);
    }

    private static org.bouncycastle.asn1.x509.Certificate holder(X509Certificate certificate) {
        return org.bouncycastle.asn1.x509.Certificate.getInstance(Certificates.encoded(certificate));
    }
}
