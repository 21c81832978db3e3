package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.messagelog.FindingCode;
import org.ambergate.messagelog.LogAuditor;
import org.ambergate.messagelog.LogCheckpoint;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.LoggedTombstone;
import org.ambergate.messagelog.RemovedData;
import org.ambergate.messagelog.RetentionRule;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SequenceRange;
import org.ambergate.messagelog.TombstoneStatement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a log that an audit refuses retention removes nothing, and for what others took it does not sign. */
final class RetentionRefusalTest {
    private static final String FIRST = SegmentName.of(1);

    private final SimulatedDisk disk = new SimulatedDisk(7);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSegmentThatSomebodyElseDeletedEndsAllRemoval(long deleted) throws Exception {
        try (MessageLog log = filled()) {
            disk.delete(SegmentName.of(deleted));

            assertRefused(log, SegmentName.of(deleted) + " is missing", RetentionTest.rule());
            assertRefused(log, SegmentName.of(deleted) + " is missing", RetentionTest.records());
        }
    }

    @Test
    void aSegmentThatIsDeletedBetweenTwoRunsIsMissedToo() throws Exception {
        try (MessageLog log = filled()) {
            Retention retention = RetentionTest.retention(log, Duration.ZERO, RetentionTest.records());
            assertThat(retention.run()).isZero();
            disk.delete(FIRST);

            assertThatThrownBy(retention::run).isInstanceOf(IOException.class).hasMessageContaining(FIRST);
        }
        assertThat(tombstones()).isEmpty();
    }

    /** The rules would not even let it go. */
    @Test
    void aBodyThatSomebodyElseZeroedIsNotSignedFor() throws Exception {
        try (MessageLog log = filled()) {
            byte[] bytes = disk.get(FIRST);
            int begin = bodyIn(bytes);
            // body and checksum
            Arrays.fill(bytes, begin, begin + RetentionTest.SECRET.length() + 9_000 + 4, (byte) 0);
            disk.put(FIRST, bytes);

            String reason = FIRST + " is missing, and no tombstone";
            assertRefused(log, reason, RetentionTest.rule());
            assertRefused(log, reason, RetentionTest.records());
            assertRefused(log, reason, RetentionTest.rule("TEST/COM/9", Optional.empty()));
        }
        assertThat(audit().code()).isEqualTo(FindingCode.BODY);
    }

    @Test
    void aDamagedSegmentEndsAllRemovalAndIsNamed() throws Exception {
        try (MessageLog log = filled()) {
            flip(SegmentName.of(2));

            assertRefused(log, SegmentName.of(2) + " is damaged", RetentionTest.rule());
            assertRefused(log, SegmentName.of(2) + " is damaged", RetentionTest.records());
        }
        assertThat(audit().place().segment()).isEqualTo(SegmentName.of(2));
    }

    @Test
    void aSegmentThatChangesAfterItWasReadEndsAllRemoval() throws Exception {
        try (MessageLog log = filled()) {
            Retention retention = RetentionTest.retention(log, Duration.ZERO, RetentionTest.rule());
            assertThat(retention.run()).isZero();
            flip(SegmentName.of(2));

            assertThatThrownBy(retention::run)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(SegmentName.of(2) + " is not as it was");
        }
    }

    @Test
    void aSegmentOfAnotherLogEndsAllRemoval() throws Exception {
        RetentionRefusalTest other = new RetentionRefusalTest();
        other.filled().close();
        try (MessageLog log = filled()) {
            disk.put(SegmentName.of(2), other.disk.get(SegmentName.of(2)));

            assertRefused(log, SegmentName.of(2) + " is damaged", RetentionTest.records());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5, 6, 1_000})
    void aTombstoneForOtherSegmentsThanTheLogHadHasNothingDeleted(long last) throws Exception {
        try (MessageLog log = filled()) {
            LoggedTimestamp stamp = stamp();
            Digest root = DigestAlgorithm.SHA256.of(new byte[] {1});
            LogCheckpoint before = new LogCheckpoint(stamp.checkpoint().logId(), stamp.upTo() - 1, root);
            LogReceipt unused = log.append(tombstone(stamp, new RemovedData.Segments(last, before)));

            assertRefused(log, "A tombstone speaks of other segments", RetentionTest.records());
        }
        try (MessageLog log = open()) {
            assertRefused(log, "A tombstone speaks of other segments", RetentionTest.records());
        }
    }

    @Test
    void aTombstoneThatNamesATimestampTheLogHasNotHasNothingErased() throws Exception {
        try (MessageLog log = filled()) {
            LoggedTimestamp stamp = stamp();
            LogCheckpoint unknown = new LogCheckpoint(
                    stamp.checkpoint().logId(), stamp.checkpoint().treeSize(), DigestAlgorithm.SHA256.of(new byte[1]));
            RemovedData bodies = new RemovedData.Bodies(List.of(new SequenceRange(0, 2)));
            LogReceipt unused = log.append(new LoggedTombstone(
                    new TombstoneStatement(RetentionTest.SERVER, Samples.TIME, "none", unknown, bodies),
                    RetentionTest.SIGNATURE));

            assertRefused(log, "A tombstone speaks of records that no time-stamp", RetentionTest.rule());
        }
        assertThat(audit().code()).isEqualTo(FindingCode.TOMBSTONE);
    }

    @Test
    void aTimestampThatAnAuditRefusesEndsAllRemoval() throws Exception {
        try (MessageLog log = filled()) {
            // The same once more goes on where nothing ended.
            LogReceipt unused = log.append(stamp());

            assertRefused(log, "A time-stamp does not go on", RetentionTest.rule());
        }
        assertThat(audit().code()).isEqualTo(FindingCode.TIMESTAMP);
    }

    private MessageLog filled() throws Exception {
        MessageLog log = open();
        RetentionTest.append(log, 6);
        RetentionTest.stamp(log);
        return log;
    }

    private MessageLog open() throws IOException {
        return MessageLog.open(disk.mounted(), Samples.SMALL, Samples.surroundings());
    }

    /** Neither files nor tombstones change. */
    private void assertRefused(MessageLog log, String reason, RetentionRule rule) throws IOException {
        List<String> names = closedSegments();
        List<byte[]> bytes = new ArrayList<>();
        for (String name : names) {
            bytes.add(disk.get(name));
        }
        int tombstones = tombstones().size();
        Retention retention = RetentionTest.retention(log, RetentionTest.MONTH, rule);
        for (int run = 0; run < 2; run++) {
            assertThatThrownBy(retention::run)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(reason)
                    .hasMessageContaining("Nothing is removed")
                    .hasMessageContaining("log verify");
        }
        assertThat(tombstones()).hasSize(tombstones);
        assertThat(closedSegments()).isEqualTo(names);
        for (int i = 0; i < names.size(); i++) {
            assertThat(disk.get(names.get(i))).isEqualTo(bytes.get(i));
        }
        assertThat(Samples.auditSegments(disk.segments()).finding()).isPresent();
    }

    /** All but what is written to or prepared. */
    private List<String> closedSegments() {
        return disk.segments().stream()
                .map(segment -> segment.name())
                .filter(name -> name.compareTo(SegmentName.of(6)) < 0)
                .toList();
    }

    private static int bodyIn(byte[] bytes) {
        int begin = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(RetentionTest.SECRET);
        assertThat(begin).isPositive();
        return begin;
    }

    /** Changes a record's fields, in front of its body. */
    private void flip(String segment) throws IOException {
        byte[] bytes = disk.get(segment);
        bytes[bodyIn(bytes) - 10] ^= 1;
        disk.put(segment, bytes);
    }

    private static LoggedTombstone tombstone(LoggedTimestamp stamp, RemovedData removed) {
        return new LoggedTombstone(
                new TombstoneStatement(RetentionTest.SERVER, Samples.TIME, "none", stamp.checkpoint(), removed),
                RetentionTest.SIGNATURE);
    }

    private LoggedTimestamp stamp() throws IOException {
        List<LoggedTimestamp> stamps = new ArrayList<>();
        var unused = new LogAuditor((place, record) -> {
                    if (record instanceof LogRecord.Timestamp t) {
                        stamps.add(t.timestamp());
                    }
                })
                .audit(disk.segments());
        return stamps.get(0);
    }

    private List<LogRecord> tombstones() throws IOException {
        List<LogRecord> tombstones = new ArrayList<>();
        var unused = new LogAuditor((place, record) -> {
                    if (record instanceof LogRecord.Tombstone) {
                        tombstones.add(record);
                    }
                })
                .audit(disk.segments());
        return tombstones;
    }

    private org.ambergate.messagelog.Finding audit() throws IOException {
        return Samples.auditSegments(disk.segments()).finding().orElseThrow();
    }
}
