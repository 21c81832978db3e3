package org.ambergate.messagelog;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds what is missing from a log against what its tombstones say. A tombstone stands behind what it speaks of, so a
 * body that is not there is only noted, and settled by a tombstone or by the end of the log.
 */
final class TombstoneAudit {
    /** Time-stamps remembered: a tombstone names one of the last before it. */
    private static final int STAMPS_MAX = 1_000;

    private static final String UNCOVERED = "A tombstone speaks of records that no time-stamp before it covers";

    private final Deque<LoggedTimestamp> stamps = new ArrayDeque<>();
    // by sequence number, from the first missing one on: one bit for each record, so 12 MB for a hundred million
    private final BitSet missing = new BitSet();
    private long base = -1;
    private OptionalLong beyond = OptionalLong.empty();
    private long removed;

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
    Optional<String> take(LogRecord record) {
        if (record instanceof LogRecord.Timestamp t) {
            stamps.addLast(t.timestamp());
            if (stamps.size() > STAMPS_MAX) {
                stamps.removeFirst();
            }
        } else if (record instanceof LogRecord.Tombstone t) {
            return complaint(t.tombstone().statement());
        }
        return Optional.empty();
    }

    private Optional<String> complaint(TombstoneStatement statement) {
        Optional<LoggedTimestamp> stamp = stamps.stream()
                .filter(s -> s.checkpoint().equals(statement.stamped()))
                .findFirst();
        if (stamp.isEmpty()) {
            return Optional.of(UNCOVERED);
        }
        return statement.removed() instanceof RemovedData.Bodies bodies
                ? settle(bodies, stamp.get())
                : Optional.empty();
    }

    private Optional<String> settle(RemovedData.Bodies bodies, LoggedTimestamp stamp) {
        for (SequenceRange range : bodies.records()) {
            if (range.last() >= stamp.upTo()) {
                return Optional.of(UNCOVERED);
            }
            if (base >= 0 && range.last() >= base) {
                missing.clear(bit(range.first()), bit(range.last() + 1));
            }
        }
        return Optional.empty();
    }

    private int bit(long sequence) {
        return (int) Math.min(Math.max(sequence - base, 0), Integer.MAX_VALUE);
    }
}
