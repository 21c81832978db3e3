package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.pki.CertificationAuthority;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.OcspForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may have signed, and by which certificate. */
final class SignerTest {
    private static final MessageDigests MESSAGE = Signing.message("m", 0);
    private static final String PATH = "signature_verification.invalid_cert_path.";

    private final TestAuthority authority = TestAuthority.create("Test Root");

    @ParameterizedTest
    @CsvSource({
        "TEST, COM, 12345",
        "TEST, COM, 123",
        "TEST, GOV, 1234",
        "TEST2, COM, 1234",
        "TEST, com, 1234",
        "test, COM, 1234",
        "TEST, COM, ' 1234'",
        "TEST, COM, '1234 '",
        "TEST, COM, \u200B1234",
        "TEST, COM, \uFF11234",
        "TEST, \u0421OM, 1234",
        "TEST, C\u041EM, 1234",
        "TEST, COM\u0301, 1234"
    })
    void aCertificateOfALookAlikeIsRefused(String instance, String memberClass, String code) {
        TestCertificate other = authority.signing(new MemberId(instance, memberClass, code), TestKeys.EC_P256);

        refused("signature_verification.incorrect_certificate", new Signing(authority, other));
    }

    @Test
    void composedAndDecomposedLettersAreDifferentCodes() {
        MemberId composed = new MemberId("TEST", "COM", "\u00E4");
        MemberId decomposed = new MemberId("TEST", "COM", "a\u0308");
        Signing signing = new Signing(authority, authority.signing(decomposed, TestKeys.EC_P256));

        assertThatThrownBy(() -> {
                    SignedMessage signed = signing.sign(MESSAGE).get(0);
                    signing.verifier.verify(MESSAGE, signed.parts(), composed, Signing.NOW);
                })
                .isInstanceOfSatisfying(
                        LocalFault.class,
                        f -> assertThat(f.path()).isEqualTo("signature_verification.incorrect_certificate"));
    }

    @Test
    void aCertificateNotForSigningIsRefused() {
        String malformed = "signature_verification.malformed_signature";
        CertificateForm form = CertificateForm.signing(TestAuthority.memberName(Signing.MEMBER, "ss1"));
        refused(malformed, new Signing(authority, authority.authentication(Signing.MEMBER, "ss1", TestKeys.EC_P256)));
        refused(malformed, new Signing(authority, authority.own()));
        refused(malformed, new Signing(authority, authority.responder()));
        refused(malformed, signing(form.withoutUsage()));
        refused(malformed, signing(form.withUsage(KeyUsage.digitalSignature)));
        refused(malformed, signing(form.withUsage(KeyUsage.keyCertSign)));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        TestAuthority foreign = TestAuthority.create("Foreign Root");
        TestAuthority namesake = TestAuthority.create("Test Root");
        refusedHere(PATH + "cannot_create_cert_path.internal_error", foreign);
        refusedHere(PATH + "cannot_create_cert_path", namesake);
    }

    @Test
    void anAuthorityForAuthenticationOnlyIsRefused() throws Exception {
        Signing signing = new Signing(authority, authority.signing(Signing.MEMBER, TestKeys.EC_P256));
        CertificationAuthority approved = authority.approved();
        TrustBase trust = TestAuthority.trust(
                "TEST",
                List.of(new CertificationAuthority(
                        approved.certificate(),
                        true,
                        CertificateProfile.FI_VRK,
                        true,
                        List.of(),
                        approved.ocspCertificates())));
        SignedMessage signed = signing.sign(MESSAGE).get(0);

        refused(PATH + "cannot_create_cert_path.internal_error", trust, signed, Signing.NOW);
    }

    @Test
    void certificateAndOcspResponseMustHoldAtTheInstantAsked() throws Exception {
        Signing signing = new Signing(authority, authority.signing(Signing.MEMBER, TestKeys.EC_P256));
        SignedMessage signed = signing.sign(MESSAGE).get(0);
        Instant last = Signing.NOW.plus(Duration.ofHours(1));

        signing.verifier.verify(MESSAGE, signed.parts(), Signing.MEMBER, last);
        refused(PATH + "incorrect_validation_info", signing.trust, signed, last.plusMillis(1));
        refused(PATH + "incorrect_validation_info", signing.trust, signed, Signing.NOW.minusSeconds(301));

        CertificateForm form = CertificateForm.signing(TestAuthority.memberName(Signing.MEMBER, "ss1"));
        refused(PATH + "cert_validation", signing(form.valid(CertificateForm.NOT_BEFORE, Signing.NOW.minusSeconds(1))));
        refused(PATH + "cert_validation", signing(form.valid(Signing.NOW.plusSeconds(1), CertificateForm.NOT_AFTER)));
    }

    @Test
    void aRevokedSignerIsRefused() throws Exception {
        TestCertificate certificate = authority.signing(Signing.MEMBER, TestKeys.EC_P256);
        byte[] revoked = authority.ocsp(
                List.of(certificate.certificate()),
                OcspForm.at(Signing.NOW).withStatus(OcspForm.Status.REVOKED),
                authority.responder());
        SigningCredential credential =
                new SigningCredential(certificate.signingKey(), certificate.certificate(), List.of(), List.of(revoked));
        SignedMessage signed =
                MessageSigner.sign(List.of(MESSAGE), credential, Signing.NOW).get(0);

        refused(PATH + "cert_validation", authority.trust("TEST"), signed, Signing.NOW);
    }

    @Test
    void keysOutsideTheLimitsAreRefused() throws Exception {
        Signing signing = new Signing(authority, authority.signing(Signing.MEMBER, TestKeys.EC_P256));
        for (TestKeys kind : List.of(TestKeys.RSA_1024, TestKeys.EC_P521)) {
            TestCertificate weak = authority.signing(Signing.MEMBER, kind);
            assertThatThrownBy(weak::signingKey).isInstanceOf(IllegalArgumentException.class);
            SignatureParts parts = signing.sign(MESSAGE).get(0).parts();
            String other = Signing.xml(parts)
                    .replaceFirst(
                            "<ds:X509Certificate>[^<]*",
                            "<ds:X509Certificate>"
                                    + java.util.Base64.getEncoder()
                                            .encodeToString(
                                                    org.ambergate.pki.Certificates.encoded(weak.certificate())));
            assertThatThrownBy(() -> signing.verify(MESSAGE, Signing.withXml(parts, other)))
                    .isInstanceOfSatisfying(
                            LocalFault.class,
                            f -> assertThat(f.path()).isEqualTo("signature_verification.unsupported_algorithm"));
        }
    }

    @Test
    void aSignersVerdictIsNotForgotten() throws Exception {
        Signing signing = new Signing(authority, authority.signing(Signing.MEMBER, TestKeys.EC_P256));
        for (int i = 0; i < 5; i++) {
            signing.verify(signing.sign(Signing.message("m" + i, i)).get(0));
        }
        SignedMessage signed = signing.sign(MESSAGE).get(0);
        assertThatThrownBy(() -> signing.verifier.verify(
                        MESSAGE, signed.parts(), new MemberId("TEST", "COM", "9999"), Signing.NOW))
                .isInstanceOf(LocalFault.class);
    }

    private Signing signing(CertificateForm form) {
        return new Signing(authority, authority.issue(form, TestKeys.EC_P256));
    }

    private void refusedHere(String path, TestAuthority foreign) throws LocalFault {
        Signing signing = new Signing(foreign, foreign.signing(Signing.MEMBER, TestKeys.EC_P256));
        refused(path, authority.trust("TEST"), signing.sign(MESSAGE).get(0), Signing.NOW);
    }

    private static void refused(String path, Signing signing) {
        assertThatThrownBy(() -> signing.verify(signing.sign(MESSAGE).get(0)))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo(path));
    }

    private static void refused(String path, TrustBase trust, SignedMessage signed, Instant at) {
        MessageVerifier verifier = new MessageVerifier(new PathValidator(trust), trust);
        assertThatThrownBy(() -> verifier.verify(MESSAGE, signed.parts(), Signing.MEMBER, at))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo(path));
    }
}
