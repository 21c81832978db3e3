package org.ambergate.journal;

import java.io.IOException;

/** Another process, or another server in this one, has the log's directory open. */
public final class LogInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    LogInUseException() {
        super("The message log's directory is in use by another server");
    }
}
