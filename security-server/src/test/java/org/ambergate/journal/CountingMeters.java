package org.ambergate.journal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the log reports. */
final class CountingMeters implements LogMeters {
    final AtomicInteger groups = new AtomicInteger();
    final AtomicInteger records = new AtomicInteger();
    final AtomicInteger refusals = new AtomicInteger();
    final AtomicInteger stops = new AtomicInteger();
    final AtomicInteger resumes = new AtomicInteger();
    final AtomicInteger lostOutcomes = new AtomicInteger();

    @Override
    public void committed(int count, long bytes, Duration sync) {
        groups.incrementAndGet();
        records.addAndGet(count);
    }

    @Override
    public void refused() {
        refusals.incrementAndGet();
    }

    @Override
    public void stopped() {
        stops.incrementAndGet();
    }

    @Override
    public void resumed() {
        resumes.incrementAndGet();
    }

    @Override
    public void outcomeLost() {
        lostOutcomes.incrementAndGet();
    }
}
