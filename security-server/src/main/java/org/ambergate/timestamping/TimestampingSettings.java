package org.ambergate.timestamping;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * When and how much is time-stamped.
 *
 * @param interval pause between rounds; empty: what the global configuration says
 * @param failurePeriod how long time-stamping may fail before messages are refused; zero: for ever
 * @param batchMessagesMax most messages under one time-stamp
 * @param crossCheck whether the time of an authority counts only if another one's agrees with it
 * @param failureFile where the first failure is kept over restarts
 */
public record TimestampingSettings(
        Optional<Duration> interval,
        Duration failurePeriod,
        int batchMessagesMax,
        boolean crossCheck,
        Path failureFile) {
    /** Least and most that a global configuration may ask for; what it says beyond is taken for the bound, as in X-Road. */
    static final Duration CONFIGURED_MIN = Duration.ofSeconds(60);

    static final Duration CONFIGURED_MAX = Duration.ofDays(1);

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
        boolean paused = interval.isEmpty() || interval.get().compareTo(Duration.ZERO) > 0;
        if (!paused || failurePeriod.isNegative() || batchMessagesMax < 1) {
            throw new IllegalArgumentException("Time-stamping has an interval and a batch of at least one message");
        }
    }

    /** Pause between rounds under a global configuration that asks for this one. */
    Duration intervalUnder(Duration configured) {
        if (interval.isPresent()) {
            return interval.get();
        }
        Duration atLeast = configured.compareTo(CONFIGURED_MIN) < 0 ? CONFIGURED_MIN : configured;
        return atLeast.compareTo(CONFIGURED_MAX) > 0 ? CONFIGURED_MAX : atLeast;
    }
}
