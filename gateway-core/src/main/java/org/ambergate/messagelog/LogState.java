package org.ambergate.messagelog;

import java.util.UUID;

/**
 * Where a log stands after a commit.
 *
 * @param logId the log's identifier
 * @param segmentIndex number of the segment that holds the commit
 * @param tree the tree over all records, the commit included; not to be changed by the reader
 */
public record LogState(UUID logId, long segmentIndex, MerkleTree tree) {
    /** The number that the next record gets. */
    public long nextSequence() {
        return tree.size();
    }
}
