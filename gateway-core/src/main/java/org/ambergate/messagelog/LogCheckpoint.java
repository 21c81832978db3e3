package org.ambergate.messagelog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;

/**
 * The whole log up to a commit, in three values: whoever knows them can tell whether anything before was changed.
 *
 * @param logId the log's identifier
 * @param treeSize number of records covered; the sequence number of the commit that holds the root
 * @param root root of the Merkle tree over them
 */
public record LogCheckpoint(UUID logId, long treeSize, Digest root) {
    private static final byte[] PREFIX = "AMBERLOG checkpoint 1\n".getBytes(StandardCharsets.US_ASCII);

    /** Where a log stood at a commit. */
    public static LogCheckpoint of(UUID logId, LogRecord.Commit commit) {
        return new LogCheckpoint(logId, commit.treeSize(), commit.root());
    }

    /** What a time-stamp covers of it, beside the signatures: a digest of a text that no signature can be. */
    public Digest leaf() {
        byte[] text = ByteBuffer.allocate(
                        PREFIX.length + 3 * Long.BYTES + root.algorithm().length())
                .put(PREFIX)
                .putLong(logId.getMostSignificantBits())
                .putLong(logId.getLeastSignificantBits())
                .putLong(treeSize)
                .put(root.toBytes())
                .array();
        return DigestAlgorithm.SHA512.of(text);
    }
}
