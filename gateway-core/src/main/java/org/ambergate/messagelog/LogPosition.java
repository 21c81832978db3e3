package org.ambergate.messagelog;

import java.util.UUID;
import org.ambergate.digest.Digest;

/**
 * A place in a log that can be found again: one of its commits. Since the commit's root covers all records before it, a
 * log that holds the same commit at the same place holds the same records up to there.
 *
 * @param logId the log's identifier
 * @param segment number of the segment that holds the commit
 * @param offset the commit's offset in the segment, bytes
 * @param sequence the commit's sequence number, which is also the number of records before it
 * @param root the commit's root
 */
public record LogPosition(UUID logId, long segment, long offset, long sequence, Digest root) {
    /** Offset of the record that follows in the same segment. */
    long behind() {
        return offset + LogFormat.COMMIT_RECORD_BYTES;
    }
}
