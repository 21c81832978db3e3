package org.ambergate.messagelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.ambergate.messagelog.RawLog.Raw;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Threat T-100 as far as no checksum is made anew for what was changed, or only those of single records: every change is
 * found, and where it is. {@link ForgedLogTest} is about whoever makes everything anew.
 */
class ChangedLogTest {
    private static final long SEED = Long.getLong("log.seed", 20260105);
    private static final int SAMPLES = 10_000;

    /** Every so many changes the whole audit is asked as well, whether it says the same. */
    private static final int COMPARED = 50;

    private static final ThousandRecords THOUSAND = ThousandRecords.write();
    private static final RawLog LOG = new RawLog(THOUSAND.log());
    private static final PartialAudit AUDIT = PartialAudit.of(LOG);
    private int asked;

    @BeforeAll
    static void sayTheSeed() {
        System.out.println("ChangedLogTest: -Dlog.seed=" + SEED);
    }

    @Test
    void theLogIsIntactAndHasRecordsOfEveryKind() throws Exception {
        AuditReport report = MemoryLog.audit(LOG.segments());

        assertThat(report.finding()).isEmpty();
        assertThat(report.openTail()).isEmpty();
        assertThat(report.records()).isEqualTo(1000);
        assertThat(report.timestamps()).isEqualTo(THOUSAND.checkpoints().size()).isGreaterThan(6);
        assertThat(report.segments()).isGreaterThan(15);
        assertThat(LOG.records().stream().map(Raw::kind).distinct()).hasSize(7);
        assertThat(report.firstUnstamped().orElseThrow()).isGreaterThan(THOUSAND.lastStamped());
        assertThat(report.stamped()).isLessThan(report.messages()).isGreaterThan(300);
    }

    @Test
    void tenThousandChangedBytesAreFoundInTheirRecords() throws Exception {
        Random random = new Random(SEED);
        int total = LOG.segments().stream().mapToInt(s -> s.length).sum();
        for (int i = 0; i < SAMPLES; i++) {
            int at = random.nextInt(total);
            int segment = 0;
            while (at >= LOG.segments().get(segment).length) {
                at -= LOG.segments().get(segment++).length;
            }
            assertFlipFound(segment, at, 1 + random.nextInt(255));
        }
    }

    @Test
    void everyByteOfOneRecordOfEachFormIsFound() throws Exception {
        Random random = new Random(SEED);
        Set<String> forms = new HashSet<>();
        for (Raw record : LOG.records()) {
            if (!forms.add(form(record))) {
                continue;
            }
            for (int at = record.offset(); at < record.end(); at++) {
                assertFlipFound(record.segment(), at, 1 << random.nextInt(8));
                assertFlipFound(record.segment(), at, 1 + random.nextInt(255));
            }
        }
        // messages: plain or batch, with and without a kept body; unknown and the other kinds
        assertThat(forms).hasSize(4 + 6);
    }

    @Test
    void everyByteOfAPreambleIsFound() throws Exception {
        for (int segment : List.of(0, 1, LOG.segments().size() - 1)) {
            for (int at = 0; at < LogFormat.PREAMBLE_BYTES; at++) {
                assertFlipFound(segment, at, 1 + at);
            }
        }
    }

    @Test
    void everyDeletedRecordIsFoundWhetherOrNotTheGapIsClosed() throws Exception {
        for (Raw deleted : LOG.records()) {
            byte[] zeros = LOG.segments().get(deleted.segment()).clone();
            Arrays.fill(zeros, deleted.offset(), deleted.end(), (byte) 0);
            assertFound(deleted, "zeros", zeros, closedGap(deleted));

            List<byte[]> left = others(deleted, 0, false);
            assertFound(deleted, "closed", RawLog.segment(left), closedGap(deleted));
        }
    }

    @Test
    void everyDeletedRecordIsFoundIfThoseBehindItAreRenumbered() throws Exception {
        for (Raw deleted : LOG.records()) {
            List<byte[]> left = others(deleted, -1, true);
            List<RecordPlace> expected = deleted.kind() == LogFormat.KIND_SEGMENT
                    ? List.of(deleted.place())
                    : contradiction(deleted, deleted.sequence() + 1, -deleted.bytes().length, -1);
            assertFound(deleted, "renumbered", RawLog.segment(left), expected);
        }
    }

    @Test
    void everyDoubledRecordIsFoundWhetherOrNotItIsRenumbered() throws Exception {
        for (Raw doubled : LOG.records()) {
            RecordPlace copy = new RecordPlace(doubled.place().segment(), doubled.end(), doubled.sequence() + 1);
            List<byte[]> plain = others(doubled, 0, false);
            int index = indexInSegment(doubled);
            plain.add(index, doubled.bytes());
            plain.add(index, doubled.bytes());
            assertFound(doubled, "twice", RawLog.segment(plain), List.of(copy));

            List<byte[]> renumbered = others(doubled, 1, true);
            renumbered.add(index, doubled.renumbered(doubled.sequence() + 1));
            renumbered.add(index, doubled.bytes());
            boolean atOnce = doubled.isCommit()
                    || doubled.kind() == LogFormat.KIND_SEGMENT
                    || doubled.kind() == LogFormat.KIND_TIMESTAMP;
            List<RecordPlace> expected =
                    atOnce ? List.of(copy) : contradiction(doubled, doubled.sequence() + 1, doubled.bytes().length, 1);
            assertFound(doubled, "twice, renumbered", RawLog.segment(renumbered), expected);
        }
    }

    @Test
    void everyTwoNeighboursSwappedAreFoundWhetherOrNotTheyAreRenumbered() throws Exception {
        for (int i = 0; i + 1 < LOG.records().size(); i++) {
            Raw one = LOG.records().get(i);
            Raw two = LOG.records().get(i + 1);
            if (one.segment() != two.segment()) {
                continue;
            }
            List<byte[]> plain = bytes(LOG.records(one.segment()));
            Collections.swap(plain, indexInSegment(one), indexInSegment(two));
            assertFound(one, "swapped", RawLog.segment(plain), List.of(one.place()));

            List<byte[]> renumbered = bytes(LOG.records(one.segment()));
            renumbered.set(indexInSegment(one), two.renumbered(one.sequence()));
            renumbered.set(indexInSegment(two), one.renumbered(two.sequence()));
            assertFound(one, "swapped, renumbered", RawLog.segment(renumbered), afterSwap(one, two));
        }
    }

    @Test
    void aMissingMovedOrDoubledSegmentIsFoundAtThatOrTheNextOne() throws Exception {
        int count = LOG.segments().size();
        for (int k = 0; k + 1 < count; k++) {
            RecordPlace next = LOG.records(k + 1).get(0).place();
            RecordPlace atNext = new RecordPlace(
                    next.segment(), next.offset(), LOG.records(k).get(0).sequence());

            List<LogSegment> named = new ArrayList<>(MemoryLog.segments(LOG.segments(), 0));
            named.remove(k);
            Finding missing =
                    new LogAuditor((place, record) -> {}).audit(named).finding().orElseThrow();
            // What is left of a log without its beginning could be one whose beginning was removed by rule; no
            // tombstone says so.
            assertThat(missing.place()).as("segment %s removed", k).isEqualTo(k == 0 ? next : atNext);

            List<byte[]> moved = new ArrayList<>(LOG.segments());
            moved.remove(k);
            assertThat(PartialAudit.whole(moved).orElseThrow().place())
                    .as("segment %s removed, those behind it renamed", k)
                    .isEqualTo(LOG.records(k).get(0).place());

            List<byte[]> swapped = new ArrayList<>(LOG.segments());
            Collections.swap(swapped, k, k + 1);
            assertThat(PartialAudit.whole(swapped).orElseThrow().place())
                    .as("segments %s and %s swapped", k, k + 1)
                    .isEqualTo(LOG.records(k).get(0).place());

            List<byte[]> doubled = new ArrayList<>(LOG.segments());
            doubled.add(k, LOG.segments().get(k));
            assertThat(PartialAudit.whole(doubled).orElseThrow().place())
                    .as("segment %s doubled", k)
                    .isEqualTo(next);
        }
    }

    @Test
    void aSegmentCutAnywhereBeforeAnotherOneIsFound() throws Exception {
        Random random = new Random(SEED);
        for (int k = 0; k + 1 < LOG.segments().size(); k++) {
            byte[] whole = LOG.segments().get(k);
            Set<Integer> lengths = new HashSet<>(List.of(0, 1, LogFormat.PREAMBLE_BYTES, whole.length - 1));
            LOG.records(k).forEach(record -> lengths.add(record.offset()));
            random.ints(40, 0, whole.length).forEach(lengths::add);
            for (int length : lengths) {
                Finding found = AUDIT.audit(k, Arrays.copyOf(whole, length), 0).orElseThrow();
                assertThat(found.place()).as("segment %s cut to %s", k, length).isIn(afterCut(k, length));
            }
        }
    }

    /** The root under the last time-stamp is what somebody outside has kept. */
    @Test
    void aLogCutAnywhereBeforeARememberedRootIsFound() throws Exception {
        Random random = new Random(SEED);
        RememberedRoot remembered = RememberedRoot.of(
                THOUSAND.checkpoints().get(THOUSAND.checkpoints().size() - 1));
        int cuts = 0;
        for (Raw record : LOG.records().subList(0, (int) THOUSAND.lastStamped())) {
            int inside = record.offset() + random.nextInt(record.bytes().length);
            for (int at : record.isCommit() ? List.of(record.end(), inside) : List.of(inside)) {
                AuditReport report = auditor(remembered).audit(MemoryLog.segments(cut(record.segment(), at), 0));
                assertThat(report.finding().orElseThrow().code()).isEqualTo(FindingCode.CUT_SHORT);
                // A record that the cut goes through shows by itself.
                assertThat(report.finding().orElseThrow().place())
                        .isIn(behindLastCommit(record.segment(), at), record.place());
                cuts++;
            }
        }
        assertThat(cuts).isGreaterThan(1000);
        assertThat(auditor(remembered)
                        .audit(MemoryLog.segments(LOG.segments(), 0))
                        .finding())
                .isEmpty();
        assertThat(auditor(remembered).audit(List.of()).finding().orElseThrow().place())
                .isEqualTo(new RecordPlace(SegmentName.of(1), 0, 0));
    }

    @Test
    void anotherRootThanTheRememberedOneIsFoundAtItsRecord() throws Exception {
        for (long size : new long[] {1, 2, 500, 999, 1000}) {
            MerkleTree tree = new MerkleTree();
            LOG.records().stream()
                    .limit(size)
                    .forEach(record -> tree.append(
                            PendingRecord.leafHash(java.nio.ByteBuffer.wrap(record.bytes(), 0, record.front()))));
            RememberedRoot right = new RememberedRoot(size, tree.root());
            RememberedRoot wrong = new RememberedRoot(size, new MerkleTree().root());

            assertThat(auditor(right)
                            .audit(MemoryLog.segments(LOG.segments(), 0))
                            .finding())
                    .isEmpty();
            Finding found = auditor(wrong)
                    .audit(MemoryLog.segments(LOG.segments(), 0))
                    .finding()
                    .orElseThrow();
            assertThat(found.code()).isEqualTo(FindingCode.ROOT);
            assertThat(found.place())
                    .isEqualTo(LOG.records().get((int) size - 1).place());
        }
        assertThat(auditor(new RememberedRoot(1001, new MerkleTree().root()))
                        .audit(MemoryLog.segments(LOG.segments(), 0))
                        .finding())
                .isPresent();
    }

    /** What no reader of the files alone can see. */
    @Test
    void aLogCutAtACommitLooksLikeAnOlderLog() throws Exception {
        RememberedRoot remembered = RememberedRoot.of(
                THOUSAND.checkpoints().get(THOUSAND.checkpoints().size() - 1));
        for (Raw commit : LOG.records()) {
            if (!commit.isCommit()) {
                continue;
            }
            List<byte[]> cut = cut(commit.segment(), commit.end());

            AuditReport alone = MemoryLog.audit(cut);
            assertThat(alone.finding()).isEmpty();
            assertThat(alone.openTail()).isEmpty();
            assertThat(alone.treeSize()).isEqualTo(commit.sequence() + 1);
            // With a remembered root, only what is behind that root can be cut off unseen.
            assertThat(auditor(remembered).audit(MemoryLog.segments(cut, 0)).isIntact())
                    .isEqualTo(commit.sequence() >= THOUSAND.lastStamped() - 1);
        }
    }

    private static LogAuditor auditor(RememberedRoot remembered) {
        return new LogAuditor((place, record) -> {}, Optional.of(remembered));
    }

    private static List<byte[]> cut(int segment, int length) {
        List<byte[]> left = new ArrayList<>(LOG.segments().subList(0, segment));
        left.add(Arrays.copyOf(LOG.segments().get(segment), length));
        return left;
    }

    private static RecordPlace behindLastCommit(int segment, int length) {
        RecordPlace end = new RecordPlace(SegmentName.of(1), 0, 0);
        for (Raw record : LOG.records()) {
            boolean left = record.segment() < segment || (record.segment() == segment && record.end() <= length);
            if (left && record.isCommit()) {
                end = new RecordPlace(record.place().segment(), record.end(), record.sequence() + 1);
            }
        }
        return end;
    }

    /** At the record that the cut goes through or, if the cut is at a commit, at the next segment. */
    private static List<RecordPlace> afterCut(int k, int length) {
        RecordPlace next = LOG.records(k + 1).get(0).place();
        List<RecordPlace> places = new ArrayList<>();
        if (length < LogFormat.PREAMBLE_BYTES) {
            places.add(new RecordPlace(
                    SegmentName.of(k + 1L), 0, LOG.records(k).get(0).sequence()));
            return places;
        }
        Raw through = LOG.at(k, length);
        boolean behindCommit = through.sequence() > 0
                && LOG.records().get((int) through.sequence() - 1).isCommit()
                && through.kind() != LogFormat.KIND_SEGMENT;
        // The first three bytes of a record are zeros, as is the rest of a prepared segment.
        if (behindCommit && length <= through.offset() + 3) {
            places.add(new RecordPlace(next.segment(), next.offset(), through.sequence()));
        }
        places.add(through.place());
        return places;
    }

    /** Without it, what comes next stands in its place; if nothing does in this segment, the group has no commit. */
    private static List<RecordPlace> closedGap(Raw deleted) {
        return isLastInSegment(deleted) && closesEmptyGroup(deleted) && !isVeryLast(deleted)
                ? List.of(atNextSegment(deleted, deleted.sequence()))
                : List.of(deleted.place());
    }

    /**
     * A record in order by itself shows at the next commit, or at a time-stamp before it that does not cover it; or where a
     * group lacks its commit at the end of the segment, or at the next segment.
     */
    private static List<RecordPlace> contradiction(Raw changed, long from, int shift, int renumbered) {
        for (Raw record : LOG.records().subList((int) from, LOG.records().size())) {
            if (record.segment() != changed.segment()) {
                return closedGap(changed);
            }
            if (record.isCommit() || (record.kind() == LogFormat.KIND_TIMESTAMP && changed.isCommit())) {
                return List.of(new RecordPlace(
                        record.place().segment(), record.offset() + shift, record.sequence() + renumbered));
            }
        }
        return List.of(changed.place());
    }

    /** At the first commit from the swap on, unless it changes what must come first or what a time-stamp may cover. */
    private static List<RecordPlace> afterSwap(Raw one, Raw two) {
        if (one.kind() == LogFormat.KIND_SEGMENT || two.isCommit() || two.kind() == LogFormat.KIND_TIMESTAMP) {
            return List.of(one.place());
        }
        if (one.isCommit()) {
            return List.of(new RecordPlace(one.place().segment(), one.offset() + two.bytes().length, two.sequence()));
        }
        return contradiction(one, two.sequence() + 1, 0, 0);
    }

    private static RecordPlace atNextSegment(Raw record, long sequence) {
        RecordPlace next = LOG.records(record.segment() + 1).get(0).place();
        return new RecordPlace(next.segment(), next.offset(), sequence);
    }

    private static boolean isLastInSegment(Raw record) {
        return record.end() == LOG.segments().get(record.segment()).length;
    }

    private static boolean isVeryLast(Raw record) {
        return record.sequence() == LOG.records().size() - 1;
    }

    private static boolean closesEmptyGroup(Raw record) {
        return LOG.records().get((int) record.sequence() - 1).isCommit();
    }

    private static int indexInSegment(Raw record) {
        return (int) (record.sequence() - LOG.records(record.segment()).get(0).sequence());
    }

    private static List<byte[]> bytes(List<Raw> records) {
        return new ArrayList<>(records.stream().map(Raw::bytes).toList());
    }

    /** The other records of the segment; those behind it perhaps renumbered. */
    private static List<byte[]> others(Raw removed, int shift, boolean renumber) {
        List<byte[]> left = new ArrayList<>();
        for (Raw record : LOG.records(removed.segment())) {
            if (record.sequence() < removed.sequence() || (record.sequence() > removed.sequence() && !renumber)) {
                left.add(record.bytes());
            } else if (record.sequence() > removed.sequence()) {
                left.add(record.renumbered(record.sequence() + shift));
            }
        }
        return left;
    }

    private static String form(Raw record) {
        if (record.kind() != LogFormat.KIND_MESSAGE) {
            return "kind " + record.kind();
        }
        try {
            LogRecord.Message message = (LogRecord.Message) RecordDecoder.decode(record.kind(), record.fields());
            return "message, batch " + message.message().signature().batch().isPresent() + ", body "
                    + (record.body().length > 0);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertFlipFound(int segment, int at, int mask) throws IOException {
        byte[] changed = LOG.segments().get(segment).clone();
        changed[at] ^= (byte) mask;
        Raw holder = LOG.at(segment, at);
        RecordPlace place = at < LogFormat.PREAMBLE_BYTES
                ? new RecordPlace(holder.place().segment(), 0, holder.sequence())
                : holder.place();
        assertFound(holder, "byte " + at + " changed by " + mask, changed, List.of(place));
    }

    private void assertFound(Raw record, String how, byte[] changed, List<RecordPlace> expected) throws IOException {
        Optional<Finding> found = AUDIT.audit(record.segment(), changed, record.offset());
        assertThat(found.map(Finding::place))
                .as("record %s of kind %s: %s: %s", record.sequence(), record.kind(), how, found)
                .isPresent()
                .hasValueSatisfying(place -> assertThat(expected).contains(place));
        if (++asked % COMPARED == 0) {
            assertThat(PartialAudit.whole(LOG.with(record.segment(), changed))).isEqualTo(found);
        }
    }
}
