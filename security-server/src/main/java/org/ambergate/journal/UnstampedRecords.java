package org.ambergate.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.ambergate.messagelog.LogState;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.MerkleTree;
import org.ambergate.messagelog.SegmentEnd;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentWalker;
import org.ambergate.messagelog.UnstampedRun;

/**
 * Reads, behind the writer, what no time-stamp covers yet. The truth is in the log alone: what is held here is only where
 * to read on, so nothing is lost or stamped twice when the process ends. Owned by one thread.
 */
public final class UnstampedRecords {
    private final LogStorage storage;
    private final LongSupplier durableRecords;
    private final Optional<LoggedTimestamp> last;
    private Point point;
    private Point afterRun;
    private long from;
    private long treeCovered;

    /**
     * Where to read on.
     *
     * @param state the log behind a commit
     * @param end offset behind that commit; 0 if reading goes on in the segment after it
     */
    private record Point(LogState state, long end) {}

    private UnstampedRecords(
            LogStorage storage, LongSupplier durableRecords, Point start, Optional<LoggedTimestamp> last) {
        this.storage = storage;
        this.durableRecords = durableRecords;
        this.last = last;
        this.point = start;
        this.afterRun = start;
        this.from = last.map(LoggedTimestamp::upTo).orElse(0L);
        this.treeCovered = last.map(stamp -> stamp.checkpoint().treeSize()).orElse(0L);
    }

    /** Finds the last time-stamp, and the segment in which the records begin that it leaves uncovered. */
    static UnstampedRecords open(LogStorage storage, LongSupplier durableRecords) throws IOException {
        Optional<LoggedTimestamp> last = Optional.empty();
        Optional<Point> start = Optional.empty();
        for (long index : newestFirst(storage)) {
            UnstampedScan scan = new UnstampedScan(0, 0, 0);
            Optional<LogState> end = scan(storage, index, scan);
            if (end.isEmpty() || scan.treeBefore().isEmpty()) {
                continue;
            }
            MerkleTree before = scan.treeBefore().get();
            start = Optional.of(new Point(new LogState(end.get().logId(), index - 1, before), 0));
            last = last.or(scan::lastTimestamp);
            if (last.isPresent() && before.size() <= last.get().upTo()) {
                break;
            }
        }
        return new UnstampedRecords(
                storage, durableRecords, start.orElseThrow(() -> new IOException("The message log is empty")), last);
    }

    private static Optional<LogState> scan(LogStorage storage, long index, UnstampedScan scan) throws IOException {
        try (LogFile file = storage.open(SegmentName.of(index))) {
            return SegmentWalker.read(file, scan).state();
        }
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
        Point at = point;
        Point resume = point;
        while (at.state().nextSequence() < durable && !scan.isFull()) {
            resume = at;
            at = onward(at, durable, scan);
        }
        // With messages left over, the run ended inside a segment, and the next one begins where that was entered.
        afterRun = scan.isFull() ? resume : at;
        from = scan.from();
        treeCovered = scan.treeCovered();
        Optional<UnstampedRun> run = scan.run(at.state().logId());
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

    /** Reads on in the segment of the point; if nothing more is there, in the next one. */
    private Point onward(Point at, long durable, UnstampedScan scan) throws IOException {
        if (at.end() > 0) {
            Point reached = read(at, at.state().segmentIndex(), durable, scan);
            if (!reached.equals(at)) {
                return reached;
            }
        }
        Point reached = read(at, at.state().segmentIndex() + 1, durable, scan);
        if (reached.equals(at)) {
            throw new IOException("The message log's durable records cannot be read to their end");
        }
        return reached;
    }

    private Point read(Point at, long index, long durable, UnstampedScan scan) throws IOException {
        try (LogFile file = storage.open(SegmentName.of(index))) {
            SegmentEnd end = SegmentWalker.follow(file, at.state(), at.end(), durable, scan, scan::isFull);
            if (end.finding().isPresent()) {
                throw new IOException(
                        "The message log cannot be read: " + end.finding().get().reason());
            }
            // Without a commit more, the state given is the one that comes back.
            return end.commits() == 0 ? at : new Point(end.state().orElseThrow(), end.committedEnd());
        }
    }
}
