package org.ambergate.sandbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Measures one round on one pair: the load's view, and what the pair's processes used meanwhile. */
final class PairMeter implements LoadGenerator.Observer {
    private static final double BYTES_PER_MB = 1e6;

    // The threads of AuditIndexing and Timestamper; a bare pair has neither.
    private static final String INDEX_THREAD = "audit-index";
    private static final String STAMPING_THREAD = "time-stamping";

    private final MeasuredPair pair;
    private final List<ProcessMeter> meters;
    private Used atStart = Used.NOTHING;
    private Used atStop = Used.NOTHING;

    /** Processor time of all processes so far, and of those of their threads that follow the message logs. */
    private record Used(Duration all, Duration index, Duration stamping) {
        static final Used NOTHING = new Used(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    @FunctionalInterface
    private interface Reading {
        Duration of(ProcessMeter meter) throws IOException;
    }

    PairMeter(MeasuredPair pair) {
        this.pair = pair;
        this.meters = pair.processes().stream()
                .map(process -> new ProcessMeter(process.pid()))
                .toList();
    }

    /** @throws IOException if one of the pair's processes has ended */
    RoundFigures measure(LoadGenerator load, LoadProfile profile, LoadPlan plan)
            throws IOException, InterruptedException {
        LoadResult result;
        try {
            result = load.run(profile.request(pair), plan, this);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new RoundFigures(
                result.requestsPerSecond(),
                result.percentileMs(50),
                result.percentileMs(99),
                micros(atStart.all(), atStop.all(), result),
                new RoundFigures.Behind(
                        micros(atStart.index(), atStop.index(), result),
                        micros(atStart.stamping(), atStop.stamping(), result)),
                residentMb(),
                result.errors());
    }

    @Override
    public void started() {
        atStart = used();
    }

    @Override
    public void stopped() {
        atStop = used();
    }

    private static double micros(Duration start, Duration stop, LoadResult result) {
        return result.exchanges() == 0 ? 0 : stop.minus(start).toNanos() / 1e3 / result.exchanges();
    }

    private Used used() {
        return new Used(
                sum(ProcessMeter::cpuTime),
                sum(meter -> meter.cpuTime(INDEX_THREAD)),
                sum(meter -> meter.cpuTime(STAMPING_THREAD)));
    }

    private Duration sum(Reading reading) {
        try {
            Duration sum = Duration.ZERO;
            for (ProcessMeter meter : meters) {
                sum = sum.plus(reading.of(meter));
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double residentMb() throws IOException {
        long largest = 0;
        for (ProcessMeter meter : meters) {
            largest = Math.max(largest, meter.residentBytes());
        }
        return largest / BYTES_PER_MB;
    }
}
