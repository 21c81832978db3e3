package org.ambergate.sandbox.bench;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** A report as a table for the terminal. */
final class BenchTable {
    private static final String HEAD = String.format(
            Locale.ROOT,
            "%-8s %5s  %-7s %9s %19s %9s %9s %12s %8s %7s %7s",
            "profile",
            "conns",
            "pair",
            "req/s",
            "(min-max)",
            "p50 ms",
            "p99 ms",
            "CPU us/exch",
            "RSS MB",
            "errors",
            "ratio");

    private BenchTable() {}

    static String print(BenchReport report) {
        StringBuilder out = new StringBuilder();
        BenchMachine machine = report.machine();
        BenchOptions options = report.options();
        line(out, "%s; %d cores, %s; files on %s", machine.jdk(), machine.cores(), machine.cpu(), machine.fileSystem());
        line(
                out,
                "%s keys, -Xmx%s per server, medians of %d rounds of %s s%s",
                KeyTypes.label(options.keyKind()),
                options.heap(),
                options.rounds(),
                seconds(options.measured()),
                machine.commit().map(commit -> ", commit " + commit).orElse(""));
        line(out, "");
        line(out, "%s", HEAD);
        for (CaseResult result : report.cases()) {
            row(out, result, "bare", result.bare(), OptionalDouble.empty());
            Optional<PairFigures> gateway = result.gateway();
            if (gateway.isPresent()) {
                row(out, result, "gateway", gateway.get(), result.ratio());
            }
        }
        return out.toString();
    }

    private static void row(
            StringBuilder out, CaseResult result, String pair, PairFigures figures, OptionalDouble ratio) {
        RoundFigures median = figures.median();
        line(
                out,
                "%-8s %5d  %-7s %9.0f %19s %9.2f %9.2f %12.1f %8.0f %7d %7s",
                result.profile().label(),
                result.connections(),
                pair,
                median.requestsPerSecond(),
                String.format(
                        Locale.ROOT, "(%.0f-%.0f)", figures.requestsPerSecondMin(), figures.requestsPerSecondMax()),
                median.p50Ms(),
                median.p99Ms(),
                median.cpuMicrosPerExchange(),
                median.rssMb(),
                median.errors(),
                ratio.isPresent() ? String.format(Locale.ROOT, "%.1f %%", ratio.getAsDouble() * 100) : "");
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append(System.lineSeparator());
    }
}
