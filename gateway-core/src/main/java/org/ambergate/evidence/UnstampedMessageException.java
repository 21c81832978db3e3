package org.ambergate.evidence;

/** A message whose time-stamp the log does not hold yet. */
public final class UnstampedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    UnstampedMessageException(long sequence) {
        super("Record " + sequence + " has no time-stamp yet");
    }
}
