package org.ambergate.sandbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Measures one round on one pair: the load's view, and what the pair's processes used meanwhile. */
final class PairMeter implements LoadGenerator.Observer {
    private static final double BYTES_PER_MB = 1e6;

    private final MeasuredPair pair;
    private final List<ProcessMeter> meters;
    private Duration cpuAtStart = Duration.ZERO;
    private Duration cpuAtStop = Duration.ZERO;

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
        double cpuMicros = cpuAtStop.minus(cpuAtStart).toNanos() / 1e3;
        return new RoundFigures(
                result.requestsPerSecond(),
                result.percentileMs(50),
                result.percentileMs(99),
                result.exchanges() == 0 ? 0 : cpuMicros / result.exchanges(),
                residentMb(),
                result.errors());
    }

    @Override
    public void started() {
        cpuAtStart = cpuTime();
    }

    @Override
    public void stopped() {
        cpuAtStop = cpuTime();
    }

    private Duration cpuTime() {
        try {
            Duration sum = Duration.ZERO;
            for (ProcessMeter meter : meters) {
                sum = sum.plus(meter.cpuTime());
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
