package org.ambergate.asic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.signature.SignatureExamination.PartState;
import org.ambergate.signature.TimestampChain;
import org.junit.jupiter.api.Test;

/** Containers that X-Road wrote and X-Road's own verifier accepts. */
final class RecordedContainersTest {
    private final ContainerVerifier verifier = RecordedContainers.verifier();

    @Test
    void everyRecordedContainerPassesAtTheTimeOfItsTimestamp() {
        Map<String, byte[]> all = RecordedContainers.all();
        assertThat(all).hasSizeGreaterThan(100);
        all.forEach((name, file) -> {
            VerificationReport report = verifier.verify(file);
            assertThat(report.verdict()).as(name + " " + report.findings()).isEqualTo(Indication.TOTAL_PASSED);
            assertThat(report.subIndication()).isEmpty();
            assertThat(report.provenTime().orElseThrow())
                    .as(name)
                    .isBetween(Instant.parse("2026-11-23T05:43:00Z"), Instant.parse("2026-11-23T06:10:00Z"));
            String member = report.message().orElseThrow().request() ? "1111" : "2222";
            assertThat(report.message().orElseThrow().signer().memberCode())
                    .as(name)
                    .isEqualTo(member);
            assertThat(name.contains("request"))
                    .as(name)
                    .isEqualTo(report.message().orElseThrow().request());
            assertThat(report.ocsp()).isPresent();
            assertThat(report.signer().orElseThrow().certificate()).isPresent();
            assertThat(report.unsignedEntries()).isEmpty();
        });
    }

    @Test
    void everyPartInTheContainerIsCoveredAndMissingAttachmentsAreNamed() {
        RecordedContainers.all().forEach((name, file) -> {
            VerificationReport report = verifier.verify(file);
            boolean soapAttachments = name.contains("soap") && name.contains("attach");
            assertThat(report.parts())
                    .as(name)
                    .filteredOn(part -> part.state() != PartState.COVERED)
                    .hasSize(soapAttachments ? 2 : 0)
                    .allMatch(part -> part.state() == PartState.ABSENT);
            assertThat(report.findings())
                    .as(name)
                    .filteredOn(f -> f.code() == FindingCode.ATTACHMENT_NOT_CONTAINED)
                    .hasSize(soapAttachments ? 2 : 0);
        });
    }

    @Test
    void ourWriterMakesTheSameEntriesInTheSameOrder() throws ContainerRefused {
        for (Map.Entry<String, byte[]> recorded : RecordedContainers.all().entrySet()) {
            AsicContainer theirs = AsicContainer.read(recorded.getValue(), AsicLimits.DEFAULT);
            byte[] file = AsicWriter.write(RecordedContainers.content(theirs), Instant.parse("2026-11-23T05:43:49Z"));
            AsicContainer ours = AsicContainer.read(file, AsicLimits.DEFAULT);

            assertThat(ours.entries().stream().map(AsicEntry::name))
                    .as(recorded.getKey())
                    .containsExactlyElementsOf(
                            theirs.entries().stream().map(AsicEntry::name).toList());
            for (AsicEntry entry : ours.entries()) {
                assertThat(new String(entry.content(), StandardCharsets.ISO_8859_1))
                        .as(recorded.getKey() + " " + entry.name())
                        .isEqualTo(new String(theirs.content(entry.name()).orElseThrow(), StandardCharsets.ISO_8859_1));
                assertThat(entry.stored()).isTrue();
            }
        }
    }

    @Test
    void theSameContentAndTimeGiveTheSameBytes() throws ContainerRefused {
        AsicContent content =
                RecordedContainers.content(RecordedContainers.container("ss1/fix-burst-12.request.asice"));
        Instant time = Instant.parse("2026-11-23T05:43:49Z");

        assertThat(AsicWriter.write(content, time)).isEqualTo(AsicWriter.write(content, time.plusMillis(999)));
        assertThat(AsicWriter.write(content, time)).isNotEqualTo(AsicWriter.write(content, time.plusSeconds(2)));
        assertThat(AsicWriter.write(content, Instant.EPOCH)).isNotEmpty();
    }

    /** X-Road indents its hash chains, we do not; only the result's own bytes are bound, by the token. */
    @Test
    void lineBreaksInAHashChainMeanNothing() throws Exception {
        AsicContainer container = RecordedContainers.container("ss1/fix-burst-12.response.asice");
        byte[] signature = container.content(AsicContainer.SIGNATURES).orElseThrow();
        byte[] result = container.content(AsicContainer.TIMESTAMP_CHAIN_RESULT).orElseThrow();
        byte[] chain = container.content(AsicContainer.TIMESTAMP_CHAIN).orElseThrow();

        TimestampChain.verify(result, chain, signature);
        TimestampChain.verify(withoutLineBreaks(result), withoutLineBreaks(chain), signature);
        assertThat(withoutLineBreaks(chain)).hasSizeLessThan(chain.length);
    }

    private static byte[] withoutLineBreaks(byte[] xml) {
        return new String(xml, StandardCharsets.UTF_8)
                .replaceAll(">\\s+<", "><")
                .strip()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aStrangerToTheAuthoritiesLeavesBothOpen() {
        ContainerVerifier stranger = new ContainerVerifier(
                new org.ambergate.pki.TrustBase(
                        Map.of(), new org.ambergate.pki.OcspPolicy(java.time.Duration.ofHours(1), true)),
                List.of(),
                AsicLimits.DEFAULT);

        VerificationReport report = stranger.verify(RecordedContainers.file("ss1/fix-burst-12.request.asice"));

        assertThat(report.verdict()).isEqualTo(Indication.INDETERMINATE);
        assertThat(report.subIndication()).isEqualTo(Optional.of(SubIndication.NO_CERTIFICATE_CHAIN_FOUND));
        assertThat(report.findings())
                .extracting(Finding::code)
                .contains(FindingCode.TIMESTAMP_AUTHORITY_UNKNOWN, FindingCode.CANNOT_CREATE_CERT_PATH);
    }
}
