package org.ambergate.sandbox.bench;

import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A report as one JSON object, for programs. */
final class BenchJson {
    // Three decimals: a microsecond where the unit is a millisecond.
    private static final double PRECISION = 1000;

    private final JsonMapper json = JsonMapper.builder().build();

    String print(BenchReport report) {
        ObjectNode root = json.createObjectNode();
        ObjectNode meta = root.putObject("meta");
        machine(meta, report.machine());
        run(meta, report.options());
        for (CaseResult result : report.cases()) {
            root.withArray("cases").add(caseOf(result));
        }
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void machine(ObjectNode node, BenchMachine machine) {
        node.put("jdk", machine.jdk()).put("cpu", machine.cpu()).put("cores", machine.cores());
        node.put("fileSystem", machine.fileSystem());
        machine.commit().ifPresentOrElse(commit -> node.put("commit", commit), () -> node.putNull("commit"));
    }

    private static void run(ObjectNode node, BenchOptions options) {
        node.put("rounds", options.rounds());
        node.put("seconds", options.measured().toMillis() / 1e3);
        node.put("warmUpSeconds", options.warmUp().toMillis() / 1e3);
        node.put("keyType", KeyTypes.label(options.keyKind()));
        node.put("heap", options.heap());
    }

    private ObjectNode caseOf(CaseResult result) {
        ObjectNode node = json.createObjectNode();
        node.put("profile", result.profile().label()).put("connections", result.connections());
        figures(node.putObject("bare"), result.bare());
        result.gateway()
                .ifPresentOrElse(gateway -> figures(node.putObject("gateway"), gateway), () -> node.putNull("gateway"));
        OptionalDouble ratio = result.ratio();
        ratio.ifPresentOrElse(value -> node.put("ratio", rounded(value)), () -> node.putNull("ratio"));
        return node;
    }

    private static void figures(ObjectNode node, PairFigures figures) {
        RoundFigures median = figures.median();
        node.put("requestsPerSecond", rounded(median.requestsPerSecond()));
        node.put("requestsPerSecondMin", rounded(figures.requestsPerSecondMin()));
        node.put("requestsPerSecondMax", rounded(figures.requestsPerSecondMax()));
        node.put("p50Ms", rounded(median.p50Ms()));
        node.put("p99Ms", rounded(median.p99Ms()));
        node.put("cpuMicrosPerExchange", rounded(median.cpuMicrosPerExchange()));
        node.put("indexMicrosPerExchange", rounded(median.behind().indexMicros()));
        node.put("stampingMicrosPerExchange", rounded(median.behind().stampingMicros()));
        node.put("rssMb", rounded(median.rssMb()));
        node.put("errors", median.errors());
    }

    private static double rounded(double value) {
        return Math.round(value * PRECISION) / PRECISION;
    }
}
