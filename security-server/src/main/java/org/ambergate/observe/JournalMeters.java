package org.ambergate.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.ambergate.journal.LogMeters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the journal does, as meters and lifecycle log lines. */
public final class JournalMeters implements LogMeters {
    private static final Logger LOG = LoggerFactory.getLogger("org.ambergate.journal");

    private final DistributionSummary records;
    private final Counter bytes;
    private final Timer sync;
    private final Counter refused;
    private final Counter outcomesLost;

    public JournalMeters(MeterRegistry registry) {
        records = DistributionSummary.builder("ambergate.journal.group.records")
                .description("Records made durable by one sync")
                .register(registry);
        bytes = Counter.builder("ambergate.journal.bytes")
                .description("Bytes written to the journal")
                .register(registry);
        sync = Timer.builder("ambergate.journal.sync")
                .description("Time of one sync")
                .register(registry);
        refused = Counter.builder("ambergate.journal.refused")
                .description("Messages that could not be logged")
                .register(registry);
        outcomesLost = Counter.builder("ambergate.journal.outcomes.lost")
                .description("Outcomes of exchanges that could not be logged")
                .register(registry);
    }

    @Override
    public void committed(int count, long length, Duration time) {
        records.record(count);
        bytes.increment((double) length);
        sync.record(time);
    }

    @Override
    public void refused() {
        refused.increment();
    }

    @Override
    public void stopped() {
        LOG.error("The message log failed; messages are refused until its storage works again");
    }

    @Override
    public void resumed() {
        LOG.warn("The message log works again");
    }

    @Override
    public void outcomeLost() {
        outcomesLost.increment();
    }
}
