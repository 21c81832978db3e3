package org.ambergate.messagelog;

import java.util.Optional;
import java.util.OptionalLong;
import org.ambergate.digest.Digest;

/**
 * What an audit found.
 *
 * @param segments segments that hold records
 * @param records records read, of every kind
 * @param messages messages among them
 * @param outcomes outcomes among them
 * @param commits commits among them
 * @param timestamps time-stamps among them
 * @param stamped messages that these cover
 * @param firstUnstamped sequence number of the first message that they do not cover; empty if they cover all
 * @param removedBodies bodies that retention has removed
 * @param treeSize records covered by the last good commit, that commit included
 * @param root root of the Merkle tree over these
 * @param finding the first thing that is wrong
 * @param openTail an unfinished group at the very end, which is what a running server or a crash leaves
 */
public record AuditReport(
        long segments,
        long records,
        long messages,
        long outcomes,
        long commits,
        long timestamps,
        long stamped,
        OptionalLong firstUnstamped,
        long removedBodies,
        long treeSize,
        Digest root,
        Optional<Finding> finding,
        Optional<Finding> openTail) {
    /** Whether everything up to the last commit is as it was written. */
    public boolean isIntact() {
        return finding.isEmpty();
    }
}
