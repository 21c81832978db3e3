package org.ambergate.messagelog;

import java.time.Instant;
import java.util.List;
import org.ambergate.digest.Digest;

/** What a record says. */
public sealed interface LogRecord {
    /**
     * The first record of each segment. Its tree lets a log be continued after reading this segment alone.
     *
     * @param index the segment's number, from 1
     * @param created when the segment was begun
     * @param edge the right edge of the Merkle tree over all records before this one, largest subtree first; the tree's
     *     size is this record's sequence number
     */
    record SegmentStart(long index, Instant created, List<byte[]> edge) implements LogRecord {
        public SegmentStart {
            edge = List.copyOf(edge);
        }
    }

    /**
     * The last record of each group that was synced as one.
     *
     * @param firstSequence sequence number of the group's first record
     * @param treeSize number of records before this one in the whole log
     * @param root root of the Merkle tree over them
     * @param time when the group was written
     */
    record Commit(long firstSequence, long treeSize, Digest root, Instant time) implements LogRecord {}

    /** A signed message. */
    record Message(LoggedMessage message) implements LogRecord {}

    /** How an exchange ended. */
    record Outcome(LoggedOutcome outcome) implements LogRecord {}

    /** A time-stamp over messages before it. */
    record Timestamp(LoggedTimestamp timestamp) implements LogRecord {}

    /** What an auditor asked. */
    record Query(LoggedQuery query) implements LogRecord {}

    /** What retention removed. */
    record Tombstone(LoggedTombstone tombstone) implements LogRecord {}

    /**
     * A kind that this version does not know; it is part of the tree all the same.
     *
     * @param kind the kind's number
     */
    record Unknown(int kind) implements LogRecord {}
}
