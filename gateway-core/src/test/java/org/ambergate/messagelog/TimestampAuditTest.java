package org.ambergate.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.signature.TimestampChain;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.ambergate.testsupport.TimestampForm;
import org.ambergate.timestamp.TimestampRequest;
import org.junit.jupiter.api.Test;

/** Time-stamp records: their bytes, and what an audit says about them. */
final class TimestampAuditTest {
    private static final TestCertificate AUTHORITY = TestTimestamps.authority("TSA", TestKeys.EC_P256);
    private static final Digest LEAF = TimestampChain.leaf("<s/>".getBytes(StandardCharsets.UTF_8));

    private final MemoryLog log = new MemoryLog(MemoryLog.LOG_ID);
    private final List<Long> messages = new ArrayList<>();
    private long covered;

    @Test
    void timestampsThatFollowEachOtherAreCountedWithTheirMessages() throws Exception {
        message();
        message();
        stamp(UnaryOperator.identity());
        log.nextSegment();
        message();
        stamp(UnaryOperator.identity());
        stamp(UnaryOperator.identity());

        AuditReport report = MemoryLog.audit(log.bytes());

        assertThat(report.finding()).isEmpty();
        assertThat(report.timestamps()).isEqualTo(3);
        assertThat(report.stamped()).isEqualTo(3);
        assertThat(report.messages()).isEqualTo(3);
    }

    @Test
    void aTimestampMayLeaveTheLastMessagesToTheNext() throws Exception {
        message();
        message();
        long second = messages.get(1);
        stamp(t -> t.of(0, second, t.messages().subList(0, 1)));
        messages.add(second);
        stamp(UnaryOperator.identity());

        assertThat(MemoryLog.audit(log.bytes()).finding()).isEmpty();
        assertThat(MemoryLog.audit(log.bytes()).stamped()).isEqualTo(2);
    }

    @Test
    void everyFieldComesBackAndAMessagesOwnChainVerifies() throws Exception {
        message();
        message();
        LoggedTimestamp written = stamp(UnaryOperator.identity());
        List<LoggedTimestamp> read = new ArrayList<>();

        new LogAuditor((place, record) -> {
                    if (record instanceof LogRecord.Timestamp t) {
                        read.add(t.timestamp());
                    }
                })
                .audit(MemoryLog.segments(log.bytes(), 0));

        LoggedTimestamp back = read.get(0);
        assertThat(back).usingRecursiveComparison().isEqualTo(written);
        byte[] signature = "<s/>".getBytes(StandardCharsets.UTF_8);
        assertThat(back.messages()).extracting(StampedSignature::sequence).containsExactly(1L, 2L);
        TimestampChain chain = back.chain();
        TimestampChain.verify(back.result(), chain.chain(0), signature);
        TimestampChain.verify(back.result(), chain.chain(1), signature);
    }

    @Test
    void whatDoesNotCoverExactlyWhatItShouldIsFound() throws Exception {
        refused("go on where", t -> t.of(1, t.upTo(), t.messages()));
        refused("do not stand before it", t -> t.of(0, t.checkpoint().treeSize() + 1, t.messages()));
        refused("exactly the messages", t -> t.of(0, t.upTo(), t.messages().subList(0, 1)));
        refused("exactly the messages", t -> t.of(0, t.upTo(), t.messages().subList(1, 2)));
        refused("exactly the messages", t -> {
            List<StampedSignature> swapped = new ArrayList<>(t.messages());
            Collections.swap(swapped, 0, 1);
            return t.of(0, t.upTo(), swapped);
        });
        refused(
                "exactly the messages",
                t -> t.of(
                        0,
                        t.upTo(),
                        List.of(
                                new StampedSignature(1, DigestAlgorithm.SHA512.of(new byte[1])),
                                t.messages().get(1))));
    }

    @Test
    void aTreeThatTheLogDidNotHaveIsFound() throws Exception {
        LogCheckpoint other = new LogCheckpoint(MemoryLog.LOG_ID, 3, DigestAlgorithm.SHA256.of(new byte[1]));
        refused("Merkle root", t -> t.with(other));
        refused(
                "Merkle root",
                t -> t.with(new LogCheckpoint(
                                MemoryLog.LOG_ID, 2, t.checkpoint().root()))
                        .of(0, 2, t.messages()));
        refused(
                "do not stand before",
                t -> t.with(
                        new LogCheckpoint(MemoryLog.LOG_ID, 4, t.checkpoint().root())));
        refused(
                "another log",
                t -> t.with(new LogCheckpoint(new UUID(1, 1), 3, t.checkpoint().root())));
    }

    @Test
    void aTokenOrResultForOtherDataIsFound() throws Exception {
        refused("hash chain result", t -> t.with(t.token(), "<other/>".getBytes(StandardCharsets.UTF_8)));
        refused("is for other data", t -> t.with(token(new byte[3], MemoryLog.TIME), t.result()));
        refused("cannot be read", t -> t.with(new byte[] {0x30, 0}, t.result()));
    }

    @Test
    void aTokenOlderThanTheOneBeforeIsFound() throws Exception {
        message();
        stamp(UnaryOperator.identity());
        message();
        stamp(t -> t.with(token(t.result(), MemoryLog.TIME.minusSeconds(1)), t.result()));

        assertThat(MemoryLog.audit(log.bytes()).finding().orElseThrow().reason())
                .contains("older than the one before");
    }

    @Test
    void theSameMessageUnderTwoTimestampsIsFound() throws Exception {
        message();
        stamp(UnaryOperator.identity());
        covered = 0;
        messages.add(1L);
        stamp(UnaryOperator.identity());

        assertThat(MemoryLog.audit(log.bytes()).finding().orElseThrow().code()).isEqualTo(FindingCode.TIMESTAMP);
    }

    @Test
    void everyTruncationOfTheFieldsAndEveryByteTooManyIsRefused() throws Exception {
        message();
        stamp(UnaryOperator.identity());
        byte[] segment = log.bytes().get(0);
        int offset = log.offsets(0).get(3);
        int length = ByteBuffer.wrap(segment).getInt(offset);
        int from = offset + LogFormat.RECORD_HEADER_BYTES;
        byte[] fields = Arrays.copyOfRange(segment, from, from + length);

        assertThat(RecordDecoder.decode(LogFormat.KIND_TIMESTAMP, fields)).isInstanceOf(LogRecord.Timestamp.class);
        for (int cut = 0; cut < length; cut++) {
            byte[] shorter = Arrays.copyOf(fields, cut);
            assertThatThrownBy(() -> RecordDecoder.decode(LogFormat.KIND_TIMESTAMP, shorter))
                    .isInstanceOf(UnreadableRecordException.class);
        }
        byte[] longer = Arrays.copyOf(fields, length + 1);
        assertThatThrownBy(() -> RecordDecoder.decode(LogFormat.KIND_TIMESTAMP, longer))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void noMoreMessagesThanTheFormatAllowsAreWritten() {
        StampedSignature one = new StampedSignature(1, LEAF);
        LogCheckpoint checkpoint = new LogCheckpoint(MemoryLog.LOG_ID, 1, DigestAlgorithm.SHA256.of(new byte[0]));
        List<StampedSignature> most = Collections.nCopies(LoggedTimestamp.MESSAGES_MAX, one);
        List<StampedSignature> more = Collections.nCopies(LoggedTimestamp.MESSAGES_MAX + 1, one);
        byte[] nothing = new byte[0];

        assertThat(RecordEncoder.timestamp(
                                new LoggedTimestamp(0, 1, checkpoint, MemoryLog.TIME, most, nothing, nothing))
                        .size())
                .isLessThan(LogFormat.FIELDS_BYTES_MAX);
        assertThatThrownBy(() -> RecordEncoder.timestamp(
                        new LoggedTimestamp(0, 1, checkpoint, MemoryLog.TIME, more, nothing, nothing)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void refused(String reason, UnaryOperator<Draft> change) throws IOException {
        TimestampAuditTest fresh = new TimestampAuditTest();
        fresh.message();
        fresh.message();
        LoggedTimestamp unused = fresh.stamp(change);
        Finding finding = MemoryLog.audit(fresh.log.bytes()).finding().orElseThrow();
        assertThat(finding.reason()).contains(reason);
        assertThat(finding.place().sequence()).isEqualTo(4);
    }

    private void message() {
        messages.add(log.append(
                RecordEncoder.message(MemoryLog.entry("m" + messages.size(), new byte[0], Optional.empty()))));
    }

    /** Commits what is there and appends a time-stamp over it, right but for the change. */
    private LoggedTimestamp stamp(UnaryOperator<Draft> change) {
        LogCheckpoint checkpoint = new LogCheckpoint(
                MemoryLog.LOG_ID, log.tree().size(), log.tree().root());
        log.commit();
        List<StampedSignature> stamped = messages.stream()
                .map(sequence -> new StampedSignature(sequence, LEAF))
                .toList();
        Draft draft = change.apply(
                new Draft(covered, checkpoint.treeSize(), checkpoint, stamped, Optional.empty(), Optional.empty()));
        LoggedTimestamp timestamp = draft.logged();
        log.append(RecordEncoder.timestamp(timestamp));
        log.commit();
        messages.clear();
        covered = draft.upTo();
        return timestamp;
    }

    private static byte[] token(byte[] stamped, Instant genTime) {
        return TestTimestamps.token(
                TimestampRequest.bare(DigestAlgorithm.SHA512.of(stamped)).encoded(),
                TimestampForm.honest(genTime, AUTHORITY));
    }

    /** A time-stamp to be; token and result follow from the rest unless they are set. */
    private record Draft(
            long from,
            long upTo,
            LogCheckpoint checkpoint,
            List<StampedSignature> messages,
            Optional<byte[]> ownToken,
            Optional<byte[]> ownResult) {
        Draft of(long newFrom, long newUpTo, List<StampedSignature> newMessages) {
            return new Draft(newFrom, newUpTo, checkpoint, newMessages, ownToken, ownResult);
        }

        Draft with(LogCheckpoint other) {
            return new Draft(from, upTo, other, messages, ownToken, ownResult);
        }

        Draft with(byte[] token, byte[] result) {
            return new Draft(from, upTo, checkpoint, messages, Optional.of(token), Optional.of(result));
        }

        byte[] result() {
            return ownResult.orElseGet(
                    () -> LoggedTimestamp.chainOver(messages, checkpoint).result());
        }

        byte[] token() {
            return ownToken.orElseGet(() -> TimestampAuditTest.token(result(), MemoryLog.TIME));
        }

        LoggedTimestamp logged() {
            return new LoggedTimestamp(from, upTo, checkpoint, MemoryLog.TIME, messages, token(), result());
        }
    }
}
