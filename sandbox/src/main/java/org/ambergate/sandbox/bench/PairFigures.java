package org.ambergate.sandbox.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one pair did in all rounds of a case: the median of each figure, with the spread of the throughput, and the sum of
 * errors.
 *
 * @param median the medians; its errors are the sum
 * @param requestsPerSecondMin the slowest round
 * @param requestsPerSecondMax the fastest round
 */
record PairFigures(RoundFigures median, double requestsPerSecondMin, double requestsPerSecondMax) {
    static PairFigures of(List<RoundFigures> rounds) {
        RoundFigures median = new RoundFigures(
                median(rounds, RoundFigures::requestsPerSecond),
                median(rounds, RoundFigures::p50Ms),
                median(rounds, RoundFigures::p99Ms),
                median(rounds, RoundFigures::cpuMicrosPerExchange),
                new RoundFigures.Behind(
                        median(rounds, round -> round.behind().indexMicros()),
                        median(rounds, round -> round.behind().stampingMicros())),
                median(rounds, RoundFigures::rssMb),
                rounds.stream().mapToLong(RoundFigures::errors).sum());
        double[] throughput = sorted(rounds, RoundFigures::requestsPerSecond);
        return new PairFigures(median, throughput[0], throughput[throughput.length - 1]);
    }

    private static double median(List<RoundFigures> rounds, ToDoubleFunction<RoundFigures> figure) {
        double[] values = sorted(rounds, figure);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static double[] sorted(List<RoundFigures> rounds, ToDoubleFunction<RoundFigures> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray();
    }
}
