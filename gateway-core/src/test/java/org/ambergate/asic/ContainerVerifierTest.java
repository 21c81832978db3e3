package org.ambergate.asic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.VerificationFault;
import org.ambergate.signature.SigningCredential;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.OcspForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;

/** Containers of our own making, honest and not. */
final class ContainerVerifierTest {
    private final Evidence evidence = new Evidence();
    private final ContainerVerifier verifier =
            new ContainerVerifier(evidence.trust(), evidence.timestampCertificates(), AsicLimits.DEFAULT);

    @Test
    void whatWeWritePassesWithoutANote() throws Exception {
        List<AsicContent> contents = new java.util.ArrayList<>(evidence.batch());
        contents.add(evidence.plain());
        contents.add(evidence.withBody());
        for (AsicContent content : contents) {
            VerificationReport report = verify(content);
            assertThat(report.findings()).isEmpty();
            assertThat(report.verdict()).isEqualTo(Indication.TOTAL_PASSED);
            assertThat(report.provenTime()).contains(Evidence.STAMPED);
            assertThat(report.timestamp().orElseThrow().batch())
                    .isEqualTo(content.timestamp().isPresent());
        }
    }

    @Test
    void anEmptyBodyNeedsNoEntry() throws Exception {
        AsicContent signed = evidence.signed(evidence.credential(), List.of(Evidence.request("empty"), new byte[0]))
                .get(0);
        AsicContent kept = new AsicContent(signed.message(), List.of(), signed.signature(), Optional.empty());

        VerificationReport report = verify(evidence.stampedAlone(kept, Evidence.STAMPED));

        assertThat(report.verdict()).isEqualTo(Indication.TOTAL_PASSED);
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void withoutATimestampNothingIsProven() throws Exception {
        AsicContent unstamped = evidence.signed(evidence.credential(), List.of(Evidence.request("q")))
                .get(0);

        VerificationReport report = verify(unstamped);

        assertThat(report.verdict()).isEqualTo(Indication.INDETERMINATE);
        assertThat(report.subIndication()).contains(SubIndication.NO_POE);
        assertThat(codes(report)).containsExactly(FindingCode.ASIC_TIMESTAMP_NOT_FOUND);
    }

    @Test
    void anOcspResponseThatWasStaleAtTheProvenTimeVouchesForNothing() throws Exception {
        AsicContent signed = evidence.signed(evidence.credential(), List.of(Evidence.request("q")))
                .get(0);

        VerificationReport fresh = verify(evidence.stampedAlone(signed, Evidence.SIGNED.plus(Duration.ofHours(1))));
        VerificationReport late = verify(evidence.stampedAlone(
                signed, Evidence.SIGNED.plus(Duration.ofHours(1)).plusSeconds(1)));

        assertThat(fresh.verdict()).isEqualTo(Indication.TOTAL_PASSED);
        assertThat(late.verdict()).isEqualTo(Indication.INDETERMINATE);
        assertThat(late.subIndication()).contains(SubIndication.TRY_LATER);
    }

    @Test
    void aTimestampMayBeOlderThanTheSignatureByTheClocksDifferenceOnly() throws Exception {
        AsicContent signed = evidence.signed(evidence.credential(), List.of(Evidence.request("q")))
                .get(0);
        Instant earliest = Evidence.SIGNED.minus(ContainerExamination.CLOCK_SKEW_MAX);

        assertThat(codes(verify(evidence.stampedAlone(signed, earliest))))
                .doesNotContain(FindingCode.TIMESTAMP_BEFORE_SIGNATURE);
        assertThat(codes(verify(evidence.stampedAlone(signed, earliest.minusSeconds(1)))))
                .contains(FindingCode.TIMESTAMP_BEFORE_SIGNATURE);
    }

    @Test
    void aRevokedSignerIsToldFromOneRevokedLater() throws Exception {
        byte[] revoked = evidence.authority()
                .ocsp(
                        List.of(evidence.signer().certificate()),
                        OcspForm.at(Evidence.SIGNED).withStatus(OcspForm.Status.REVOKED),
                        evidence.authority().responder());
        SigningCredential credential = new SigningCredential(
                evidence.signer().signingKey(), evidence.signer().certificate(), List.of(), List.of(revoked));

        VerificationReport report = verify(evidence.stampedAlone(
                evidence.signed(credential, List.of(Evidence.request("q"))).get(0), Evidence.STAMPED));

        assertThat(codes(report)).containsAnyOf(FindingCode.CERTIFICATE_REVOKED, FindingCode.CERTIFICATE_REVOKED_LATER);
        assertThat(report.verdict()).isNotEqualTo(Indication.TOTAL_PASSED);
    }

    @Test
    void aCertificateNotYetValidFailsAndAnExpiredOneIsOpen() throws Exception {
        Instant at = Evidence.SIGNED;
        assertThat(verdictFor(at.plusSeconds(3600), at.plusSeconds(7200)))
                .contains(FindingCode.CERTIFICATE_NOT_YET_VALID);
        assertThat(verdictFor(at.minusSeconds(7200), at.minusSeconds(3600))).contains(FindingCode.CERTIFICATE_EXPIRED);
    }

    @Test
    void anotherMembersSignatureIsNotTheSenders() throws Exception {
        byte[] head = new String(Evidence.request("q"), StandardCharsets.UTF_8)
                .replace("X-Road-Client:TEST/COM/1234", "X-Road-Client:TEST/COM/9999")
                .getBytes(StandardCharsets.UTF_8);

        VerificationReport report = verify(evidence.stampedAlone(
                evidence.signed(evidence.credential(), List.of(head)).get(0), Evidence.STAMPED));

        assertThat(report.verdict()).isEqualTo(Indication.INDETERMINATE);
        assertThat(report.subIndication()).contains(SubIndication.SIG_CONSTRAINTS_FAILURE);
        assertThat(codes(report)).contains(FindingCode.INCORRECT_CERTIFICATE);
    }

    @Test
    void allThatIsWrongIsFound() throws Exception {
        ContainerVerifier stranger =
                new ContainerVerifier(TestAuthority.create("Other Root").trust("TEST"), List.of(), AsicLimits.DEFAULT);
        AsicContent content = evidence.batch().get(1);
        AsicContent swapped = new AsicContent(
                Evidence.request("other"),
                List.of(AsicAttachment.of(new byte[] {9})),
                content.signature(),
                content.timestamp());

        VerificationReport report = stranger.verify(AsicWriter.write(swapped, Evidence.SIGNED));

        assertThat(codes(report))
                .contains(
                        FindingCode.INVALID_HASH_CHAIN,
                        FindingCode.CANNOT_CREATE_CERT_PATH,
                        FindingCode.TIMESTAMP_AUTHORITY_UNKNOWN);
        assertThat(report.verdict()).isEqualTo(Indication.TOTAL_FAILED);
        assertThat(report.subIndication()).contains(SubIndication.HASH_FAILURE);
    }

    @Test
    void everyFaultOfAVerificationHasItsFinding() {
        for (VerificationFault fault : VerificationFault.values()) {
            boolean ofSigning = fault == VerificationFault.CANNOT_CREATE_SIGNATURE;
            assertThat(FaultFindings.TABLE.containsKey(fault)).as(fault.name()).isNotEqualTo(ofSigning);
        }
    }

    @Test
    void rubbishGetsAReport() {
        for (int length = 0; length < 200; length++) {
            VerificationReport report = verifier.verify(new byte[length]);
            assertThat(report.verdict()).isEqualTo(Indication.TOTAL_FAILED);
            assertThat(codes(report)).containsExactly(FindingCode.NOT_A_CONTAINER);
        }
    }

    private List<FindingCode> verdictFor(Instant from, Instant until) throws Exception {
        TestCertificate signer = evidence.authority()
                .issue(
                        CertificateForm.signing(TestAuthority.memberName(Evidence.MEMBER, "ss1"))
                                .valid(from, until),
                        TestKeys.EC_P256);
        SigningCredential credential = evidence.authority().credential(signer, Evidence.SIGNED);
        return codes(verify(evidence.stampedAlone(
                evidence.signed(credential, List.of(Evidence.request("q"))).get(0), Evidence.STAMPED)));
    }

    private VerificationReport verify(AsicContent content) {
        return verifier.verify(AsicWriter.write(content, Evidence.SIGNED));
    }

    private static List<FindingCode> codes(VerificationReport report) {
        return report.findings().stream().map(Finding::code).toList();
    }
}
