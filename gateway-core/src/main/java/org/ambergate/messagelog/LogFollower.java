package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Reads a log group by group from any of its commits on, while its server may be writing. It passes over bodies and does
 * not compute the tree, so it is no audit: it trusts what passes its checksums. What it says about the end of the log
 * holds for the moment; a new follower sees what was written since. One thread at a time.
 */
public final class LogFollower {
    private final SegmentSource source;
    private final RecordReader.Depth depth;
    private long firstSegment;
    private Optional<Reading> reading = Optional.empty();
    private Optional<LogPosition> position;
    private long nextSequence;
    private Optional<Finding> stopped = Optional.empty();

    /**
     * A record with its place.
     *
     * @param place where it stands
     * @param record what it says
     */
    public record Entry(RecordPlace place, LogRecord record) {}

    /**
     * The records of one group.
     *
     * @param entries all but its commit, in their order
     * @param end its commit
     */
    public record Group(List<Entry> entries, LogPosition end) {
        public Group {
            entries = List.copyOf(entries);
        }
    }

    /** A segment that is being read. */
    private record Reading(long index, UUID logId, LogSegment segment, RecordReader reader, long offset) {
        Reading at(long newOffset) {
            return new Reading(index, logId, segment, reader, newOffset);
        }
    }

    private LogFollower(
            SegmentSource source, RecordReader.Depth depth, Optional<LogPosition> from, long segment, long sequence) {
        this.source = source;
        this.depth = depth;
        this.position = from;
        this.firstSegment = segment;
        this.nextSequence = sequence;
    }

    /** @param from the commit behind which to go on; empty for the beginning of the log */
    public LogFollower(SegmentSource source, Optional<LogPosition> from) {
        this(source, RecordReader.Depth.FOLLOWED, from, segmentOf(from), sequenceBehind(from));
    }

    /** The same, but messages come without their signatures, which are most of what would be copied. */
    public static LogFollower withoutSignatures(SegmentSource source, Optional<LogPosition> from) {
        return new LogFollower(source, RecordReader.Depth.SEARCHED, from, segmentOf(from), sequenceBehind(from));
    }

    /**
     * Begins with a segment's first record.
     *
     * @param sequence that record's sequence number
     */
    public static LogFollower fromSegment(SegmentSource source, long segment, long sequence) {
        return new LogFollower(source, RecordReader.Depth.FOLLOWED, Optional.empty(), segment, sequence);
    }

    /**
     * Whether a log holds a commit, and with it the same records up to there.
     *
     * @throws IOException if a file cannot be read
     */
    public static boolean holds(SegmentSource source, LogPosition position) throws IOException {
        Optional<LogSegment> segment = source.open(position.segment());
        if (segment.isEmpty()) {
            return false;
        }
        SegmentWindow window = SegmentWindow.narrow(segment.get());
        try {
            UUID logId = LogFormat.logIdOf(window.at(0, LogFormat.PREAMBLE_BYTES));
            Optional<RecordReader.ReadRecord> record =
                    new RecordReader(window, logId, RecordReader.Depth.SEARCHED).read(position.offset());
            return logId.equals(position.logId())
                    && record.isPresent()
                    && record.get().sequence() == position.sequence()
                    && record.get().content() instanceof LogRecord.Commit commit
                    && commit.root().equals(position.root());
        } catch (UnreadableRecordException e) {
            return false;
        }
    }

    /**
     * The sequence number of a segment's first record.
     *
     * @return empty if there is no such segment, or it holds nothing that can be read
     * @throws IOException if a file cannot be read
     */
    public static OptionalLong firstSequence(SegmentSource source, long index) throws IOException {
        Optional<LogSegment> segment = source.open(index);
        if (segment.isEmpty() || !SegmentWalker.isUsed(segment.get())) {
            return OptionalLong.empty();
        }
        SegmentWindow window = SegmentWindow.narrow(segment.get());
        try {
            UUID logId = LogFormat.logIdOf(window.at(0, LogFormat.PREAMBLE_BYTES));
            Optional<RecordReader.ReadRecord> record =
                    new RecordReader(window, logId, RecordReader.Depth.SEARCHED).read(LogFormat.PREAMBLE_BYTES);
            return record.map(r -> OptionalLong.of(r.sequence())).orElse(OptionalLong.empty());
        } catch (UnreadableRecordException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * The next group, once it is known to be durable.
     *
     * @param durable number of the log's records that are known to be durable; a group that reaches beyond it may still
     *     be cut off, and is left for later
     * @return empty if no further group can be read now; {@link #stopped()} may say why
     * @throws IOException if a file cannot be read
     */
    public Optional<Group> next(long durable) throws IOException {
        stopped = Optional.empty();
        if (reading.isEmpty()) {
            reading = begin();
        }
        while (reading.isPresent()) {
            Optional<Group> group = group(reading.get());
            if (group.isPresent() && group.get().end().sequence() < durable) {
                return group.map(this::pass);
            }
            boolean over = group.isEmpty() && stopped.isEmpty();
            // What was read ahead may be out of date at the next call, so that one opens the segment again.
            reading = over ? following(reading.get()) : Optional.empty();
        }
        return Optional.empty();
    }

    /**
     * What kept the last call of {@link #next} from reading further: empty if nothing is written there. While a server is
     * writing, a record that is not whole yet is nothing unusual.
     */
    public Optional<Finding> stopped() {
        return stopped;
    }

    /**
     * What is wrong behind the last group, if it is more than a write that has not ended.
     *
     * @param durable number of the log's records that are known to be durable; {@link Long#MAX_VALUE} if nobody knows
     * @throws IOException if a file cannot be read
     */
    public Optional<Finding> damage(long durable) throws IOException {
        if (stopped.isEmpty()) {
            return stopped;
        }
        // Looked at once more, since a server may have been writing; what another segment follows was whole before.
        boolean followed = durable == Long.MAX_VALUE ? isFollowed() : durable > nextSequence;
        return followed && next(durable).isEmpty() ? stopped : Optional.empty();
    }

    private boolean isFollowed() throws IOException {
        long index = position.map(LogPosition::segment).orElse(firstSegment - 1) + 1;
        Optional<LogSegment> next = source.open(index + (stoppedIn(index) ? 1 : 0));
        return next.isPresent() && SegmentWalker.isUsed(next.get());
    }

    private boolean stoppedIn(long index) {
        return stopped.map(f -> f.place().segment().equals(SegmentName.of(index)))
                .orElse(false);
    }

    /** The commit of the last group that was returned, or where reading began. */
    public Optional<LogPosition> position() {
        return position;
    }

    private Group pass(Group group) {
        position = Optional.of(group.end());
        nextSequence = group.end().sequence() + 1;
        reading = reading.map(r -> r.at(group.end().behind()));
        return group;
    }

    private Optional<Reading> begin() throws IOException {
        boolean removed =
                position.isPresent() && source.open(position.get().segment()).isEmpty();
        if (removed || (position.isEmpty() && nextSequence == 0)) {
            goToOldestSegment();
        }
        long index = position.map(LogPosition::segment).orElse(firstSegment);
        Optional<LogSegment> segment = source.open(index);
        return segment.isEmpty()
                ? Optional.empty()
                : preamble(segment.get())
                        .map(logId -> reading(
                                index,
                                logId,
                                segment.get(),
                                position.map(LogPosition::behind).orElse((long) LogFormat.PREAMBLE_BYTES)));
    }

    /** Retention may have removed the log's beginning; it then begins with what the oldest segment begins with. */
    private void goToOldestSegment() throws IOException {
        long oldest = source.oldest();
        OptionalLong first = oldest > firstSegment ? firstSequence(source, oldest) : OptionalLong.empty();
        if (first.isPresent()) {
            firstSegment = oldest;
            nextSequence = first.getAsLong();
            position = Optional.empty();
        }
    }

    private Optional<Group> group(Reading from) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long offset = from.offset();
        long sequence = nextSequence;
        try {
            while (true) {
                Optional<RecordReader.ReadRecord> read = from.reader().read(offset);
                if (read.isEmpty()) {
                    if (!entries.isEmpty()) {
                        stop(from, offset, sequence, FindingCode.UNCOMMITTED, "A group has no commit");
                    }
                    return Optional.empty();
                }
                if (read.get().sequence() != sequence) {
                    throw new UnreadableRecordException(
                            FindingCode.SEQUENCE,
                            "A record has the sequence number " + read.get().sequence());
                }
                if (read.get().content() instanceof LogRecord.Commit commit) {
                    return Optional.of(new Group(
                            entries, new LogPosition(from.logId(), from.index(), offset, sequence, commit.root())));
                }
                RecordPlace place = new RecordPlace(from.segment().name(), offset, sequence);
                entries.add(new Entry(place, read.get().content()));
                offset = read.get().end();
                sequence++;
            }
        } catch (UnreadableRecordException e) {
            stop(from, offset, sequence, e.code(), e.reason());
            return Optional.empty();
        }
    }

    /** The segment after this one, if this one is over. */
    private Optional<Reading> following(Reading from) throws IOException {
        long index = from.index() + 1;
        Optional<LogSegment> segment = source.open(index);
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        Optional<UUID> logId = preamble(segment.get());
        if (logId.isEmpty()) {
            return Optional.empty();
        }
        // The next segment is begun after the last record of this one, which may have been written since the look that
        // found nothing.
        Optional<LogSegment> again = source.open(from.index());
        if (again.isEmpty()) {
            return Optional.empty();
        }
        Reading fresh = reading(from.index(), from.logId(), again.get(), from.offset());
        if (group(fresh).isPresent() || stopped.isPresent()) {
            stopped = Optional.empty();
            return Optional.of(fresh);
        }
        Optional<LogSegment> next = source.open(index);
        return next.map(s -> reading(index, logId.get(), s, LogFormat.PREAMBLE_BYTES));
    }

    /** The log's identifier in a segment; empty if the segment is only prepared. */
    private Optional<UUID> preamble(LogSegment segment) throws IOException {
        if (!SegmentWalker.isUsed(segment)) {
            return Optional.empty();
        }
        ByteBuffer bytes = SegmentWindow.narrow(segment).at(0, LogFormat.PREAMBLE_BYTES);
        try {
            UUID logId = LogFormat.logIdOf(bytes);
            if (position.isPresent() && !position.get().logId().equals(logId)) {
                throw new UnreadableRecordException(FindingCode.LINK, "The segment belongs to another log");
            }
            return Optional.of(logId);
        } catch (UnreadableRecordException e) {
            stopped = Optional.of(new Finding(new RecordPlace(segment.name(), 0, nextSequence), e.code(), e.reason()));
            return Optional.empty();
        }
    }

    private Reading reading(long index, UUID logId, LogSegment segment, long offset) {
        return new Reading(index, logId, segment, new RecordReader(new SegmentWindow(segment), logId, depth), offset);
    }

    private static long segmentOf(Optional<LogPosition> from) {
        return from.map(LogPosition::segment).orElse(1L);
    }

    private static long sequenceBehind(Optional<LogPosition> from) {
        return from.map(p -> p.sequence() + 1).orElse(0L);
    }

    private void stop(Reading from, long offset, long sequence, FindingCode code, String reason) {
        stopped = Optional.of(new Finding(new RecordPlace(from.segment().name(), offset, sequence), code, reason));
    }
}
