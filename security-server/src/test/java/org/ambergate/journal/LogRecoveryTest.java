package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.SegmentEnd;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentWalker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restarts over files that were cut, torn or changed (faults F-11 and F-14). */
class LogRecoveryTest {
    private static final String FIRST = SegmentName.of(1);

    private SimulatedDisk disk = new SimulatedDisk(1);
    private byte[] segment = new byte[0];
    private int lastGroup;
    private int lastEnd;

    /** Three groups of one message each, as a killed process leaves them: no last commit, zeros behind. */
    @BeforeEach
    void logOfAKilledProcess() throws IOException {
        Workload workload = new Workload(disk);
        try (MessageLog log = workload.open()) {
            workload.append(log, 3);
            disk.failAt(1, true, SimulatedDisk.Effect.NONE);
        }
        segment = disk.get(FIRST);
        SegmentEnd end = SegmentWalker.read(disk.segments().get(0), (place, record) -> {});
        lastGroup = Math.toIntExact(end.groupStart());
        lastEnd = Math.toIntExact(end.committedEnd());
    }

    @Test
    void aWriteTornAtAnyByteOfTheLastGroupIsCutToTheGroupBefore() throws Exception {
        for (int length = lastGroup; length <= lastNonZero(); length++) {
            byte[] torn = segment.clone();
            Arrays.fill(torn, length, torn.length, (byte) 0);
            assertRecovers(torn, "m0", "m1");
        }
    }

    @Test
    void aGroupWithAHoleAtAnyByteIsCutToTheGroupBefore() throws Exception {
        for (int at = lastGroup; at < lastEnd; at += 7) {
            byte[] torn = segment.clone();
            torn[at] ^= 0x40;
            assertRecovers(torn, "m0", "m1");
        }
    }

    @Test
    void whatIsCutInSpiteOfACommitIsKeptAside() throws Exception {
        byte[] torn = segment.clone();
        torn[lastGroup + 30] ^= 1;

        assertRecovers(torn, "m0", "m1");

        byte[] aside = disk.get(FIRST + "-" + lastGroup + ".cut");
        assertThat(aside).startsWith(Arrays.copyOfRange(torn, lastGroup, lastEnd));
    }

    @Test
    void aChangedByteInAnEarlierGroupStopsTheStartAndIsNamed() throws Exception {
        for (int at = 0; at < lastGroup; at += 11) {
            byte[] damaged = segment.clone();
            damaged[at] ^= 0x20;
            write(damaged);
            assertThatThrownBy(() -> open(Samples.SMALL).close())
                    .as("byte %s", at)
                    .isInstanceOf(LogDamagedException.class)
                    .hasMessageContaining(FIRST);
            assertThat(disk.get(FIRST)).isEqualTo(damaged);
        }
    }

    @Test
    void aSpareSegmentOfAnotherLengthIsPreparedAnew() throws Exception {
        open(Samples.SMALL).close();
        LogSettings larger = Samples.SMALL.withSegmentBytes(Samples.SMALL.segmentBytes() * 2);

        try (MessageLog log = open(larger)) {
            log.append(Samples.entry("large", new byte[20 * 1024]));
        }
        assertThat(requestIds()).endsWith("large");
    }

    private void assertRecovers(byte[] bytes, String... expected) throws IOException {
        write(bytes);
        try (MessageLog log = open(Samples.SMALL)) {
            assertThat(log.health().accepting()).isTrue();
        }
        AuditReport report = Samples.auditSegments(disk.segments());
        assertThat(report.finding()).isEmpty();
        assertThat(report.openTail()).isEmpty();
        assertThat(requestIds()).containsExactly(expected);
    }

    private MessageLog open(LogSettings settings) throws IOException {
        disk.kill();
        return MessageLog.open(disk.mounted(), settings, Samples.surroundings());
    }

    private List<String> requestIds() throws IOException {
        List<String> ids = new ArrayList<>();
        Samples.collectIds(disk.segments(), ids);
        return ids;
    }

    private void write(byte[] bytes) {
        disk = new SimulatedDisk(1);
        disk.put(FIRST, bytes);
    }

    /** A tear behind this byte takes nothing away: the checksum at the end may itself end with zeros. */
    private int lastNonZero() {
        int last = lastEnd - 1;
        while (segment[last] == 0) {
            last--;
        }
        return last;
    }
}
