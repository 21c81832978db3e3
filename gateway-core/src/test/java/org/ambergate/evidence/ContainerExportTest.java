package org.ambergate.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.ambergate.asic.AsicContainer;
import org.ambergate.asic.AsicEntry;
import org.ambergate.asic.AsicLimits;
import org.ambergate.asic.ContainerVerifier;
import org.ambergate.asic.FindingCode;
import org.ambergate.asic.Indication;
import org.ambergate.asic.VerificationReport;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.digest.Digester;
import org.ambergate.messagelog.DamagedLogException;
import org.ambergate.messagelog.LogFormat;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.EvidenceLog;
import org.ambergate.testsupport.EvidenceLog.Draft;
import org.junit.jupiter.api.Test;

/** Containers of logged messages, judged by our own verifier. */
final class ContainerExportTest {
    private static final byte[] BODY = "a body".getBytes(StandardCharsets.UTF_8);

    private final EvidenceLog log = new EvidenceLog(new Evidence());
    private final ContainerVerifier verifier =
            new ContainerVerifier(log.evidence().trust(), log.evidence().timestampCertificates(), AsicLimits.DEFAULT);

    @Test
    void whateverWasLoggedIsEvidenceOnceItIsTimeStamped() throws Exception {
        log.log(Draft.request("plain"));
        log.log(Draft.response("with-body", BODY));
        log.log(Draft.response("empty-body", new byte[0]));
        log.nextSegment();
        log.log(Draft.request("batch-1"), Draft.response("batch-2", BODY), Draft.request("batch-3"));
        log.stamp();
        log.log(Draft.request("alone-under-its-time-stamp"));
        log.stamp();

        List<FoundMessage> found = all();

        assertThat(found).hasSize(7);
        for (FoundMessage message : found) {
            VerificationReport report = verifier.verify(export(message));
            assertThat(report.findings()).as(message.queryId()).isEmpty();
            assertThat(report.verdict()).isEqualTo(Indication.TOTAL_PASSED);
            assertThat(report.provenTime()).contains(Evidence.STAMPED);
            assertThat(report.message().orElseThrow().queryId()).isEqualTo(message.queryId());
            assertThat(report.message().orElseThrow().request())
                    .isEqualTo(message.direction() == MessageDirection.REQUEST);
        }
    }

    @Test
    void theEntriesAreThoseOfXRoadAndTheMimeTypeComesFirstAndStored() throws Exception {
        log.log(Draft.response("Q", BODY));
        log.stamp();

        List<AsicEntry> entries =
                AsicContainer.read(export(all().get(0)), AsicLimits.DEFAULT).entries();

        assertThat(entries.stream().map(AsicEntry::name))
                .containsExactly(
                        "mimetype",
                        "message.xml",
                        "META-INF/signatures.xml",
                        "sig-hashchainresult.xml",
                        "sig-hashchain.xml",
                        "ts-hashchainresult.xml",
                        "ts-hashchain.xml",
                        "META-INF/manifest.xml",
                        "META-INF/ASiCManifest.xml",
                        "META-INF/timestamp.tst",
                        "attachment1");
        assertThat(entries).allMatch(AsicEntry::stored);
        assertThat(entries.get(10).content()).isEqualTo(BODY);
    }

    @Test
    void aBodyThatWasNotKeptLeavesTheContainerIndeterminate() throws Exception {
        Digest digest = DigestAlgorithm.SHA512.of(BODY);
        Draft draft = Draft.response("Q", BODY);
        log.log(draft.with(LoggedBody.leftOut(BODY.length, digest)));
        log.log(draft.with(LoggedBody.tooLarge(BODY.length, digest)));
        log.stamp();

        for (FoundMessage message : all()) {
            VerificationReport report = verifier.verify(export(message));
            assertThat(report.verdict()).isEqualTo(Indication.INDETERMINATE);
            assertThat(report.findings())
                    .extracting(org.ambergate.asic.Finding::code)
                    .containsExactly(FindingCode.BODY_NOT_CONTAINED);
            assertThat(report.findings().get(0).detail()).contains(digest.hex());
        }
    }

    @Test
    void whatHasNoTimestampIsRefusedUnlessAskedForWithout() throws Exception {
        log.log(Draft.request("stamped"));
        log.stamp();
        log.log(Draft.request("waiting"));
        FoundMessage waiting = all().get(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(waiting.timestamp()).isEmpty();
        assertThatThrownBy(() -> new ContainerExport(lookup()).write(waiting, out))
                .isInstanceOf(UnstampedMessageException.class)
                .hasMessageContaining("Record " + waiting.place().sequence());
        assertThat(out.size()).isZero();

        var message = new ContainerExport(lookup()).writeUnstamped(waiting, out);
        VerificationReport report = verifier.verify(out.toByteArray());
        assertThat(message.exchange().queryId()).isEqualTo("waiting");
        assertThat(report.verdict()).isEqualTo(Indication.INDETERMINATE);
        assertThat(report.findings())
                .extracting(org.ambergate.asic.Finding::code)
                .containsExactly(FindingCode.ASIC_TIMESTAMP_NOT_FOUND);
    }

    @Test
    void aFlippedByteOfTheRecordOrOfItsBodyIsNoContainer() throws Exception {
        long from = log.length(1);
        log.log(Draft.response("Q", BODY));
        long end = log.length(1) - LogFormat.COMMIT_RECORD_BYTES;
        long body = end - LogFormat.CHECKSUM_BYTES - BODY.length;
        log.stamp();
        FoundMessage message = all().get(0);

        // Header and fields here and there, body and its checksum byte by byte.
        int refused = 0;
        for (long offset = from; offset < end; offset += offset < body - 7 ? 7 : 1) {
            log.flip(1, offset);
            assertThatThrownBy(() -> export(message))
                    .as("byte %d", offset)
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining("segment 0000000001.segment");
            log.flip(1, offset);
            refused++;
        }
        assertThat(refused).isGreaterThan(500);
        assertThat(verifier.verify(export(message)).verdict()).isEqualTo(Indication.TOTAL_PASSED);
    }

    @Test
    void aFlippedByteOfTheContainerDoesNotPassUnlessNoEntryHasChanged() throws Exception {
        log.log(Draft.response("Q", BODY));
        log.stamp();
        byte[] container = export(all().get(0));
        List<AsicEntry> honest =
                AsicContainer.read(container, AsicLimits.DEFAULT).entries();

        int passed = 0;
        for (int offset = 0; offset < container.length; offset += 11) {
            container[offset] ^= 1;
            if (verifier.verify(container).verdict() == Indication.TOTAL_PASSED) {
                passed++;
                assertThat(AsicContainer.read(container, AsicLimits.DEFAULT).entries())
                        .as("byte %d", offset)
                        .usingRecursiveComparison()
                        .isEqualTo(honest);
            }
            container[offset] ^= 1;
        }
        // Bits of ZIP headers that say nothing about the entries, such as who made the file.
        assertThat(passed).isLessThan(20);
    }

    @Test
    void aTimestampThatDoesNotCoverTheMessageIsNotPutIn() throws Exception {
        log.log(Draft.request("first"));
        log.stamp();
        log.log(Draft.request("second"));
        log.stamp();
        List<FoundMessage> both = all();
        FoundMessage mixed = both.get(0).coveredBy(both.get(1).timestamp().orElseThrow());
        FoundMessage noTimestamp = both.get(0).coveredBy(both.get(1).place());
        RecordPlace stamp = both.get(0).timestamp().orElseThrow();
        FoundMessage noMessage = new FoundMessage(stamp, "Q", MessageDirection.REQUEST, Optional.of(stamp));

        assertThatThrownBy(() -> export(mixed)).hasMessageContaining("does not cover record");
        assertThatThrownBy(() -> export(noTimestamp)).hasMessageContaining("no time-stamp");
        assertThatThrownBy(() -> export(noMessage)).hasMessageContaining("no message");
    }

    @Test
    void aLargeBodyPassesThroughWithoutBeingHeld() throws Exception {
        long length = 200L * 1024 * 1024;
        byte[] zeros = new byte[64 * 1024];
        Digester digester = new Digester(DigestAlgorithm.SHA512);
        for (long done = 0; done < length; done += zeros.length) {
            digester.update(zeros);
        }
        LoggedBody body = LoggedBody.kept(length, digester.finish());
        log.log(new Draft("large", MessageDirection.RESPONSE, body, out -> {
            for (long done = 0; done < length; done += zeros.length) {
                out.write(ByteBuffer.wrap(zeros));
            }
        }));
        log.stamp();
        FoundMessage message = all().get(0);
        CountingSink sink = new CountingSink();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        new ContainerExport(lookup()).write(message, sink);

        assertThat(sink.count).isGreaterThan(length).isLessThan(length + 32 * 1024);
        // The holes of the log in memory are read as new arrays; everything else has to fit into the rest.
        long allocated = threads.getCurrentThreadAllocatedBytes() - before - log.read();
        assertThat(allocated).isLessThan(8L * 1024 * 1024);
    }

    private List<FoundMessage> all() throws IOException {
        TreeSet<Long> sequences = new TreeSet<>();
        for (long i = 0; i < log.records(); i++) {
            sequences.add(i);
        }
        return new ArrayList<>(new MessageFinder(lookup(), Long.MAX_VALUE, p -> {}).bySequence(sequences));
    }

    private LogLookup lookup() {
        return new LogLookup(log.source(), 1);
    }

    private byte[] export(FoundMessage message) throws IOException, UnstampedMessageException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var unused = new ContainerExport(lookup()).write(message, out);
        return out.toByteArray();
    }

    private static final class CountingSink extends OutputStream {
        private long count;

        @Override
        public void write(int octet) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }
}
