package org.ambergate.messagelog;

import java.util.List;

/**
 * Durable records that no time-stamp covers yet, the oldest ones; what the next time-stamp is for.
 *
 * @param from the first sequence number not covered
 * @param upTo the first one that stays uncovered
 * @param checkpoint the log up to a commit at or behind {@code upTo}
 * @param messages the messages in between; none if there are only other records
 */
public record UnstampedRun(long from, long upTo, LogCheckpoint checkpoint, List<StampedSignature> messages) {
    public UnstampedRun {
        messages = List.copyOf(messages);
    }

    /** The document to stamp. */
    public byte[] result() {
        return LoggedTimestamp.chainOver(messages, checkpoint).result();
    }
}
