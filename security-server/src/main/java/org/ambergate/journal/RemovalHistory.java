package org.ambergate.journal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LogState;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.MerkleTree;
import org.ambergate.messagelog.NamedStamps;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.messagelog.RemovedData;
import org.ambergate.messagelog.SegmentEnd;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentWalker;
import org.ambergate.messagelog.SequenceSet;
import org.ambergate.messagelog.TimestampAudit;
import org.ambergate.messagelog.TombstoneStatement;

/**
 * What the log itself says was removed, and up to where it is time-stamped. Reads each closed segment once, and each must
 * go on where the one before it ended: who removes from a log must not sign for what others took out of it. Holds one
 * range for each run of removed bodies, and one tree for each closed segment.
 */
final class RemovalHistory {
    private final LogStorage storage;
    private final NamedStamps stamps = new NamedStamps();
    private final TimestampAudit timestampAudit = new TimestampAudit();
    private final SequenceSet removed = new SequenceSet();
    // the tree at the end of each closed segment, and of the one that was removed last
    private final Map<Long, Tree> ends = new HashMap<>();
    private Optional<LogState> lastEnd = Optional.empty();
    private long firstSequence;
    private Optional<LoggedTimestamp> lastTimestamp = Optional.empty();
    private List<Long> segments = List.of();
    private long lastRemovedSegment;
    private long noted;
    // once found, an audit will always find it
    private Optional<String> complaint = Optional.empty();

    private record Tree(long size, Digest root) {
        static Tree of(MerkleTree tree) {
            return new Tree(tree.size(), tree.root());
        }
    }

    RemovalHistory(LogStorage storage) {
        this.storage = storage;
    }

    /**
     * Takes up what was logged since the last call.
     *
     * @param live the oldest segment that may still be written to
     * @param durable records from this one on may not be durable and are not looked at
     * @throws IOException if a segment is missing or damaged or cannot be read, or an audit would refuse what one says
     */
    void readOn(long live, long durable) throws IOException {
        segments = new SegmentFiles(storage).indexes();
        requireNoGap();
        for (long index : segments) {
            if (index < live && !ends.containsKey(index)) {
                readClosed(index, durable);
            } else if (index == live) {
                try (LogFile segment = storage.open(SegmentName.of(index))) {
                    SegmentEnd unused = SegmentWalker.read(segment, (place, record) -> note(place, record, durable));
                }
            }
            if (complaint.isPresent()) {
                throw refusal(complaint.get());
            }
        }
        requireExplainedBeginning();
    }

    /** All segments' numbers, ascending. */
    List<Long> segments() {
        return segments;
    }

    /** Takes up that announced segments have been deleted. */
    void forgetDeleted() {
        segments = segments.stream().filter(index -> index > lastRemovedSegment).toList();
        ends.keySet().removeIf(index -> index < lastRemovedSegment);
    }

    /**
     * A closed segment that was read once more must have ended as it did at first.
     *
     * @throws IOException if it did not
     */
    void requireSame(long index, SegmentEnd end) throws IOException {
        boolean same = end.finding().isEmpty()
                && end.state()
                        .map(state -> Tree.of(state.tree()).equals(ends.get(index)))
                        .orElse(false);
        if (!same) {
            throw refusal(SegmentName.of(index) + " is not as it was when it was read first");
        }
    }

    /** Records whose bodies tombstones announce to be gone. */
    SequenceSet removed() {
        return removed;
    }

    /** Segments up to this one are announced to be gone. */
    long lastRemovedSegment() {
        return lastRemovedSegment;
    }

    /** A durable tombstone of this server names them, or one that an audit accepts. */
    void announced(RemovedData data) {
        if (data instanceof RemovedData.Segments gone) {
            lastRemovedSegment = Math.max(lastRemovedSegment, gone.last());
        } else {
            ((RemovedData.Bodies) data).records().forEach(removed::add);
        }
    }

    Optional<LoggedTimestamp> lastTimestamp() {
        return lastTimestamp;
    }

    /** What keeps retention from removing anything, and what an operator can do. */
    static IOException refusal(String reason) {
        return new IOException("Nothing is removed from the message log, since an audit would refuse it: " + reason
                + ". Run 'ambergate log verify', put the segment back from a copy, and restart the server");
    }

    private void readClosed(long index, long durable) throws IOException {
        try (LogFile segment = storage.open(SegmentName.of(index))) {
            boolean beginsLater = lastEnd.isEmpty() && index > 1;
            SegmentEnd end = beginsLater
                    ? SegmentWalker.read(segment, (place, record) -> note(place, record, durable))
                    : SegmentWalker.readBehind(segment, lastEnd, (place, record) -> note(place, record, durable));
            if (end.finding().isPresent() || end.state().isEmpty()) {
                throw refusal(segment.name() + " is damaged: "
                        + end.finding().map(f -> f.reason()).orElse("The segment holds nothing"));
            }
            lastEnd = end.state();
            ends.put(index, Tree.of(end.state().get().tree()));
        }
    }

    private void requireNoGap() throws IOException {
        for (int i = 1; i < segments.size(); i++) {
            if (segments.get(i) != segments.get(i - 1) + 1) {
                throw refusal(SegmentName.of(segments.get(i) - 1) + " is missing");
            }
        }
    }

    private void requireExplainedBeginning() throws IOException {
        long first = segments.isEmpty() ? 1 : segments.get(0);
        if (first > lastRemovedSegment + 1) {
            throw refusal(SegmentName.of(first - 1) + " is missing, and no tombstone says that it was removed");
        }
    }

    /** The live segment is read again and again; each record counts once. */
    private void note(RecordPlace place, LogRecord record, long durable) {
        if (place.sequence() >= durable || place.sequence() < noted || complaint.isPresent()) {
            return;
        }
        if (noted == 0 && record instanceof LogRecord.SegmentStart start) {
            begin(place.sequence(), start);
        }
        noted = place.sequence() + 1;
        complaint = timestampAudit.take(place, record).map(reason -> at(place, reason));
        if (complaint.isPresent()) {
            return;
        }
        if (record instanceof LogRecord.Timestamp t) {
            lastTimestamp = Optional.of(t.timestamp());
            stamps.add(t.timestamp());
        } else if (record instanceof LogRecord.Tombstone t) {
            note(place, t.tombstone().statement());
        }
    }

    /** Where a log that has lost its beginning says that it goes on; its tombstone must name the same tree. */
    private void begin(long sequence, LogRecord.SegmentStart start) {
        firstSequence = sequence;
        timestampAudit.beginAt(sequence);
        if (sequence > 0) {
            ends.put(start.index() - 1, Tree.of(MerkleTree.of(sequence, start.edge())));
        }
    }

    private void note(RecordPlace place, TombstoneStatement statement) {
        boolean isOver = !stamps.hasNamed(statement) && statement.stamped().treeSize() < firstSequence;
        if (isOver) {
            return;
        }
        if (!stamps.cover(statement)) {
            complaint = Optional.of(at(place, "A tombstone speaks of records that no time-stamp before it covers"));
        } else if (statement.removed() instanceof RemovedData.Segments gone && !wereSo(gone)) {
            complaint = Optional.of(at(place, "A tombstone speaks of other segments than the log had"));
        } else {
            announced(statement.removed());
        }
    }

    private boolean wereSo(RemovedData.Segments gone) {
        Tree before = new Tree(gone.before().treeSize(), gone.before().root());
        long firstKnown = ends.keySet().stream().mapToLong(i -> i).min().orElse(Long.MAX_VALUE);
        // What went longer ago cannot be compared any more, and has nothing deleted.
        return gone.last() < firstKnown || before.equals(ends.get(gone.last()));
    }

    private static String at(RecordPlace place, String reason) {
        return "record " + place.sequence() + " in " + place.segment() + ": " + reason;
    }
}
