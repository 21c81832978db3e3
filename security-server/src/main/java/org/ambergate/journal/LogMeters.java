package org.ambergate.journal;

import java.time.Duration;

/** Hears what the log does. Called on the log's writer thread, so it must be quick and must not throw. */
public interface LogMeters {
    /**
     * A group became durable.
     *
     * @param records records in it
     * @param bytes bytes written
     * @param sync how long the sync took
     */
    void committed(int records, long bytes, Duration sync);

    /** An append was refused or failed. Called on the appending thread as well. */
    void refused();

    /** The log stopped accepting after a failure of its storage. */
    void stopped();

    /** The log accepts again. */
    void resumed();

    /** An outcome could not be logged and is given up. Called on any thread. */
    void outcomeLost();

    /** Hears nothing. */
    static LogMeters none() {
        return new LogMeters() {
            @Override
            public void committed(int records, long bytes, Duration sync) {}

            @Override
            public void refused() {}

            @Override
            public void stopped() {}

            @Override
            public void resumed() {}

            @Override
            public void outcomeLost() {}
        };
    }
}
