package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.asic.AsicContainer;
import org.ambergate.asic.AsicLimits;
import org.ambergate.cli.Main;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.ServerHome;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An exchange through both servers, exported from their logs, is evidence after everything has stopped. */
final class ExportedExchangeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String SERVICE = SandboxIds.PROVIDER.encoded() + "/" + SandboxIds.SERVICE_CODE;
    private static final String ANSWER = "what the service said";

    @TempDir
    Path directory;

    /** What a command did. */
    private record Ran(int exitCode, String out, String err) {
        List<JsonNode> json() {
            return out.lines().map(JSON::readTree).toList();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"P256", "RSA_2048"})
    void itIsFoundByItsServiceAndPassesWithTheEcosystemStopped(KeyKind keys) throws Exception {
        List<Path> evidence = new ArrayList<>();
        List<Path> trust = new ArrayList<>();
        try (RunningPair pair = start(keys)) {
            String requestId = exchange(pair);
            for (ServerHome home :
                    List.of(pair.ecosystem().consumer(), pair.ecosystem().provider())) {
                Path to = directory.resolve("evidence-" + home.server().serverCode());
                assertThat(run("log", "search", "--service", SERVICE, "--json", log(home))
                                .json())
                        .anyMatch(record -> record.path("requestId").asString().equals(requestId));
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(export(home, to).exitCode()).isZero());
                evidence.add(to);
                trust.add(home.globalConfiguration());
            }
        }

        for (int i = 0; i < evidence.size(); i++) {
            List<String> names = names(evidence.get(i));
            assertThat(names).hasSize(2).allMatch(name -> name.matches("CASE%2F7-(request|response)-[0-9a-v]+.asice"));
            Ran verified = run(
                    "verify",
                    "--json",
                    "--trust",
                    trust.get(i).toString(),
                    evidence.get(i).toString());
            assertThat(verified.exitCode()).as(verified.out()).isZero();
            assertThat(verified.json())
                    .hasSize(2)
                    .allMatch(report -> report.path("verdict").asString().equals("TOTAL_PASSED"))
                    .allMatch(report -> report.path("findings").isEmpty())
                    .allMatch(report ->
                            report.path("message").path("queryId").asString().equals("CASE/7"));
            assertThat(body(evidence.get(i).resolve(names.get(0)))).isEqualTo("what the client asked");
            assertThat(body(evidence.get(i).resolve(names.get(1)))).isEqualTo(ANSWER);
        }
    }

    @Test
    void aByteThatIsChangedAfterwardsDoesNotPass() throws Exception {
        Path to = directory.resolve("evidence");
        Path trust;
        try (RunningPair pair = start(KeyKind.P256)) {
            String unused = exchange(pair);
            ServerHome home = pair.ecosystem().consumer();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(export(home, to).exitCode()).isZero());
            trust = home.globalConfiguration();
        }
        Path container = to.resolve(names(to).get(1));
        String text = Files.readString(container, StandardCharsets.ISO_8859_1);
        byte[] bytes = Files.readAllBytes(container);
        bytes[text.indexOf(ANSWER)] ^= 1;
        Files.write(container, bytes);

        assertThat(run("verify", "--trust", trust.toString(), container.toString())
                        .exitCode())
                .isEqualTo(1);
    }

    private RunningPair start(KeyKind keys) throws Exception {
        return RunningPair.start(
                Files.createDirectory(directory.resolve("ecosystem")), keys, "", "time-stamping: {interval: 1s}\n");
    }

    private static String exchange(RunningPair pair) throws Exception {
        pair.service().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok(ANSWER)));
        HttpResponse<String> reply = pair.send(pair.request("/a")
                .header("x-road-id", "CASE/7")
                .POST(HttpRequest.BodyPublishers.ofString("what the client asked")));
        assertThat(reply.statusCode()).isEqualTo(200);
        return reply.headers().firstValue("x-road-request-id").orElseThrow();
    }

    private Ran export(ServerHome home, Path to) {
        return run("log", "export", "--service", SERVICE, "--overwrite", "-o", to.toString(), log(home));
    }

    private static List<String> names(Path evidence) throws Exception {
        try (Stream<Path> files = Files.list(evidence)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static String body(Path container) throws Exception {
        return new String(
                AsicContainer.read(Files.readAllBytes(container), AsicLimits.DEFAULT)
                        .content("attachment1")
                        .orElseThrow(),
                StandardCharsets.UTF_8);
    }

    private static String log(ServerHome home) {
        return home.messageLog().toString();
    }

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new Main())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }
}
