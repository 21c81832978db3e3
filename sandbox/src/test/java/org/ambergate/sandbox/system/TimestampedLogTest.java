package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ambergate.cli.Main;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.sandbox.LogFiles;
import org.ambergate.sandbox.ServerHome;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Both servers' logs come under time-stamps of the ecosystem's authority, and no message passes once that cannot be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TimestampedLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private RunningPair pair;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        pair = RunningPair.start(
                directory,
                KeyKind.P256,
                "",
                "time-stamping: {interval: 1s, acceptable-failure-period: 2s, batch-messages: 2}\n");
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @BeforeEach
    void serviceAnswers() {
        pair.resetService();
    }

    @Test
    void everyMessageOfBothServersComesUnderATokenThatVerifies() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(pair.send(pair.request("/a")).statusCode()).isEqualTo(200);
        }

        for (ServerHome home : homes()) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                AuditReport report = LogFiles.audit(home.messageLog(), (place, record) -> {});
                assertThat(report.finding()).isEmpty();
                assertThat(report.messages()).isGreaterThanOrEqualTo(10);
                assertThat(report.stamped()).isEqualTo(report.messages());
            });
            assertThat(verify(home)).contains("VALID", ", 0 not").doesNotContain("INVALID");
        }
    }

    @Test
    void withoutTheAuthorityMessagesAreRefusedInTheEndAndPassAgainOnceItIsBack() throws Exception {
        pair.ecosystem().trust().timestamps().goDown();
        // Something must be waiting for a time-stamp; with nothing to stamp, nothing fails.
        assertThat(pair.send(pair.request("/a")).statusCode()).isEqualTo(200);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(code(pair.send(pair.request("/a"))))
                        .isEqualTo("server.clientproxy.logging_failed.timestamping_failed"));
        int calls = pair.service().getAllServeEvents().size();
        assertThat(code(pair.send(pair.request("/a")))).endsWith("timestamping_failed");
        assertThat(pair.service().getAllServeEvents()).hasSize(calls);
        HttpResponse<String> readiness = readiness();
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).contains("time-stamping", "has failed since");

        pair.ecosystem().trust().timestamps().comeBack();

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(pair.send(pair.request("/a")).statusCode()).isEqualTo(200));
        for (ServerHome home : homes()) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                AuditReport report = LogFiles.audit(home.messageLog(), (place, record) -> {});
                assertThat(report.finding()).isEmpty();
                assertThat(report.stamped()).isEqualTo(report.messages());
            });
        }
    }

    private List<ServerHome> homes() {
        return List.of(pair.ecosystem().consumer(), pair.ecosystem().provider());
    }

    private HttpResponse<String> readiness() throws IOException, InterruptedException {
        InetSocketAddress address = pair.consumerServer().addresses().administration();
        return pair.send(HttpRequest.newBuilder(
                URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/readyz")));
    }

    private static String code(HttpResponse<String> reply) {
        return reply.headers().firstValue("x-road-error").orElse("");
    }

    private static String verify(ServerHome home) {
        StringWriter out = new StringWriter();
        int unused = new CommandLine(new Main())
                .setOut(new PrintWriter(out))
                .execute(
                        "log",
                        "verify",
                        "--trust",
                        home.globalConfiguration().toString(),
                        home.messageLog().toString());
        return out.toString();
    }
}
