package org.ambergate.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {
    private static final String[] SHORT = {
        "--connections",
        "4",
        "--profile",
        "get",
        "--rounds",
        "2",
        "--seconds",
        "0.3",
        "--warmup",
        "0.3",
        "--heap",
        "64m"
    };

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    /**
     * Stands in for the gateway: the service itself.
     *
     * @param baseUrl where requests go
     */
    private record Direct(URI baseUrl) implements MeasuredPair {
        static MeasuredPair to(PairSettings settings) {
            return new Direct(
                    URI.create("http://127.0.0.1:" + settings.service().getPort()));
        }

        static MeasuredPair toNothing(PairSettings settings) {
            return new Direct(
                    URI.create("http://127.0.0.1:" + settings.service().getPort() + "/nothing"));
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("X-Road-Client", "A/B/C/D");
        }

        @Override
        public List<ProcessHandle> processes() {
            return List.of(ProcessHandle.current());
        }

        @Override
        public void close() {
            // The service belongs to the command.
        }
    }

    @Test
    void theBarePairAloneIsMeasured() {
        assertThat(run(noGateway(), "--bare-only", "--json")).isZero();

        JsonNode json = JsonMapper.builder().build().readTree(out.toString(StandardCharsets.UTF_8));
        JsonNode bare = json.get("cases").get(0).get("bare");
        assertThat(json.get("cases")).hasSize(1);
        assertThat(bare.get("requestsPerSecond").asDouble()).isPositive();
        assertThat(bare.get("p50Ms").asDouble()).isPositive();
        assertThat(bare.get("cpuMicrosPerExchange").asDouble()).isPositive();
        assertThat(bare.get("rssMb").asDouble()).isGreaterThan(10);
        assertThat(bare.get("errors").asLong()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void bothPairsAreMeasuredInTurns() {
        assertThat(run(Direct::to)).isZero();

        assertThat(progress.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("round")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("round 1 of 2, bare"),
                        line -> assertThat(line).contains("round 1 of 2, gateway"),
                        line -> assertThat(line).contains("round 2 of 2, bare"),
                        line -> assertThat(line).contains("round 2 of 2, gateway"));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("gateway").contains(" %");
    }

    @Test
    void aPairThatAnswersWronglyFailsTheRun() {
        assertThat(run(Direct::toNothing)).isEqualTo(4);
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("gateway pair gave no right answer");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--profile=put",
                "--key=dsa",
                "--connections=0",
                "--connections=x",
                "--rounds=0",
                "--seconds=0",
                "--warmup=-1",
                "--heap=lots",
                "--heap=256m -Dx=y"
            })
    void wrongOptionsAreRefusedBeforeAnythingStarts(String option) {
        assertThat(run(noGateway(), "--bare-only", option)).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(progress.size()).isZero();
    }

    @Test
    void helpShowsExamples() {
        StringWriter help = new StringWriter();
        commandLine(noGateway()).setOut(new PrintWriter(help)).execute("--help");

        assertThat(help.toString()).contains("ambergate bench --bare-only", "--connections", "Exit code");
    }

    private int run(GatewayPairStarter starter, String... more) {
        String[] all = new String[SHORT.length + more.length + 2];
        System.arraycopy(SHORT, 0, all, 0, SHORT.length);
        System.arraycopy(more, 0, all, SHORT.length, more.length);
        all[all.length - 2] = "--folder";
        all[all.length - 1] = folder.toString();
        return commandLine(starter).setErr(new PrintWriter(new StringWriter())).execute(all);
    }

    private CommandLine commandLine(GatewayPairStarter starter) {
        return new CommandLine(new BenchCommand(
                        starter,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(progress, true, StandardCharsets.UTF_8)))
                .setOverwrittenOptionsAllowed(true);
    }

    private static GatewayPairStarter noGateway() {
        return settings -> {
            throw new IOException("There is no gateway in this test");
        };
    }
}
