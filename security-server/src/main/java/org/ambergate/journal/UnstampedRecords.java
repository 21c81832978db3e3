package org.ambergate.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.ambergate.messagelog.LogFollower;
import org.ambergate.messagelog.LogPosition;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentSource;
import org.ambergate.messagelog.UnstampedRun;

/**
 * Reads, behind the writer, what no time-stamp covers yet. The truth is in the log alone: what is held here is only where
 * to read on, so nothing is lost or stamped twice when the process ends. Records are read for their fields: bodies are
 * passed over, and the tree is not computed again. Owned by one thread.
 */
public final class UnstampedRecords {
    private final LogStorage storage;
    private final LongSupplier durableRecords;
    private final Optional<LoggedTimestamp> last;
    private final Beginning beginning;
    private Optional<LogPosition> point = Optional.empty();
    private Optional<LogPosition> afterRun = Optional.empty();
    private long from;
    private long treeCovered;

    /**
     * Where to read as long as no commit has been passed.
     *
     * @param segment number of a segment
     * @param sequence sequence number of its first record
     */
    private record Beginning(long segment, long sequence) {}

    private UnstampedRecords(
            LogStorage storage, LongSupplier durableRecords, Beginning beginning, Optional<LoggedTimestamp> last) {
        this.storage = storage;
        this.durableRecords = durableRecords;
        this.last = last;
        this.beginning = beginning;
        this.from = last.map(LoggedTimestamp::upTo).orElse(0L);
        this.treeCovered = last.map(stamp -> stamp.checkpoint().treeSize()).orElse(0L);
    }

    /** Finds the last time-stamp, and the segment in which the records begin that it leaves uncovered. */
    static UnstampedRecords open(LogStorage storage, LongSupplier durableRecords) throws IOException {
        Optional<LoggedTimestamp> last = Optional.empty();
        Optional<Beginning> beginning = Optional.empty();
        long durable = durableRecords.getAsLong();
        try (StorageSegments segments = new StorageSegments(storage)) {
            for (long index : newestFirst(storage)) {
                OptionalLong first = LogFollower.firstSequence(segments, index);
                if (first.isEmpty()) {
                    continue;
                }
                beginning = Optional.of(new Beginning(index, first.getAsLong()));
                if (last.isEmpty()) {
                    last = lastTimestamp(segments, beginning.get(), durable);
                }
                if (last.isPresent() && first.getAsLong() <= last.get().upTo()) {
                    break;
                }
            }
        }
        return new UnstampedRecords(
                storage,
                durableRecords,
                beginning.orElseThrow(() -> new IOException("The message log is empty")),
                last);
    }

    private static Optional<LoggedTimestamp> lastTimestamp(SegmentSource segments, Beginning at, long durable)
            throws IOException {
        LogFollower follower = LogFollower.fromSegment(segments, at.segment(), at.sequence());
        Optional<LoggedTimestamp> last = Optional.empty();
        Optional<LogFollower.Group> group = follower.next(durable);
        while (group.isPresent() && group.get().end().segment() == at.segment()) {
            for (LogFollower.Entry entry : group.get().entries()) {
                if (entry.record() instanceof LogRecord.Timestamp found) {
                    last = Optional.of(found.timestamp());
                }
            }
            group = follower.next(durable);
        }
        return last;
    }

    private static List<Long> newestFirst(LogStorage storage) throws IOException {
        List<Long> indexes = new ArrayList<>();
        for (String name : storage.list()) {
            SegmentName.indexOf(name).ifPresent(indexes::add);
        }
        indexes.sort(Collections.reverseOrder());
        return indexes;
    }

    /** The last time-stamp in the log when this was opened. */
    public Optional<LoggedTimestamp> last() {
        return last;
    }

    /**
     * The oldest durable records that no time-stamp covers; empty if there are none but the log's own.
     *
     * @param messagesMax most messages wanted
     * @throws IOException if the log cannot be read
     */
    public Optional<UnstampedRun> next(int messagesMax) throws IOException {
        long durable = durableRecords.getAsLong();
        UnstampedScan scan = new UnstampedScan(from, treeCovered, messagesMax);
        Optional<LogPosition> at = point;
        try (StorageSegments segments = new StorageSegments(storage)) {
            LogFollower follower = follower(segments);
            while (nextSequence(follower.position()) < durable && !scan.isFull()) {
                at = follower.position();
                scan.take(group(follower, durable));
            }
            // With messages left over, the run ended inside a group, and the next one begins with that group.
            afterRun = scan.isFull() ? at : follower.position();
        }
        from = scan.from();
        treeCovered = scan.treeCovered();
        Optional<UnstampedRun> run = scan.run();
        if (run.isEmpty()) {
            point = afterRun;
        }
        return run;
    }

    /** Notes that the run given last is under a time-stamp that is durable. */
    public void stamped(UnstampedRun run) {
        from = run.upTo();
        treeCovered = run.checkpoint().treeSize();
        point = afterRun;
    }

    private LogFollower follower(SegmentSource segments) {
        return point.isPresent()
                ? new LogFollower(segments, point)
                : LogFollower.fromSegment(segments, beginning.segment(), beginning.sequence());
    }

    private long nextSequence(Optional<LogPosition> behind) {
        return behind.map(position -> position.sequence() + 1).orElse(beginning.sequence());
    }

    private static LogFollower.Group group(LogFollower follower, long durable) throws IOException {
        Optional<LogFollower.Group> group = follower.next(durable);
        if (group.isEmpty()) {
            throw new IOException("The message log's durable records cannot be read to their end"
                    + follower.stopped().map(finding -> ": " + finding.reason()).orElse(""));
        }
        return group.get();
    }
}
