package org.ambergate.messagelog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.signature.TimestampChain;

/**
 * One time-stamp over a run of messages and the log they stand in. The arrays are shared, not copied: whoever holds one
 * must not write to it.
 *
 * @param from all messages before this sequence number are covered by earlier time-stamps
 * @param upTo all messages before this one are covered by this time-stamp or earlier ones
 * @param checkpoint the log as it is covered
 * @param time when this server took the token; the log keeps milliseconds
 * @param messages the messages from {@code from} to {@code upTo}, in their order; there may be none
 * @param token the token's DER, with the authority's certificate inside
 * @param result the stamped document, {@code ts-hashchainresult.xml} of a container
 */
public record LoggedTimestamp(
        long from,
        long upTo,
        LogCheckpoint checkpoint,
        Instant time,
        List<StampedSignature> messages,
        byte[] token,
        byte[] result) {
    /** Most messages under one time-stamp. */
    public static final int MESSAGES_MAX = 50_000;

    /** Bytes that each message takes in the record: its sequence number and digest. */
    public static final int MESSAGE_BYTES = 8 + 64;

    public LoggedTimestamp {
        messages = List.copyOf(messages);
    }

    /** The hash tree: signatures in the order of the log, and behind them the log itself. */
    public static TimestampChain chainOver(List<StampedSignature> messages, LogCheckpoint checkpoint) {
        List<Digest> leaves = new ArrayList<>(messages.size() + 1);
        messages.forEach(message -> leaves.add(message.digest()));
        leaves.add(checkpoint.leaf());
        return TimestampChain.over(leaves);
    }

    /** The hash tree of this time-stamp. */
    public TimestampChain chain() {
        return chainOver(messages, checkpoint);
    }
}
