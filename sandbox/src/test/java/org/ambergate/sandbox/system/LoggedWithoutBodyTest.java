package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.cli.Main;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.messagelog.BodyState;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.ServerHome;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Bodies that settings keep out of the log pass unchanged; what is logged verifies, and says what is absent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LoggedWithoutBodyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int INDETERMINATE = 3;
    private static final String SECRET = "{\"diagnosis\":\"not for the log\"}";
    private static final String ANSWER = "{\"answer\":\"nor this\"}";

    @TempDir
    private Path directory = Path.of("");

    private RunningPair pair;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        pair = RunningPair.start(home, KeyKind.P256, "", """
                message-log:
                  bodies-disabled: {local-producers: [%1$s], remote-producers: [%1$s]}
                time-stamping: {interval: 1s}
                """.formatted(SandboxIds.PROVIDER.encoded()));
        pair.resetService();
        pair.service()
                .stubFor(WireMock.post(WireMock.anyUrl())
                        .willReturn(WireMock.ok(ANSWER).withHeader("Content-Type", "application/json")));
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @Test
    void bodiesPassAndLeaveTheirLengthsAndDigestsAlone() throws Exception {
        HttpResponse<String> reply = exchange("without-1");

        assertThat(reply.body()).isEqualTo(ANSWER);
        pair.service().verify(WireMock.postRequestedFor(WireMock.anyUrl()).withRequestBody(WireMock.equalTo(SECRET)));
        for (ServerHome home : homes()) {
            List<LogRecord.Message> logged = pair.logged(home, requestId(reply));
            assertThat(logged).hasSize(2);
            assertLeftOut(logged.get(0).message(), SECRET);
            assertLeftOut(logged.get(1).message(), ANSWER);
            assertThat(bytesOfLog(home)).doesNotContain("not for the log").doesNotContain("nor this");
        }
    }

    @Test
    void whatIsLoggedVerifiesAndItsContainerSaysThatTheBodyIsAbsent() throws Exception {
        String id = requestId(exchange("without-2"));
        for (ServerHome home : homes()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(containers(home, id)).hasSize(2));
            for (Path container : containers(home, id)) {
                StringWriter out = new StringWriter();
                int exit = run(out, "verify", "--json", "--trust", trust(home), container.toString());

                assertThat(exit).isEqualTo(INDETERMINATE);
                assertThat(out.toString())
                        .contains("body_not_contained", "attachment1 with SHA-512 ")
                        .doesNotContain("TOTAL_FAILED", "digest_mismatch", "invalid_reference");
            }
            StringWriter out = new StringWriter();
            assertThat(run(
                            out,
                            "log",
                            "verify",
                            "--trust",
                            trust(home),
                            home.messageLog().toString()))
                    .as(out.toString())
                    .isZero();
        }
    }

    private static void assertLeftOut(LoggedMessage message, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertThat(message.body().state()).isEqualTo(BodyState.LEFT_OUT);
        assertThat(message.body().length()).isEqualTo(bytes.length);
        assertThat(message.body().digest()).contains(DigestAlgorithm.SHA512.of(bytes));
    }

    private HttpResponse<String> exchange(String queryId) throws IOException, InterruptedException {
        return pair.send(pair.request("/x")
                .header("X-Road-Id", queryId)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(SECRET)));
    }

    /** Containers of an exchange's messages; fewer than there are messages while no time-stamp covers them. */
    private List<Path> containers(ServerHome home, String requestId) throws IOException {
        Path evidence = Files.createTempDirectory(directory, "evidence");
        int unused = run(
                new StringWriter(),
                "log",
                "export",
                requestId,
                "--log",
                home.messageLog().toString(),
                "--index",
                evidence.resolve("index").toString(),
                "-o",
                evidence.toString());
        try (Stream<Path> files = Files.list(evidence)) {
            return files.filter(file -> file.toString().endsWith(".asice")).toList();
        }
    }

    private List<ServerHome> homes() {
        return List.of(pair.ecosystem().consumer(), pair.ecosystem().provider());
    }

    private static String requestId(HttpResponse<String> reply) {
        return reply.headers().firstValue("x-road-request-id").orElseThrow();
    }

    private static String bytesOfLog(ServerHome home) throws IOException {
        return new String(
                Files.readAllBytes(home.messageLog().resolve("0000000001.segment")), StandardCharsets.ISO_8859_1);
    }

    private static String trust(ServerHome home) {
        return home.globalConfiguration().toString();
    }

    private static int run(StringWriter out, String... arguments) {
        return new CommandLine(new Main()).setOut(new PrintWriter(out)).execute(arguments);
    }
}
