package org.ambergate.messagelog;

import java.util.Optional;

/**
 * How the reading of a segment ended.
 *
 * @param tail what follows the last commit
 * @param finding why reading stopped there; empty only if the tail is clean or the segment unused
 * @param state the log after the segment's last commit; empty if the segment has no whole group
 * @param groupStart offset of the last whole group
 * @param committedEnd offset behind the last commit; zero if there is none
 * @param commits number of commits
 */
public record SegmentEnd(
        Tail tail,
        Optional<Finding> finding,
        Optional<LogState> state,
        long groupStart,
        long committedEnd,
        long commits) {
    /** What follows the last commit of a segment. */
    public enum Tail {
        /** Nothing but zeros, as prepared. */
        CLEAN,
        /** The whole segment is zeros: prepared and not used yet. */
        UNUSED,
        /** A group without a commit: being written now, or cut off by a crash. Nobody was told that it is durable. */
        UNFINISHED,
        /**
         * A group with a commit but unreadable parts, and nothing behind it: after a loss of power, a group whose sync
         * never returned; otherwise damage.
         */
        TORN,
        /** The file is shorter than what its last record needs. */
        CUT_SHORT,
        /** Bytes that were durable are unreadable or wrong. */
        DAMAGED
    }
}
