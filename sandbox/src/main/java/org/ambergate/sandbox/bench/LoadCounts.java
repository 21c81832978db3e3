package org.ambergate.sandbox.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** The counts of one load. Only its event loop touches them. */
final class LoadCounts {
    // Nothing waits longer than this for a reply; longer ones are recorded as this.
    private static final long LATENCY_NANOS_MAX = Duration.ofSeconds(60).toNanos();
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram latencies = new Histogram(LATENCY_NANOS_MAX, SIGNIFICANT_DIGITS);
    private boolean counting;
    private boolean stopping;
    private long countingSince;
    private long countedNanos;
    private long exchanges;
    private long allExchanges;
    private long errors;

    void startCounting() {
        counting = true;
        countingSince = System.nanoTime();
    }

    void stopCounting() {
        counting = false;
        countedNanos = System.nanoTime() - countingSince;
    }

    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    void right(long nanos) {
        allExchanges++;
        if (counting) {
            exchanges++;
            latencies.recordValue(Math.min(nanos, LATENCY_NANOS_MAX));
        }
    }

    void wrong() {
        errors++;
    }

    LoadResult result() {
        return new LoadResult(exchanges, errors, allExchanges, Duration.ofNanos(countedNanos), latencies);
    }
}
