package org.ambergate.messagelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.junit.jupiter.api.Test;

class LogFollowerTest {
    private static final long ALL_DURABLE = Long.MAX_VALUE;
    private static final int PADDING = 300;

    private final MemoryLog log = MemoryLog.small();

    @Test
    void itGivesTheGroupsOfAllSegmentsWithTheirPlaces() throws Exception {
        List<LogFollower.Group> groups = follow(log.bytes());

        List<LogFollower.Entry> visited = new ArrayList<>();
        List<RecordPlace> commits = new ArrayList<>();
        AuditReport report = new LogAuditor((place, record) -> {
                    if (record instanceof LogRecord.Commit) {
                        commits.add(place);
                    } else {
                        visited.add(new LogFollower.Entry(place, record));
                    }
                })
                .audit(MemoryLog.segments(log.bytes(), 0));
        List<LogFollower.Entry> followed =
                groups.stream().flatMap(group -> group.entries().stream()).toList();
        assertThat(report.finding()).isEmpty();
        assertThat(followed.stream().map(LogFollower.Entry::place))
                .isEqualTo(visited.stream().map(LogFollower.Entry::place).toList());
        assertThat(followed.stream().map(entry -> told(entry.record())))
                .isEqualTo(visited.stream().map(entry -> told(entry.record())).toList());
        assertThat(groups.stream().map(group -> group.end().offset()))
                .isEqualTo(commits.stream().map(RecordPlace::offset).toList());
        assertThat(groups.get(3).end())
                .isEqualTo(new LogPosition(
                        MemoryLog.LOG_ID,
                        2,
                        commits.get(3).offset(),
                        commits.get(3).sequence(),
                        groups.get(3).end().root()));
    }

    @Test
    void behindEachOfItsCommitsItGoesOnWithTheRest() throws Exception {
        List<LogPosition> ends = ends(follow(log.bytes()));
        for (int i = 0; i < ends.size(); i++) {
            LogFollower follower = new LogFollower(source(log.bytes()), Optional.of(ends.get(i)));

            assertThat(ends(rest(follower))).isEqualTo(ends.subList(i + 1, ends.size()));
            assertThat(follower.position()).contains(ends.get(ends.size() - 1));
        }
    }

    @Test
    void fromASegmentItGoesOnWithThatOne() throws Exception {
        List<LogPosition> ends = ends(follow(log.bytes()));
        SegmentSource source = source(log.bytes());
        long first = LogFollower.firstSequence(source, 2).orElseThrow();

        assertThat(first).isEqualTo(ends.get(1).sequence() + 1);
        assertThat(ends(rest(LogFollower.fromSegment(source, 2, first)))).isEqualTo(ends.subList(2, 4));
        assertThat(rest(LogFollower.fromSegment(source, 2, first + 1))).isEmpty();
        assertThat(LogFollower.firstSequence(source, 3)).isEmpty();
        assertThat(LogFollower.firstSequence(source(List.of(new byte[PADDING])), 1))
                .isEmpty();
    }

    @Test
    void aSignatureThatIsPassedOverComesEmptyAndAllElseIsTheSame() throws Exception {
        List<LogRecord> with = records(follow(log.bytes()));
        List<LogRecord> without = records(rest(LogFollower.withoutSignatures(source(log.bytes()), Optional.empty())));

        assertThat(without.stream().map(LogFollowerTest::told))
                .isEqualTo(with.stream().map(LogFollowerTest::told).toList());
        for (LogRecord record : without) {
            if (record instanceof LogRecord.Message message) {
                assertThat(message.message().signature().signature()).isEmpty();
                assertThat(message.message().signature().batch()).isEmpty();
            }
        }
    }

    @Test
    void aGroupIsGivenOnceItsCommitIsDurable() throws Exception {
        LogFollower follower = new LogFollower(source(log.bytes()), Optional.empty());
        for (LogPosition end : ends(follow(log.bytes()))) {
            assertThat(follower.next(end.sequence())).isEmpty();
            assertThat(follower.stopped()).isEmpty();
            assertThat(follower.next(end.sequence() + 1).orElseThrow().end()).isEqualTo(end);
        }
    }

    @Test
    void aGroupThatIsBeingWrittenIsGivenWhenItIsWhole() throws Exception {
        List<LogPosition> ends = ends(follow(log.bytes()));
        byte[] whole = log.bytes().get(0);
        int before = (int) ends.get(0).behind();
        for (boolean prepared : new boolean[] {false, true}) {
            for (int written = before; written < whole.length; written++) {
                List<byte[]> growing = new ArrayList<>(List.of(written(whole, written, prepared)));
                LogFollower follower = new LogFollower(source(growing), Optional.empty());

                assertThat(ends(rest(follower))).as("%s bytes", written).isEqualTo(ends.subList(0, 1));
                assertThat(follower.damage(ends.get(0).sequence() + 1)).isEmpty();
                growing.set(0, written(whole, whole.length, prepared));
                assertThat(ends(rest(follower))).as("%s bytes", written).isEqualTo(ends.subList(1, 2));
            }
        }
    }

    @Test
    void theNextSegmentIsFollowedOnceItIsUsed() throws Exception {
        List<LogPosition> ends = ends(follow(log.bytes()));
        byte[] next = log.bytes().get(1);
        List<byte[]> growing = new ArrayList<>(List.of(log.bytes().get(0)));
        LogFollower follower = new LogFollower(source(growing), Optional.empty());
        assertThat(ends(rest(follower))).isEqualTo(ends.subList(0, 2));

        growing.add(new byte[next.length]);
        assertThat(rest(follower)).isEmpty();
        assertThat(follower.stopped()).isEmpty();
        growing.set(1, next);

        assertThat(ends(rest(follower))).isEqualTo(ends.subList(2, 4));
    }

    @Test
    void whatIsWrittenBehindTheLastLookIsFollowedBeforeTheNextSegment() throws Exception {
        List<LogPosition> ends = ends(follow(log.bytes()));
        byte[] first = log.bytes().get(0);
        List<byte[]> growing = new ArrayList<>();
        growing.add(written(first, (int) ends.get(0).behind(), true));
        LogFollower follower = new LogFollower(
                index -> {
                    if (index == 2 && growing.size() == 1) {
                        // The writer ends the first segment and begins the second while the reader looks for the
                        // second.
                        growing.set(0, written(first, first.length, true));
                        growing.add(log.bytes().get(1));
                    }
                    return source(growing).open(index);
                },
                Optional.empty());

        assertThat(ends(rest(follower))).isEqualTo(ends);
    }

    @Test
    void aLogThatIsCutAtAnyByteGivesTheGroupsBefore() throws Exception {
        List<LogPosition> ends = ends(follow(log.bytes()));
        for (int segment = 0; segment < 2; segment++) {
            for (int length = 0; length < log.bytes().get(segment).length; length++) {
                List<byte[]> cut = new ArrayList<>(log.bytes());
                cut.set(segment, Arrays.copyOf(cut.get(segment), length));
                LogFollower follower = new LogFollower(source(cut), Optional.empty());

                List<LogPosition> found = ends(rest(follower));

                String place = "segment " + segment + " cut to " + length;
                assertThat(found).as(place).isEqualTo(before(ends, segment, length));
                assertThat(follower.damage(ends.get(3).sequence() + 1))
                        .as(place)
                        .matches(finding -> finding.isPresent() || isBetweenGroups(ends, cut), "is named");
            }
        }
    }

    @Test
    void aChangedByteOutsideOfBodiesEndsTheFollowingBeforeItsGroup() throws Exception {
        List<LogPosition> ends = ends(follow(log.bytes()));
        for (int segment = 0; segment < 2; segment++) {
            for (int at = 0; at < log.bytes().get(segment).length; at++) {
                if (isInBody(segment, at)) {
                    continue;
                }
                List<byte[]> changed = new ArrayList<>(log.bytes());
                byte[] bytes = changed.get(segment).clone();
                bytes[at] ^= 0x10;
                changed.set(segment, bytes);
                LogFollower follower = new LogFollower(source(changed), Optional.empty());

                assertThat(ends(rest(follower)))
                        .as("segment %s byte %s", segment, at)
                        .isEqualTo(before(ends, segment, at));
            }
        }
    }

    @Test
    void damageIsNamedIfMoreIsDurableOrAnotherSegmentFollows() throws Exception {
        List<LogPosition> ends = ends(follow(log.bytes()));
        List<byte[]> damaged = new ArrayList<>(log.bytes());
        byte[] bytes = damaged.get(0).clone();
        bytes[(int) ends.get(0).behind() + LogFormat.RECORD_HEADER_BYTES] ^= 1;
        damaged.set(0, bytes);
        LogFollower follower = new LogFollower(source(damaged), Optional.empty());
        assertThat(rest(follower)).hasSize(1);

        assertThat(follower.damage(ends.get(0).sequence() + 1)).isEmpty();
        Finding finding = follower.damage(ends.get(0).sequence() + 2).orElseThrow();
        assertThat(finding.code()).isEqualTo(FindingCode.CHECKSUM);
        assertThat(finding.place())
                .isEqualTo(new RecordPlace(
                        SegmentName.of(1), ends.get(0).behind(), ends.get(0).sequence() + 1));
        assertThat(follower.damage(ALL_DURABLE)).contains(finding);

        LogFollower alone = new LogFollower(source(damaged.subList(0, 1)), Optional.empty());
        assertThat(rest(alone)).hasSize(1);
        assertThat(alone.damage(ALL_DURABLE)).isEmpty();
    }

    @Test
    void aSegmentOfAnotherLogIsNotFollowed() throws Exception {
        List<byte[]> mixed = new ArrayList<>(log.bytes());
        System.arraycopy(LogFormat.preamble(new UUID(9, 9)), 0, mixed.get(1), 0, LogFormat.PREAMBLE_BYTES);
        LogFollower follower = new LogFollower(source(mixed), Optional.empty());

        assertThat(rest(follower)).hasSize(2);
        assertThat(follower.stopped().orElseThrow().code()).isEqualTo(FindingCode.LINK);
    }

    @Test
    void aLogHoldsItsOwnCommitsOnly() throws Exception {
        SegmentSource source = source(log.bytes());
        for (LogPosition end : ends(follow(log.bytes()))) {
            assertThat(LogFollower.holds(source, end)).isTrue();
            Digest otherRoot = DigestAlgorithm.SHA256.of(new byte[1]);
            for (LogPosition other : List.of(
                    new LogPosition(new UUID(9, 9), end.segment(), end.offset(), end.sequence(), end.root()),
                    new LogPosition(end.logId(), 3, end.offset(), end.sequence(), end.root()),
                    new LogPosition(end.logId(), end.segment(), end.offset() + 1, end.sequence(), end.root()),
                    new LogPosition(end.logId(), end.segment(), end.behind(), end.sequence(), end.root()),
                    new LogPosition(end.logId(), end.segment(), end.offset(), end.sequence() + 1, end.root()),
                    new LogPosition(end.logId(), end.segment(), end.offset(), end.sequence(), otherRoot))) {
                assertThat(LogFollower.holds(source, other)).as("%s", other).isFalse();
            }
        }
    }

    private static SegmentSource source(List<byte[]> bytes) {
        return index -> index <= bytes.size()
                ? Optional.of(new MemoryLog.MemorySegment(SegmentName.of(index), bytes.get((int) index - 1)))
                : Optional.empty();
    }

    private static List<LogFollower.Group> follow(List<byte[]> bytes) throws IOException {
        return rest(new LogFollower(source(bytes), Optional.empty()));
    }

    private static List<LogFollower.Group> rest(LogFollower follower) throws IOException {
        List<LogFollower.Group> groups = new ArrayList<>();
        Optional<LogFollower.Group> group = follower.next(ALL_DURABLE);
        while (group.isPresent()) {
            groups.add(group.get());
            group = follower.next(ALL_DURABLE);
        }
        return groups;
    }

    private static List<LogPosition> ends(List<LogFollower.Group> groups) {
        return groups.stream().map(LogFollower.Group::end).toList();
    }

    private static List<LogRecord> records(List<LogFollower.Group> groups) {
        return groups.stream()
                .flatMap(group -> group.entries().stream())
                .map(LogFollower.Entry::record)
                .toList();
    }

    /** All that a record says but its signature, comparable. */
    private static String told(LogRecord record) {
        if (record instanceof LogRecord.Message m) {
            LoggedMessage message = m.message();
            return message.exchange() + " " + message.direction() + " " + message.time() + " " + message.body() + " "
                    + Arrays.toString(message.head());
        }
        return record instanceof LogRecord.SegmentStart start ? "segment " + start.index() : record.toString();
    }

    /** The groups whose commit ends at or before a place. */
    private static List<LogPosition> before(List<LogPosition> ends, int segment, int at) {
        return ends.stream()
                .filter(end -> end.segment() < segment + 1 || (end.segment() == segment + 1 && end.behind() <= at))
                .toList();
    }

    /** Whether what is left of the last segment ends as one that is written might: behind its preamble or a group. */
    private static boolean isBetweenGroups(List<LogPosition> ends, List<byte[]> cut) {
        int length = cut.get(1).length;
        LongStream ended = ends.stream().filter(end -> end.segment() == 2).mapToLong(LogPosition::behind);
        // The next record's first bytes are zeros, as a prepared segment's rest.
        return length == 0
                || LongStream.concat(LongStream.of(LogFormat.PREAMBLE_BYTES), ended)
                        .anyMatch(end -> length >= end && length <= end + 3);
    }

    private static byte[] written(byte[] whole, int length, boolean prepared) {
        return Arrays.copyOf(Arrays.copyOf(whole, length), prepared ? whole.length + PADDING : length);
    }

    private boolean isInBody(int segment, int at) {
        int bodyBytes = segment == 0 ? "body of b".length() : 40;
        int behind = log.offsets(segment).get(segment == 0 ? 3 : 2);
        return at < behind && at >= behind - bodyBytes - LogFormat.CHECKSUM_BYTES;
    }
}
