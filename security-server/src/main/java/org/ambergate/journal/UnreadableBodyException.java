package org.ambergate.journal;

import java.io.IOException;

/** A body's bytes could not be read or were not as many as announced; the log itself is well. */
final class UnreadableBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableBodyException(Exception cause) {
        super("A body that was to be logged could not be read", cause);
    }
}
