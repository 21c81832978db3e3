package org.ambergate.sandbox.system;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.ambergate.cli.Main;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedQuery;
import org.ambergate.sandbox.LogFiles;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Evidence that information systems download from running servers verifies offline (threat T-104). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EvidenceDownloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String CONSUMER = "xRoadInstance=DEV&memberClass=ORG&memberCode=1111&subsystemCode=CONSUMER";
    private static final String NEIGHBOUR = "xRoadInstance=DEV&memberClass=ORG&memberCode=1111&subsystemCode=NEIGHBOUR";
    private static final String PROVIDER = "xRoadInstance=DEV&memberClass=ORG&memberCode=2222&subsystemCode=PROVIDER";
    private static final String CLIENTS = """
            clients:
              - id: DEV/ORG/1111/CONSUMER
                connection: http
              - id: DEV/ORG/1111/NEIGHBOUR
                connection: http
            """;

    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private RunningPair pair;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        // After the round at the start no other comes by itself.
        pair = RunningPair.start(
                Files.createDirectory(temporary.resolve("pair")), KeyKind.P256, "", "time-stamping: {interval: 1d}\n");
        Files.writeString(pair.ecosystem().consumer().services(), CLIENTS);
        pair.resetService();
        pair.service().stubFor(any(anyUrl()).willReturn(ok("what the service says")));
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @Test
    void bothSidesGetContainersThatVerifyWithTheConfigurationFromTheSameServer() throws Exception {
        exchange("both/1");
        for (Side side : sides()) {
            HttpResponse<byte[]> early = get(side.port(), "/asic?queryId=both%2F1&" + side.client());
            assertThat(early.statusCode()).isEqualTo(500);
            assertThat(new String(early.body(), StandardCharsets.UTF_8)).contains("not time-stamped yet");

            HttpResponse<byte[]> forced = get(side.port(), "/asic?force&queryId=both%2F1&" + side.client());
            assertThat(forced.statusCode()).isEqualTo(200);
            Path evidence = Files.createDirectory(directory.resolve("evidence-" + side.name()));
            List<Path> containers = unpack(forced.body(), evidence);
            Path trust = directory.resolve("verificationconf-" + side.name() + ".zip");
            Files.write(trust, get(side.port(), "/verificationconf").body());

            assertThat(containers).hasSize(2);
            assertThat(verify(trust, evidence)).isEqualTo(new Verdict(0, 2));
            flip(containers.get(1), "what the service says");
            Verdict changed = verify(trust, evidence);
            assertThat(changed.exitCode()).isNotZero();
            assertThat(changed.passed()).isEqualTo(1);
        }
    }

    @Test
    void aSingleContainerComesAsItIs() throws Exception {
        exchange("single");
        for (Side side : sides()) {
            HttpResponse<byte[]> answer =
                    get(side.port(), "/asic?queryId=single&unique&responseOnly&force&" + side.client());
            Path container = directory.resolve("single-" + side.name() + ".asice");
            Files.write(container, answer.body());
            Path trust = directory.resolve("single-" + side.name() + ".zip");
            Files.write(trust, get(side.port(), "/verificationconf").body());

            assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                    .matches("attachment; filename=\"single-response-[0-9a-v]+\\.asice\"");
            assertThat(verify(trust, container)).isEqualTo(new Verdict(0, 1));
        }
    }

    @Test
    void nobodyGetsTheMessagesOfOthers() throws Exception {
        exchange("mine");
        InetSocketAddress consumer = pair.consumerHttp();
        InetSocketAddress provider = pair.providerServer().addresses().consumerHttp();
        // The changed services file comes into effect within seconds.
        await().atMost(PATIENCE)
                .until(() ->
                        get(consumer, "/asic?force&queryId=mine&" + NEIGHBOUR).statusCode() != 401);

        assertThat(get(consumer, "/asic?force&queryId=mine&" + NEIGHBOUR).statusCode())
                .isEqualTo(404);
        assertThat(get(consumer, "/asic?force&queryId=mine&" + PROVIDER).statusCode())
                .isEqualTo(401);
        assertThat(get(provider, "/asic?force&queryId=mine&" + CONSUMER).statusCode())
                .isEqualTo(401);
        assertThat(get(consumer, "/asic?force&queryId=mine&" + CONSUMER).statusCode())
                .isEqualTo(200);
        assertThat(get(consumer, "/asic?queryId=mine").statusCode()).isEqualTo(400);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(downloads("mine"))
                        .extracting(LoggedQuery::auditor)
                        .contains("DEV/ORG/1111/NEIGHBOUR", "DEV/ORG/1111/CONSUMER"));
        assertThat(downloads("mine"))
                .allSatisfy(query ->
                        assertThat(query.records()).isEqualTo(query.auditor().equals("DEV/ORG/1111/CONSUMER") ? 2 : 0));
    }

    private record Side(String name, InetSocketAddress port, String client) {}

    /** What the verifier said: its exit code, and how many containers passed. */
    private record Verdict(int exitCode, long passed) {}

    private List<Side> sides() {
        return List.of(
                new Side("consumer", pair.consumerHttp(), CONSUMER),
                new Side("provider", pair.providerServer().addresses().consumerHttp(), PROVIDER));
    }

    private void exchange(String queryId) throws Exception {
        HttpResponse<String> reply = pair.send(pair.request("/a")
                .header("X-Road-Id", queryId)
                .POST(BodyPublishers.ofString("what the consumer asks")));
        assertThat(reply.statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> get(InetSocketAddress port, String target) throws IOException, InterruptedException {
        return pair.sendForBytes(HttpRequest.newBuilder(
                        URI.create("http://" + port.getAddress().getHostAddress() + ":" + port.getPort() + target))
                .timeout(Duration.ofSeconds(60)));
    }

    private List<LoggedQuery> downloads(String queryId) throws IOException {
        List<LoggedQuery> found = new ArrayList<>();
        AuditReport report = LogFiles.audit(pair.ecosystem().consumer().messageLog(), (place, record) -> {
            if (record instanceof LogRecord.Query query && query.query().query().contains("queryId=" + queryId)) {
                found.add(query.query());
            }
        });
        assertThat(report.finding()).isEmpty();
        return found;
    }

    private static List<Path> unpack(byte[] zip, Path into) throws IOException {
        List<Path> files = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (@Nullable ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = into.resolve(entry.getName());
                Files.write(file, in.readAllBytes());
                files.add(file);
            }
        }
        return files;
    }

    private static void flip(Path container, String text) throws IOException {
        byte[] bytes = Files.readAllBytes(container);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        bytes[at] ^= 1;
        Files.write(container, bytes);
    }

    private static Verdict verify(Path trust, Path place) {
        StringWriter out = new StringWriter();
        int exitCode = new CommandLine(new Main())
                .setOut(new PrintWriter(out))
                .execute("verify", "--json", "--trust", trust.toString(), place.toString());
        long passed = out.toString()
                .lines()
                .filter(line -> line.contains("\"verdict\":\"TOTAL_PASSED\""))
                .count();
        return new Verdict(exitCode, passed);
    }
}
