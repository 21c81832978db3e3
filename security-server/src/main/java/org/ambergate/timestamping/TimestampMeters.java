package org.ambergate.timestamping;

import org.ambergate.fault.LocalFault;

/** Hears what time-stamping does. Called on its thread, so it must be quick and must not throw. */
public interface TimestampMeters {
    /**
     * A time-stamp is durable in the log.
     *
     * @param messages messages that it covers
     */
    void stamped(int messages);

    /** An authority gave no token that holds. */
    void refused(LocalFault reason);

    /** Hears nothing. */
    static TimestampMeters none() {
        return new TimestampMeters() {
            @Override
            public void stamped(int messages) {}

            @Override
            public void refused(LocalFault reason) {}
        };
    }
}
