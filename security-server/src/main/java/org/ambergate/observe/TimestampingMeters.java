package org.ambergate.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.ambergate.fault.LocalFault;
import org.ambergate.timestamping.TimestampMeters;

/** What time-stamping does, as meters. */
public final class TimestampingMeters implements TimestampMeters {
    private final Counter timestamps;
    private final Counter messages;
    private final MeterRegistry registry;

    public TimestampingMeters(MeterRegistry registry) {
        this.registry = registry;
        timestamps = Counter.builder("ambergate.timestamping.timestamps")
                .description("Time-stamps made durable")
                .register(registry);
        messages = Counter.builder("ambergate.timestamping.messages")
                .description("Messages that these cover")
                .register(registry);
    }

    @Override
    public void stamped(int count) {
        timestamps.increment();
        messages.increment(count);
    }

    @Override
    public void refused(LocalFault reason) {
        // As many as there are constants: a fault's text never becomes a label.
        Counter.builder("ambergate.timestamping.refused")
                .description("Answers of authorities that gave no time-stamp that holds, and calls without answer")
                .tag("code", reason.code().xroadName())
                .register(registry)
                .increment();
    }
}
