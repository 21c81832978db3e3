package org.ambergate.journal;

import java.io.IOException;
import org.ambergate.messagelog.Finding;

/**
 * Records that were durable cannot be read any more. The log does not go on by itself, since it would have to drop
 * them: a person restores the files or decides otherwise.
 */
public final class LogDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    LogDamagedException(Finding finding) {
        super("The message log is damaged in " + finding.place().segment() + " at byte "
                + finding.place().offset() + ", sequence number "
                + finding.place().sequence() + ": "
                + finding.reason());
    }

    LogDamagedException(String reason) {
        super("The message log is damaged: " + reason);
    }
}
