package org.ambergate.trust;

import java.time.Duration;
import java.util.Random;

/** When the next round begins. */
final class UpdateSchedule {
    /** First wait after a failure; doubles with every further one, up to the update interval. */
    static final Duration RETRY_MIN = Duration.ofSeconds(5);

    /** Beyond this the doubling has long reached any interval; keeps the arithmetic from overflowing. */
    private static final int DOUBLINGS_MAX = 16;

    private final Duration interval;
    private final Random random;

    UpdateSchedule(Duration interval, Random random) {
        this.interval = interval;
        this.random = random;
    }

    /**
     * The wait before the next round. Shortened at random by up to a tenth, so that servers started together do not come
     * together for ever; never longer than the interval, so that service is back within one after a source is.
     *
     * @param failures how many rounds in a row have failed
     */
    Duration next(int failures) {
        Duration wait = failures == 0 ? interval : RETRY_MIN.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
        long nanos = Math.min(wait.toNanos(), interval.toNanos());
        return Duration.ofNanos(nanos - (long) (random.nextDouble() * (nanos / 10.0)));
    }
}
