package org.ambergate.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.signature.SignatureParts;
import org.ambergate.signature.TimestampChain;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.ambergate.testsupport.TimestampForm;
import org.ambergate.timestamp.TimestampRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that retention took away: what tombstones say, and what an audit makes of what is missing. */
final class TombstoneAuditTest {
    private static final TestCertificate AUTHORITY = TestTimestamps.authority("TSA", TestKeys.EC_P256);
    private static final SecurityServerId SERVER = SecurityServerId.parse("TEST/GOV/1/ss1");
    private static final SignatureParts SIGNATURE =
            new SignatureParts("<s/>".getBytes(StandardCharsets.UTF_8), MemoryLog.batch());

    private final MemoryLog log = new MemoryLog(MemoryLog.LOG_ID);
    private final List<Long> messages = new ArrayList<>();
    private final List<byte[]> bytes = new ArrayList<>();

    @Test
    void aBodyThatATombstoneSpeaksOfMayBeMissing() throws Exception {
        LogCheckpoint stamped = threeStampedMessages();
        tombstone(stamped, range(0), range(2));
        erase(0);
        erase(2);

        AuditReport report = audit();

        assertThat(report.finding()).isEmpty();
        assertThat(report.removedBodies()).isEqualTo(2);
        assertThat(report.treeSize()).isEqualTo(log.tree().size());
        assertThat(report.root()).isEqualTo(log.tree().root());
    }

    @Test
    void aBodyThatIsStillThereAlthoughATombstoneSpeaksOfItIsNoFinding() throws Exception {
        tombstone(threeStampedMessages(), range(0), range(2));
        erase(0);

        assertThat(audit().finding()).isEmpty();
        assertThat(audit().removedBodies()).isEqualTo(1);
    }

    @Test
    void aMissingBodyWithoutATombstoneIsDamageAndNamed() throws Exception {
        tombstone(threeStampedMessages(), range(0));
        erase(0);
        erase(1);

        Finding finding = audit().finding().orElseThrow();

        assertThat(finding.code()).isEqualTo(FindingCode.BODY);
        assertThat(finding.place().sequence()).isEqualTo(messages.get(1));
        assertThat(finding.place().offset())
                .isEqualTo(log.offsets(0).get(messages.get(1).intValue()).longValue());
    }

    @Test
    void aTombstoneSpeaksOnlyOfWhatStandsBeforeIt() throws Exception {
        LogCheckpoint stamped = threeStampedMessages();
        tombstone(stamped, range(0));
        message("later");
        log.commit();
        erase(3);

        assertThat(audit().finding().orElseThrow().code()).isEqualTo(FindingCode.BODY);
    }

    @Test
    void everyBitOfABodyThatIsLeftMakesItDamage() throws Exception {
        tombstone(threeStampedMessages(), range(0));
        erase(0);
        int from = bodyOf(0);
        int length = "body 0".length() + LogFormat.CHECKSUM_BYTES;
        for (int i = 0; i < length; i++) {
            bytes.get(0)[from + i] ^= 1;
            assertThat(auditBytes().finding()).as("byte %d", i).isPresent();
            bytes.get(0)[from + i] ^= 1;
        }
        assertThat(auditBytes().finding()).isEmpty();
    }

    @Test
    void anAuditThatTrustsNobodyStillReadsAHeadWithoutItsBody() throws Exception {
        tombstone(threeStampedMessages(), range(0));
        erase(0);

        SegmentEnd end = SegmentWalker.recover(MemoryLog.segments(bytes, 0).get(0), Optional.empty());

        // A start reads only the end of a log, where nothing has been removed: there zeros are damage.
        assertThat(end.tail()).isEqualTo(SegmentEnd.Tail.DAMAGED);
    }

    @Test
    void onlyWhatTheTimestampCoversMayBeRemoved() throws Exception {
        LogCheckpoint stamped = threeStampedMessages();
        LogCheckpoint other =
                new LogCheckpoint(MemoryLog.LOG_ID, stamped.treeSize(), DigestAlgorithm.SHA256.of(new byte[0]));
        tombstone(other, range(0));
        assertThat(audit().finding().orElseThrow().code()).isEqualTo(FindingCode.TOMBSTONE);

        assertThatThrownBy(() -> statement(stamped, new SequenceRange(1, stamped.treeSize())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTombstoneOfAnotherLogIsRefused() throws Exception {
        LogCheckpoint stamped = threeStampedMessages();
        tombstone(new LogCheckpoint(new UUID(1, 1), stamped.treeSize(), stamped.root()), range(0));

        assertThat(audit().finding().orElseThrow().code()).isEqualTo(FindingCode.MALFORMED);
    }

    @Test
    void aStatementIsATextWithOneLineForEachFact() throws Exception {
        LogCheckpoint stamped = threeStampedMessages();
        TombstoneStatement bodies = statement(stamped, new SequenceRange(1, 2), new SequenceRange(3, 3));
        String root = stamped.root().hex();

        assertThat(new String(bodies.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("""
                AMBERLOG tombstone 1
                log 00000000-0000-1111-0000-000000002222
                server TEST/GOV/1/ss1
                time 2026-01-05T10:11:12.345Z
                rule party TEST/GOV/1, keep-bodies 30d
                time-stamped %d %s
                bodies 1-2 3-3
                """.formatted(stamped.treeSize(), root));
        TombstoneStatement segments =
                new TombstoneStatement(SERVER, MemoryLog.TIME, "r", stamped, new RemovedData.Segments(4, stamped));
        assertThat(TombstoneStatement.parse(bodies.bytes())).isEqualTo(bodies);
        assertThat(TombstoneStatement.parse(segments.bytes())).isEqualTo(segments);
        assertThat(new String(segments.bytes(), StandardCharsets.UTF_8))
                .endsWith("\nsegments 1-4 " + stamped.treeSize() + " " + root + "\n");
    }

    @Test
    void aStatementHasOneFormOnly() throws Exception {
        byte[] good = statement(threeStampedMessages(), new SequenceRange(1, 2), new SequenceRange(3, 3))
                .bytes();
        for (int cut = 0; cut < good.length; cut++) {
            byte[] shorter = Arrays.copyOf(good, cut);
            assertThatThrownBy(() -> TombstoneStatement.parse(shorter)).isInstanceOf(IllegalArgumentException.class);
        }
        String text = new String(good, StandardCharsets.UTF_8);
        for (String wrong : List.of(
                text + "\n",
                text.replace("bodies 1-2", "bodies 01-2"),
                text.replace("1-2 3-3", "3-3 1-2"),
                text.replace("1-2", "2-1"),
                text.replace("bodies", "heads"),
                text.replace(".345Z", ".3450Z"),
                text.replace(" 1-2 3-3", ""),
                text.replace("\n", "\r\n"))) {
            assertThatThrownBy(() -> TombstoneStatement.parse(wrong.getBytes(StandardCharsets.UTF_8)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {RemovedData.Bodies.RANGES_MAX, RemovedData.Bodies.RANGES_MAX + 1})
    void noMoreRangesThanTheFormatAllowsAreNamed(int count) {
        List<SequenceRange> ranges = LongStream.range(0, count)
                .mapToObj(i -> new SequenceRange(2 * i, 2 * i))
                .toList();
        if (count == RemovedData.Bodies.RANGES_MAX) {
            assertThat(new RemovedData.Bodies(ranges).records()).hasSize(count);
        } else {
            assertThatThrownBy(() -> new RemovedData.Bodies(ranges)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new RemovedData.Bodies(Collections.emptyList()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyTruncationOfTheFieldsIsRefused() throws Exception {
        tombstone(threeStampedMessages(), range(0));
        byte[] segment = log.bytes().get(0);
        int offset = log.offsets(0).get((int) log.tree().size() - 2);
        int length = ByteBuffer.wrap(segment).getInt(offset);
        int from = offset + LogFormat.RECORD_HEADER_BYTES;
        byte[] fields = Arrays.copyOfRange(segment, from, from + length);

        LogRecord read = RecordDecoder.decode(LogFormat.KIND_TOMBSTONE, fields);

        assertThat(((LogRecord.Tombstone) read).tombstone().signature())
                .usingRecursiveComparison()
                .isEqualTo(SIGNATURE);
        for (int cut = 0; cut < length; cut++) {
            byte[] shorter = Arrays.copyOf(fields, cut);
            assertThatThrownBy(() -> RecordDecoder.decode(LogFormat.KIND_TOMBSTONE, shorter))
                    .isInstanceOf(UnreadableRecordException.class);
        }
        byte[] longer = Arrays.copyOf(fields, length + 1);
        assertThatThrownBy(() -> RecordDecoder.decode(LogFormat.KIND_TOMBSTONE, longer))
                .isInstanceOf(UnreadableRecordException.class);
    }

    private LogCheckpoint threeStampedMessages() {
        message("body 0");
        message("body 1");
        message("body 2");
        LogCheckpoint checkpoint = new LogCheckpoint(
                MemoryLog.LOG_ID, log.tree().size(), log.tree().root());
        log.commit();
        List<StampedSignature> stamped = messages.stream()
                .map(sequence ->
                        new StampedSignature(sequence, TimestampChain.leaf("<s/>".getBytes(StandardCharsets.UTF_8))))
                .toList();
        byte[] result = LoggedTimestamp.chainOver(stamped, checkpoint).result();
        byte[] request =
                TimestampRequest.bare(DigestAlgorithm.SHA512.of(result)).encoded();
        byte[] token = TestTimestamps.token(request, TimestampForm.honest(MemoryLog.TIME, AUTHORITY));
        log.append(RecordEncoder.timestamp(
                new LoggedTimestamp(0, checkpoint.treeSize(), checkpoint, MemoryLog.TIME, stamped, token, result)));
        log.commit();
        return checkpoint;
    }

    private void message(String body) {
        messages.add(log.append(RecordEncoder.message(
                MemoryLog.entry("m" + messages.size(), body.getBytes(StandardCharsets.UTF_8), Optional.empty()))));
    }

    private SequenceRange range(int message) {
        return new SequenceRange(messages.get(message), messages.get(message));
    }

    private static TombstoneStatement statement(LogCheckpoint stamped, SequenceRange... ranges) {
        return new TombstoneStatement(
                SERVER,
                MemoryLog.TIME,
                "party TEST/GOV/1, keep-bodies 30d",
                stamped,
                new RemovedData.Bodies(List.of(ranges)));
    }

    private void tombstone(LogCheckpoint stamped, SequenceRange... ranges) {
        log.append(RecordEncoder.tombstone(new LoggedTombstone(statement(stamped, ranges), SIGNATURE)));
        log.commit();
    }

    private void erase(int message) {
        if (bytes.isEmpty()) {
            bytes.addAll(log.bytes());
        }
        int from = bodyOf(message);
        int length = ByteBuffer.wrap(bytes.get(0)).getInt(offset(message) + 4) + LogFormat.CHECKSUM_BYTES;
        Arrays.fill(bytes.get(0), from, from + length, (byte) 0);
    }

    private int offset(int message) {
        return log.offsets(0).get(messages.get(message).intValue());
    }

    private int bodyOf(int message) {
        int fields = ByteBuffer.wrap(bytes.get(0)).getInt(offset(message));
        return offset(message) + LogFormat.RECORD_HEADER_BYTES + fields + LogFormat.CHECKSUM_BYTES;
    }

    private AuditReport audit() throws IOException {
        if (bytes.isEmpty()) {
            bytes.addAll(log.bytes());
        }
        return auditBytes();
    }

    private AuditReport auditBytes() throws IOException {
        return MemoryLog.audit(bytes);
    }
}
