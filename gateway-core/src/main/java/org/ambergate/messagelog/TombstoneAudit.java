package org.ambergate.messagelog;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.ambergate.digest.Digest;

/**
 * Holds what is missing from a log against what its tombstones say. A tombstone stands behind what it speaks of, so a
 * body that is not there is only noted, and settled by a tombstone or by the end of the log.
 */
final class TombstoneAudit {
    private static final String UNCOVERED = "A tombstone speaks of records that no time-stamp before it covers";

    private static final String OTHER_SEGMENTS = "A tombstone speaks of other segments than the log had";

    // the tree in front of each segment
    private final Map<Long, Tree> starts = new HashMap<>();
    private long firstSegment = 1;
    private long firstSequence;
    private long segmentsExplained;
    private final NamedStamps stamps = new NamedStamps();
    // by sequence number, from the first missing one on: one bit for each record, so 12 MB for a hundred million
    private final BitSet missing = new BitSet();
    private long base = -1;
    private OptionalLong beyond = OptionalLong.empty();
    private long removed;

    private record Tree(long size, Digest root) {}

    /** The log begins with this record. */
    void beginAt(long sequence) {
        firstSequence = sequence;
    }

    long firstSequence() {
        return firstSequence;
    }

    /** What is wrong with a log whose first segments are missing; empty if they are there, or a tombstone explains it. */
    Optional<String> unexplainedBeginning() {
        return firstSegment - 1 > segmentsExplained
                ? Optional.of("The log's first segments are missing, and no tombstone says that they were removed")
                : Optional.empty();
    }

    /** A body is not there. */
    void bodyGone(RecordPlace place) {
        if (base < 0) {
            base = place.sequence();
        }
        removed++;
        if (place.sequence() - base < Integer.MAX_VALUE) {
            missing.set((int) (place.sequence() - base));
        } else if (beyond.isEmpty()) {
            // More than two thousand million records further on there is no room to note it.
            beyond = OptionalLong.of(place.sequence());
        }
    }

    /** Bodies that are not there. */
    long removed() {
        return removed;
    }

    /** The first record whose body is missing and that no tombstone speaks of. */
    OptionalLong unexplained() {
        int first = missing.nextSetBit(0);
        return first < 0 ? beyond : OptionalLong.of(base + first);
    }

    /** Takes the next record; what is wrong with it, if it is a tombstone. */
    Optional<String> take(RecordPlace place, LogRecord record) {
        if (record instanceof LogRecord.SegmentStart start) {
            firstSegment = starts.isEmpty() ? start.index() : firstSegment;
            MerkleTree before = MerkleTree.of(place.sequence(), start.edge());
            starts.put(start.index(), new Tree(before.size(), before.root()));
        } else if (record instanceof LogRecord.Timestamp t) {
            stamps.add(t.timestamp());
        } else if (record instanceof LogRecord.Tombstone t) {
            return complaint(t.tombstone().statement());
        }
        return Optional.empty();
    }

    private Optional<String> complaint(TombstoneStatement statement) {
        // The time-stamp may have gone since, with all that it covered.
        boolean isOver = !stamps.hasNamed(statement) && statement.stamped().treeSize() < firstSequence;
        if (isOver) {
            return Optional.empty();
        }
        if (!stamps.cover(statement)) {
            return Optional.of(UNCOVERED);
        }
        if (statement.removed() instanceof RemovedData.Bodies bodies) {
            settle(bodies);
            return Optional.empty();
        }
        return settle((RemovedData.Segments) statement.removed());
    }

    private Optional<String> settle(RemovedData.Segments segments) {
        long next = segments.last() + 1;
        Tree tree = new Tree(segments.before().treeSize(), segments.before().root());
        if (next >= firstSegment && !tree.equals(starts.get(next))) {
            return Optional.of(OTHER_SEGMENTS);
        }
        segmentsExplained = Math.max(segmentsExplained, segments.last());
        return Optional.empty();
    }

    private void settle(RemovedData.Bodies bodies) {
        for (SequenceRange range : bodies.records()) {
            if (base >= 0 && range.last() >= base) {
                missing.clear(bit(range.first()), bit(range.last() + 1));
            }
        }
    }

    private int bit(long sequence) {
        return (int) Math.min(Math.max(sequence - base, 0), Integer.MAX_VALUE);
    }
}
