package org.ambergate.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.ExchangeOutcome;
import org.ambergate.exchange.ExchangeStep;
import org.ambergate.exchange.ExchangeTimeline;
import org.ambergate.exchange.Side;
import org.ambergate.fault.FaultReply;

/** Timers and counters derived from the exchange timeline. Meter names are listed in {@code docs/operations.md}. */
public final class ExchangeMeters {
    /** Fault codes counted by name; a peer could send any text, so the rest counts as {@code other}. */
    static final int FAULT_CODES_MAX = 500;

    private final MeterRegistry registry;
    private final Map<Side, Map<ExchangeStep, Timer>> steps = new EnumMap<>(Side.class);
    private final Map<String, Timer> exchanges = new ConcurrentHashMap<>();
    private final Map<String, Counter> faults = new ConcurrentHashMap<>();

    public ExchangeMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Side side : Side.values()) {
            Map<ExchangeStep, Timer> timers = new EnumMap<>(ExchangeStep.class);
            for (ExchangeStep step : ExchangeStep.values()) {
                timers.put(step, timer("ambergate.exchange.step", side, "step", step.label()));
            }
            steps.put(side, timers);
        }
    }

    /** Counts one ended exchange. */
    public void count(ExchangeContext exchange, ExchangeOutcome outcome) {
        Side side = exchange.side();
        exchanges
                .computeIfAbsent(
                        side.label() + outcome.label(),
                        key -> timer("ambergate.exchange", side, "outcome", outcome.label()))
                .record(Duration.ofNanos(exchange.timeline().elapsedNanos()));
        Map<ExchangeStep, Timer> timers = steps.getOrDefault(side, Map.of());
        for (ExchangeTimeline.Mark mark : exchange.timeline().marks()) {
            Timer timer = timers.get(mark.step());
            if (timer != null) {
                timer.record(mark.nanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    /** Counts one fault by its code. */
    public void countFault(Side side, FaultReply fault) {
        String code = faults.size() < FAULT_CODES_MAX || faults.containsKey(side.label() + fault.faultCode())
                ? fault.faultCode()
                : "other";
        faults.computeIfAbsent(
                        side.label() + code,
                        key -> Counter.builder("ambergate.exchange.faults")
                                .description("Exchanges that ended with a fault, by its code")
                                .tag("side", side.label())
                                .tag("code", code)
                                .register(registry))
                .increment();
    }

    private Timer timer(String name, Side side, String tag, String value) {
        return Timer.builder(name)
                .description("Time of exchanges and of their steps")
                .tag("side", side.label())
                .tag(tag, value)
                .register(registry);
    }
}
