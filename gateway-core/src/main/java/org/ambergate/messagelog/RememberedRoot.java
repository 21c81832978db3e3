package org.ambergate.messagelog;

import org.ambergate.digest.Digest;

/**
 * What somebody wrote down of a log earlier, out of reach of whoever can write to the log. A log that was cut, or written
 * anew from some record on, is consistent in itself; only such a root contradicts it.
 *
 * @param treeSize number of records that the root covers, from the log's first
 * @param root root of the Merkle tree over them
 */
public record RememberedRoot(long treeSize, Digest root) {
    /** The root that a time-stamp covers. */
    public static RememberedRoot of(LogCheckpoint checkpoint) {
        return new RememberedRoot(checkpoint.treeSize(), checkpoint.root());
    }

    /** Whether a tree that gets one more leaf has the remembered size then, and another root. */
    boolean isContradictedBy(MerkleTree before, byte[] leafHash) {
        if (before.size() + 1 != treeSize) {
            return false;
        }
        MerkleTree tree = before.copy();
        tree.append(leafHash);
        return !tree.root().equals(root);
    }
}
