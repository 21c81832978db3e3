package org.ambergate.timestamping;

import java.nio.file.Path;
import java.time.Duration;

/**
 * When and how much is time-stamped.
 *
 * @param interval pause between rounds
 * @param failurePeriod how long time-stamping may fail before messages are refused; zero: for ever
 * @param batchMessagesMax most messages under one time-stamp
 * @param failureFile where the first failure is kept over restarts
 */
public record TimestampingSettings(Duration interval, Duration failurePeriod, int batchMessagesMax, Path failureFile) {
    /** Pause after a failure, unless the interval is shorter. */
    public static final Duration RETRY_DELAY = Duration.ofSeconds(60);

    /** Pause after a failure while messages are refused: the server is to resume soon after the cause is gone. */
    public static final Duration RETRY_DELAY_REFUSING = Duration.ofSeconds(5);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public TimestampingSettings {
        if (interval.isNegative() || interval.isZero() || failurePeriod.isNegative() || batchMessagesMax < 1) {
            throw new IllegalArgumentException("Time-stamping has an interval and a batch of at least one message");
        }
    }
}
