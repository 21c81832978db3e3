package org.ambergate.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchResultsTest {
    private static final RoundFigures SLOW = round(900, 3, 30, 70, 200, 1);
    private static final RoundFigures MIDDLE = round(1000, 2, 20, 60, 210, 0);
    private static final RoundFigures FAST = round(1300, 1, 10, 50, 220, 2);
    private static final RoundFigures GATEWAY =
            new RoundFigures(250, 9, 90, 400, new RoundFigures.Behind(40, 8), 300, 0);

    private final PairFigures bare = PairFigures.of(List.of(FAST, SLOW, MIDDLE));
    private final PairFigures gateway = PairFigures.of(List.of(GATEWAY));

    @Test
    void figuresAreMediansWithTheSpreadOfThroughputAndTheSumOfErrors() {
        assertThat(bare.median()).isEqualTo(round(1000, 2, 20, 60, 210, 3));
        assertThat(bare.requestsPerSecondMin()).isEqualTo(900);
        assertThat(bare.requestsPerSecondMax()).isEqualTo(1300);
    }

    @Test
    void theMedianOfTwoRoundsLiesBetweenThem() {
        assertThat(PairFigures.of(List.of(SLOW, FAST)).median().requestsPerSecond())
                .isEqualTo(1100);
    }

    @Test
    void theRatioIsGatewayOverBare() {
        CaseResult result = new CaseResult(LoadProfile.GET, 64, bare, Optional.of(gateway));

        assertThat(result.ratio().orElseThrow()).isCloseTo(0.25, within(1e-9));
        assertThat(result.errors()).isEqualTo(3);
    }

    @Test
    void withoutAGatewayThereIsNoRatio() {
        assertThat(new CaseResult(LoadProfile.GET, 64, bare, Optional.empty()).ratio())
                .isEmpty();
    }

    @Test
    void theJsonHoldsEveryFigureOfEveryCase() {
        JsonNode json = JsonMapper.builder().build().readTree(new BenchJson().print(report()));

        assertThat(json.get("meta").propertyNames())
                .contains("jdk", "cpu", "cores", "fileSystem", "commit", "rounds", "seconds", "keyType", "heap");
        assertThat(json.get("meta").get("keyType").asString()).isEqualTo("rsa2048");
        assertThat(json.get("cases")).hasSize(2);
        JsonNode first = json.get("cases").get(0);
        assertThat(first.get("profile").asString()).isEqualTo("get");
        assertThat(first.get("connections").asInt()).isEqualTo(1);
        assertThat(first.get("bare").propertyNames())
                .containsExactly(
                        "requestsPerSecond",
                        "requestsPerSecondMin",
                        "requestsPerSecondMax",
                        "p50Ms",
                        "p99Ms",
                        "cpuMicrosPerExchange",
                        "indexMicrosPerExchange",
                        "stampingMicrosPerExchange",
                        "rssMb",
                        "errors");
        assertThat(first.get("gateway").get("requestsPerSecond").asDouble()).isEqualTo(250);
        assertThat(first.get("gateway").get("indexMicrosPerExchange").asDouble())
                .isEqualTo(40);
        assertThat(first.get("gateway").get("stampingMicrosPerExchange").asDouble())
                .isEqualTo(8);
        assertThat(first.get("ratio").asDouble()).isEqualTo(0.25);
    }

    @Test
    void theJsonSaysNullForWhatWasNotMeasured() {
        JsonNode second = JsonMapper.builder()
                .build()
                .readTree(new BenchJson().print(report()))
                .get("cases")
                .get(1);

        assertThat(second.get("profile").asString()).isEqualTo("post-1k");
        assertThat(second.get("gateway").isNull()).isTrue();
        assertThat(second.get("ratio").isNull()).isTrue();
    }

    @Test
    void theTableHasARowForEachPairOfEachCase() {
        String table = BenchTable.print(report());

        assertThat(table.lines().filter(line -> line.startsWith("get") || line.startsWith("post-1k")))
                .satisfiesExactly(
                        row -> assertThat(row).contains("bare", "1000", "(900-1300)", "2.00", "20.00", "60.0"),
                        row -> assertThat(row).contains("gateway", "250").endsWith("25.0 %"),
                        row -> assertThat(row).contains("bare"));
        assertThat(table).contains("rsa2048 keys, -Xmx256m per server, medians of 3 rounds of 1.5 s, commit 0123");
    }

    private static RoundFigures round(double rate, double p50, double p99, double cpu, double rss, long errors) {
        return new RoundFigures(rate, p50, p99, cpu, RoundFigures.Behind.NOTHING, rss, errors);
    }

    private BenchReport report() {
        BenchOptions options = new BenchOptions(
                List.of(LoadProfile.values()),
                List.of(1),
                3,
                Duration.ofMillis(1500),
                Duration.ofSeconds(1),
                KeyKind.RSA_2048,
                "256m",
                false,
                Path.of("folder"));
        return new BenchReport(
                new BenchMachine("17", "a processor", 2, "ext4", Optional.of("0123")),
                options,
                List.of(
                        new CaseResult(LoadProfile.GET, 1, bare, Optional.of(gateway)),
                        new CaseResult(LoadProfile.POST_1K, 1, bare, Optional.empty())));
    }
}
