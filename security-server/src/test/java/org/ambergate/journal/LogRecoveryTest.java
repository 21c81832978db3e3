package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LogFormat;
import org.ambergate.messagelog.SegmentName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restarts over files that were cut, torn or changed (faults F-11 and F-14). */
class LogRecoveryTest {
    private static final String FIRST = SegmentName.of(1);

    private SimulatedDisk disk = new SimulatedDisk(1);
    private byte[] segment = new byte[0];
    private int lastGroup;

    /** Three groups of one message each, as a killed process leaves them: no last commit, zeros behind. */
    @BeforeEach
    void logOfAKilledProcess() throws IOException {
        Workload workload = new Workload(disk);
        try (MessageLog log = workload.open()) {
            workload.append(log, 3);
            disk.failAt(1, true, SimulatedDisk.Effect.NONE);
        }
        segment = disk.get(FIRST);
        lastGroup = written(segment) - groupLength(segment);
    }

    @Test
    void aWriteTornAtAnyByteOfTheLastGroupIsCutToTheGroupBefore() throws Exception {
        for (int length = lastGroup; length < written(segment); length++) {
            byte[] torn = segment.clone();
            Arrays.fill(torn, length, torn.length, (byte) 0);
            assertRecovers(torn, "m0", "m1");
        }
    }

    @Test
    void aGroupWithAHoleAtAnyByteIsCutToTheGroupBefore() throws Exception {
        for (int at = lastGroup; at < written(segment); at += 7) {
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
        assertThat(aside).startsWith(Arrays.copyOfRange(torn, lastGroup, written(segment)));
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

    private static int written(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    /** The last group holds one message without a body and its commit. */
    private static int groupLength(byte[] bytes) {
        int end = written(bytes);
        int commit = end - LogFormat.COMMIT_RECORD_BYTES;
        for (int start = commit - 1; ; start--) {
            int fields = ByteBuffer.wrap(bytes).getInt(start);
            int body = ByteBuffer.wrap(bytes).getInt(start + 4);
            int front = LogFormat.RECORD_HEADER_BYTES + LogFormat.CHECKSUM_BYTES + fields;
            int whole = front + (body == 0 ? 0 : body + LogFormat.CHECKSUM_BYTES);
            if (start + whole == commit && bytes[start + 8] == 3) {
                return end - start;
            }
        }
    }
}
