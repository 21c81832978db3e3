package org.ambergate.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Finding segments by sequence numbers and records by their places. */
final class LogLookupTest {
    private static final int SEGMENTS = 37;

    /** Segments of different lengths; what a record is in can be told by counting. */
    private final MemoryLog log = new MemoryLog(MemoryLog.LOG_ID);

    private final List<Long> firsts = new ArrayList<>(List.of(0L));

    @Test
    void theSegmentOfEveryRecordIsTheOneThatCountingFinds() throws Exception {
        List<byte[]> bytes = write();
        LogLookup lookup = lookup(bytes, 1);

        for (long sequence = 0; sequence < log.tree().size(); sequence++) {
            assertThat(lookup.segmentOf(sequence)).hasValue(counted(sequence));
        }
        assertThat(lookup.segmentOf(Long.MAX_VALUE)).hasValue(SEGMENTS);
    }

    @Test
    void recordsBeforeTheOldestSegmentHaveNone() throws Exception {
        List<byte[]> bytes = write();
        LogLookup lookup = lookup(bytes, 5);

        assertThat(lookup.segmentOf(firsts.get(4))).hasValue(5);
        assertThat(lookup.segmentOf(firsts.get(4) - 1)).isEmpty();
        assertThat(lookup(bytes, SEGMENTS + 1).segmentOf(0)).isEmpty();
        assertThat(lookup(bytes, SEGMENTS + 1).follow()).isEmpty();
    }

    @Test
    void aSegmentThatIsOnlyPreparedDoesNotCount() throws Exception {
        List<byte[]> bytes = new ArrayList<>(write());
        bytes.add(new byte[4096]);

        assertThat(lookup(bytes, 1).segmentOf(Long.MAX_VALUE)).hasValue(SEGMENTS);
        assertThat(lookup(bytes, 1).follow(SEGMENTS + 1)).isEmpty();
    }

    @Test
    void aDamagedBeginningIsNamed() {
        List<byte[]> bytes = write();
        bytes.get(15)[60] ^= 1;
        LogLookup lookup = lookup(bytes, 1);

        assertThatThrownBy(() -> lookup.segmentOf(firsts.get(15)))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining(SegmentName.of(16));
    }

    @Test
    void aFollowerBeginsWithItsSegment() throws Exception {
        LogFollower follower = lookup(write(), 1).follow(9).orElseThrow();

        LogFollower.Group group = follower.next(Long.MAX_VALUE).orElseThrow();

        assertThat(group.entries().get(0).place().sequence()).isEqualTo(firsts.get(8));
        assertThat(group.entries().get(0).place().segment()).isEqualTo(SegmentName.of(9));
        long last = group.end().sequence();
        while (true) {
            Optional<LogFollower.Group> next = follower.next(Long.MAX_VALUE);
            if (next.isEmpty()) {
                break;
            }
            last = next.get().end().sequence();
        }
        assertThat(last).isEqualTo(log.tree().size() - 1);
        assertThat(follower.damage(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void aRecordAndItsBodyAreReadAtTheirPlace() throws Exception {
        byte[] body = "body".getBytes(StandardCharsets.UTF_8);
        long sequence = log.append(RecordEncoder.message(MemoryLog.entry("m", body, Optional.empty())));
        log.commit();
        LogLookup lookup = lookup(log.bytes(), 1);
        RecordPlace place = new RecordPlace(SegmentName.of(1), log.offsets(0).get(1), sequence);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        lookup.copyBody(place, out);

        assertThat(out.toByteArray()).isEqualTo(body);
        assertThat(lookup.read(place)).isInstanceOf(LogRecord.Message.class);
    }

    @Test
    void aPlaceWhereAnotherRecordOrNoneStandsIsRefused() {
        log.append(RecordEncoder.message(MemoryLog.entry("m", new byte[0], Optional.empty())));
        log.commit();
        LogLookup lookup = lookup(log.bytes(), 1);
        int offset = log.offsets(0).get(1);

        for (RecordPlace wrong : List.of(
                new RecordPlace(SegmentName.of(1), offset, 2),
                new RecordPlace(SegmentName.of(1), offset + 1L, 1),
                new RecordPlace(SegmentName.of(1), 1L << 40, 1),
                new RecordPlace(SegmentName.of(2), offset, 1),
                new RecordPlace("other", offset, 1))) {
            assertThatThrownBy(() -> lookup.read(wrong)).isInstanceOf(DamagedLogException.class);
        }
        RecordPlace commit = new RecordPlace(SegmentName.of(1), log.offsets(0).get(2), 2);
        assertThatThrownBy(() -> lookup.copyBody(commit, new ByteArrayOutputStream()))
                .hasMessageContaining("no message");
    }

    private List<byte[]> write() {
        for (int i = 0; i < SEGMENTS; i++) {
            if (i > 0) {
                firsts.add(log.tree().size());
                log.nextSegment();
            }
            for (int j = 0; j <= i % 3; j++) {
                log.append(RecordEncoder.message(MemoryLog.entry("m" + i, new byte[0], Optional.empty())));
            }
            log.commit();
        }
        return log.bytes();
    }

    private long counted(long sequence) {
        return firsts.stream().filter(first -> first <= sequence).count();
    }

    private static LogLookup lookup(List<byte[]> bytes, long first) {
        List<LogSegment> segments = MemoryLog.segments(bytes, 0);
        SegmentSource source = index -> index < first || index > segments.size()
                ? Optional.empty()
                : Optional.of(segments.get((int) index - 1));
        return new LogLookup(source, first);
    }
}
