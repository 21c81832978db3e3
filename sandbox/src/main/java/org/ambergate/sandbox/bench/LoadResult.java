package org.ambergate.sandbox.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What a load met.
 *
 * @param exchanges right and whole replies that ended while counting was on
 * @param errors wrong or broken exchanges, from the first to the last
 * @param allExchanges right and whole replies from the first to the last, with warm-up
 * @param elapsed the time that counted
 * @param latencies from sending a request to the end of its reply, in nanoseconds, of the counted exchanges
 */
public record LoadResult(long exchanges, long errors, long allExchanges, Duration elapsed, Histogram latencies) {
    public double requestsPerSecond() {
        return exchanges * 1e9 / elapsed.toNanos();
    }

    /** The latency that the given share of exchanges did not exceed, in milliseconds. */
    public double percentileMs(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
