package org.ambergate.journal;

import java.time.Instant;

/** Proof that a message is durable in the log: it survives the loss of power from now on. Only the log makes it. */
public final class LogReceipt {
    private final long sequenceNumber;
    private final Instant time;

    LogReceipt(long sequenceNumber, Instant time) {
        this.sequenceNumber = sequenceNumber;
        this.time = time;
    }

    /** The record's number in the log, from 0, without gaps and never used twice. */
    public long sequenceNumber() {
        return sequenceNumber;
    }

    /** When the record's group was committed. */
    public Instant time() {
        return time;
    }
}
