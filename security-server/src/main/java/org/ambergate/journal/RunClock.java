package org.ambergate.journal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** The time of day during one run. A clock that is set meanwhile ends the run: nobody knows which of its times was right. */
final class RunClock {
    private static final Duration JUMP_MAX = Duration.ofMinutes(1);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Instant start;
    private final long startNanos;

    /** @param nanoTime nanoseconds that pass evenly, whatever the clock is set to */
    RunClock(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.start = clock.instant();
        this.startNanos = nanoTime.getAsLong();
    }

    /** When the run began. */
    Instant start() {
        return start;
    }

    /**
     * The time now.
     *
     * @throws IOException if the clock and the time that has passed differ by more than a minute
     */
    Instant now() throws IOException {
        Instant now = clock.instant();
        Instant expected = start.plusNanos(nanoTime.getAsLong() - startNanos);
        if (Duration.between(expected, now).abs().compareTo(JUMP_MAX) > 0) {
            throw new IOException("The clock was set while it was looked for what is due in the message log;"
                    + " the next run begins anew");
        }
        return now;
    }
}
