package org.ambergate.messagelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class LogAuditorTest {
    private final MemoryLog log = MemoryLog.small();

    @Test
    void anIntactLogIsIntact() throws Exception {
        AuditReport report = MemoryLog.audit(log.bytes());

        assertThat(report.finding()).isEmpty();
        assertThat(report.openTail()).isEmpty();
        assertThat(report.segments()).isEqualTo(2);
        assertThat(report.messages()).isEqualTo(3);
        assertThat(report.outcomes()).isEqualTo(2);
        assertThat(report.commits()).isEqualTo(4);
        assertThat(report.treeSize()).isEqualTo(log.tree().size());
        assertThat(report.root()).isEqualTo(log.tree().root());
    }

    @Test
    void zerosBehindTheRecordsAreAsPrepared() throws Exception {
        List<LogSegment> segments = new ArrayList<>(MemoryLog.segments(log.bytes(), 500));
        segments.add(new MemoryLog.MemorySegment(SegmentName.of(3), new byte[4096]));

        AuditReport report = new LogAuditor((place, record) -> {}).audit(segments);

        assertThat(report.finding()).isEmpty();
        assertThat(report.openTail()).isEmpty();
        assertThat(report.segments()).isEqualTo(2);
    }

    @Test
    void everyChangeOfOneBitIsFoundWithItsRecord() throws Exception {
        List<byte[]> whole = log.bytes();
        for (int segment = 0; segment < whole.size(); segment++) {
            for (int at = 0; at < whole.get(segment).length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    AuditReport report = MemoryLog.audit(flipped(whole, segment, at, 1 << bit));
                    assertFoundAt(report, segment, at);
                }
            }
        }
    }

    @Test
    void everyOverwrittenByteIsFoundWithItsRecord() throws Exception {
        List<byte[]> whole = log.bytes();
        for (int segment = 0; segment < whole.size(); segment++) {
            for (int at = 0; at < whole.get(segment).length; at++) {
                int old = whole.get(segment)[at];
                if (old != 0) {
                    assertFoundAt(MemoryLog.audit(flipped(whole, segment, at, old)), segment, at);
                }
                if (old != -1) {
                    assertFoundAt(MemoryLog.audit(flipped(whole, segment, at, old ^ 0xFF)), segment, at);
                }
            }
        }
    }

    @Test
    void everyTruncationInsideAGroupIsFound() throws Exception {
        List<byte[]> whole = log.bytes();
        for (int segment = 0; segment < whole.size(); segment++) {
            for (int length = 1; length < whole.get(segment).length; length++) {
                List<byte[]> cut = new ArrayList<>(whole);
                cut.set(segment, Arrays.copyOf(whole.get(segment), length));
                AuditReport report = MemoryLog.audit(cut);
                // The next record's first three bytes are zeros, which look like a prepared segment's rest.
                int behind = length - log.offsets(1).get(3);
                boolean betweenGroups = segment == 1 && behind >= 0 && behind <= 3;
                assertThat(report.finding().isPresent() || report.openTail().isPresent())
                        .as("segment %s cut to %s", segment, length)
                        .isEqualTo(!betweenGroups);
            }
        }
    }

    @Test
    void everyDeletedRecordIsFound() throws Exception {
        List<byte[]> whole = log.bytes();
        for (int segment = 0; segment < whole.size(); segment++) {
            List<Integer> offsets = log.offsets(segment);
            for (int i = 0; i + 1 < offsets.size(); i++) {
                ByteArrayOutputStream without = new ByteArrayOutputStream();
                without.write(whole.get(segment), 0, offsets.get(i));
                without.write(whole.get(segment), offsets.get(i + 1), whole.get(segment).length - offsets.get(i + 1));
                List<byte[]> changed = new ArrayList<>(whole);
                changed.set(segment, without.toByteArray());
                AuditReport report = MemoryLog.audit(changed);
                assertThat(report.finding().isPresent() || report.openTail().isPresent())
                        .as("segment %s without record %s", segment, i)
                        .isTrue();
            }
        }
    }

    @Test
    void swappedRecordsAreFound() throws Exception {
        byte[] segment = log.bytes().get(0);
        List<Integer> at = log.offsets(0);
        ByteArrayOutputStream swapped = new ByteArrayOutputStream();
        swapped.write(segment, 0, at.get(1));
        swapped.write(segment, at.get(2), at.get(3) - at.get(2));
        swapped.write(segment, at.get(1), at.get(2) - at.get(1));
        swapped.write(segment, at.get(3), segment.length - at.get(3));

        AuditReport report =
                MemoryLog.audit(List.of(swapped.toByteArray(), log.bytes().get(1)));

        assertThat(report.finding().orElseThrow().code()).isEqualTo(FindingCode.SEQUENCE);
        assertThat(report.finding().orElseThrow().place().offset())
                .isEqualTo(at.get(1).longValue());
    }

    @Test
    void aMissingSegmentIsFound() throws Exception {
        List<LogSegment> second = MemoryLog.segments(log.bytes(), 0).subList(1, 2);

        Finding finding =
                new LogAuditor((place, record) -> {}).audit(second).finding().orElseThrow();

        assertThat(finding.code()).isEqualTo(FindingCode.LINK);
        assertThat(finding.place().segment()).isEqualTo(SegmentName.of(2));
    }

    @Test
    void oneSegmentCanBeReadByItself() throws Exception {
        List<LogRecord> records = new ArrayList<>();

        SegmentEnd end =
                SegmentWalker.read(MemoryLog.segments(log.bytes(), 0).get(1), (place, record) -> records.add(record));

        assertThat(end.tail()).isEqualTo(SegmentEnd.Tail.CLEAN);
        assertThat(records).hasSize(5).anyMatch(record -> record instanceof LogRecord.Message);
    }

    @Test
    void anEmptiedSegmentInTheMiddleIsFound() throws Exception {
        List<byte[]> emptied =
                List.of(new byte[log.bytes().get(0).length], log.bytes().get(1));

        assertThat(MemoryLog.audit(emptied).finding()).isPresent();
    }

    @Test
    void aSegmentOfAnotherLogIsFound() throws Exception {
        MemoryLog other = new MemoryLog(new UUID(3, 4));
        other.commit();
        other.nextSegment();
        other.commit();

        AuditReport report =
                MemoryLog.audit(List.of(log.bytes().get(0), other.bytes().get(1)));

        assertThat(report.finding().orElseThrow().code()).isEqualTo(FindingCode.LINK);
    }

    @Test
    void aRecordRewrittenWithARightChecksumIsFoundByTheRoot() throws Exception {
        byte[] forged = log.bytes().get(0).clone();
        int start = log.offsets(0).get(1);
        int end = log.offsets(0).get(2);
        forged[start + LogFormat.RECORD_HEADER_BYTES + 5] ^= 1;
        CRC32C crc = LogFormat.checksumFor(MemoryLog.LOG_ID);
        crc.update(forged, start, end - start - LogFormat.CHECKSUM_BYTES);
        ByteBuffer.wrap(forged).putInt(end - LogFormat.CHECKSUM_BYTES, (int) crc.getValue());

        Finding finding =
                MemoryLog.audit(List.of(forged, log.bytes().get(1))).finding().orElseThrow();

        assertThat(finding.code()).isEqualTo(FindingCode.ROOT);
        assertThat(finding.place().sequence()).isEqualTo(3);
    }

    @Test
    void anUnfinishedGroupAtTheEndIsReportedAndNotHeldAgainstTheLog() throws Exception {
        log.append(RecordEncoder.message(MemoryLog.entry("d", new byte[0], Optional.empty())));

        AuditReport report = MemoryLog.audit(log.bytes());

        assertThat(report.finding()).isEmpty();
        assertThat(report.openTail()).isPresent();
        assertThat(report.treeSize()).isEqualTo(log.tree().size() - 1);
    }

    @Test
    void anUnfinishedGroupBeforeAnotherSegmentIsFound() throws Exception {
        MemoryLog broken = new MemoryLog(MemoryLog.LOG_ID);
        broken.commit();
        broken.append(RecordEncoder.message(MemoryLog.entry("d", new byte[0], Optional.empty())));
        broken.nextSegment();
        broken.commit();

        assertThat(MemoryLog.audit(broken.bytes()).finding()).isPresent();
    }

    @Test
    void aCommitThatHidesRecordsOfAnotherGroupIsFound() throws Exception {
        MemoryLog broken = new MemoryLog(MemoryLog.LOG_ID);
        broken.commit();
        broken.append(RecordEncoder.commit(0, broken.tree(), MemoryLog.TIME));

        assertThat(MemoryLog.audit(broken.bytes()).finding().orElseThrow().code())
                .isEqualTo(FindingCode.SEQUENCE);
    }

    @Test
    void recordsOfAnUnknownKindArePartOfTheTree() throws Exception {
        log.append(new PendingRecord(77, oneByte(), 0, BodyContent.none()));
        log.commit();

        assertThat(MemoryLog.audit(log.bytes()).finding()).isEmpty();
        assertThat(MemoryLog.audit(log.bytes()).root()).isEqualTo(log.tree().root());
    }

    @Test
    void aGroupThatAppearsWhileItIsReadIsWhole() throws Exception {
        byte[] whole = log.bytes().get(0);
        int secondGroup = log.offsets(0).get(4);
        // The first look at the second group sees its last byte, but not yet its first ones.
        LogSegment live = new LogSegment() {
            private int looks;

            @Override
            public String name() {
                return SegmentName.of(1);
            }

            @Override
            public long length() {
                return whole.length;
            }

            @Override
            public int read(ByteBuffer into, long position) {
                byte[] now = whole.clone();
                if (looks++ == 1) {
                    Arrays.fill(now, secondGroup, secondGroup + 40, (byte) 0);
                }
                return new MemoryLog.MemorySegment("", now).read(into, position);
            }
        };

        AuditReport report = new LogAuditor((place, record) -> {}).audit(List.of(live));

        assertThat(report.finding()).isEmpty();
        assertThat(report.commits()).isEqualTo(2);
    }

    private void assertFoundAt(AuditReport report, int segment, int at) {
        Optional<Finding> found = report.finding().or(report::openTail);
        assertThat(found).as("segment %s byte %s", segment, at).isPresent();
        RecordPlace place = found.orElseThrow().place();
        assertThat(place.segment()).isEqualTo(SegmentName.of(segment + 1L));
        assertThat(place.offset()).isEqualTo(recordAt(segment, at));
        boolean inTheVeryLastCommit = segment == 1 && place.offset() == lastRecord();
        assertThat(report.finding().isPresent() || inTheVeryLastCommit)
                .as("segment %s byte %s", segment, at)
                .isTrue();
    }

    private long recordAt(int segment, int at) {
        long start = 0;
        for (int offset : log.offsets(segment)) {
            start = offset <= at ? offset : start;
        }
        return start;
    }

    private long lastRecord() {
        List<Integer> offsets = log.offsets(1);
        return offsets.get(offsets.size() - 2);
    }

    private static List<byte[]> flipped(List<byte[]> whole, int segment, int at, int mask) {
        List<byte[]> changed = new ArrayList<>(whole);
        byte[] copy = whole.get(segment).clone();
        copy[at] ^= (byte) mask;
        changed.set(segment, copy);
        return changed;
    }

    private static RecordBytes oneByte() {
        RecordBytes fields = new RecordBytes(0);
        fields.write(1);
        return fields;
    }
}
