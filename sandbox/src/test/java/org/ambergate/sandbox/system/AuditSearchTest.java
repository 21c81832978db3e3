package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ambergate.cli.Main;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.sandbox.LogFiles;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.ServerHome;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What became of a message, asked of running servers and of their logs' directories (promise D2). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditSearchTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private RunningPair pair;

    private Path keyFile = Path.of("");

    /** What a command did. */
    private record Ran(int exitCode, String out, String err) {}

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        pair = RunningPair.start(temporary, KeyKind.P256, "");
        keyFile = temporary.resolve("auditor.key");
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @Test
    void bothServersTellHowADeliveredExchangeEnded() throws Exception {
        pair.resetService();
        HttpResponse<String> reply =
                pair.send(pair.request("/a").header("X-Road-Issue", "CASE-1").header("X-Road-UserId", "EE1"));
        String id = reply.headers().firstValue("x-road-request-id").orElseThrow();

        for (ServerHome home :
                List.of(pair.ecosystem().consumer(), pair.ecosystem().provider())) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(show(home, id).path("records")).hasSize(3));
            JsonNode trace = show(home, id);
            assertThat(trace.path("state").asString()).isEqualTo("delivered");
            assertThat(trace.path("records").get(2).path("issue").asString()).isEqualTo("CASE-1");
        }
        Ran found = run(
                "log",
                "search",
                "--issue",
                "CASE-1",
                "--member",
                "DEV/ORG/none",
                log(pair.ecosystem().consumer()));
        assertThat(found.exitCode()).isEqualTo(1);
    }

    @Test
    void aRefusedExchangeIsFoundWithItsCode() throws Exception {
        HttpResponse<String> reply = pair.send(pair.to(SandboxIds.servicePath() + "-missing/a")
                .header("X-Road-Client", SandboxIds.CONSUMER.encoded())
                .header("X-Road-Issue", "CASE-2"));
        assertThat(reply.statusCode()).isNotEqualTo(200);
        String code = reply.headers().firstValue("X-Road-Error").orElseThrow();
        assertThat(code).startsWith("server.serverproxy.").endsWith("unknown_service");

        // The code is logged whole on both sides, as it was answered, whoever made the fault.
        assertFoundWithCode(pair.ecosystem().provider(), code);
        assertFoundWithCode(pair.ecosystem().consumer(), code);
    }

    private static void assertFoundWithCode(ServerHome home, String code) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Ran found = run("log", "search", "--json", log(home));
            assertThat(found.exitCode()).isZero();
            assertThat(found.out()).contains('"' + code + '"');
        });
    }

    @Test
    void aServerAnswersOverHttpAndRecordsTheQuery() throws Exception {
        pair.resetService();
        HttpResponse<String> reply = pair.send(pair.request("/a").header("X-Road-Issue", "CASE-3"));
        String id = reply.headers().firstValue("x-road-request-id").orElseThrow();
        ServerHome home = pair.ecosystem().consumer();
        grant(
                home,
                SandboxIds.CONSUMER.member().instance() + "/"
                        + SandboxIds.CONSUMER.member().memberClass() + "/"
                        + SandboxIds.CONSUMER.member().memberCode());
        String server = "http:/" + pair.consumerServer().addresses().administration();

        await().atMost(PATIENCE).untilAsserted(() -> {
            Ran found = run(
                    "log",
                    "search",
                    "--server",
                    server,
                    "--key-file",
                    keyFile.toString(),
                    "--issue",
                    "CASE-3",
                    "--json");
            assertThat(found.exitCode()).as(found.err()).isZero();
            assertThat(found.out().lines())
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).contains(id));
        });
        Ran shown = run("log", "show", "--server", server, "--key-file", keyFile.toString(), id);
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).contains("ended", "delivered", "CASE-3");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(isQueryLogged(home)).isTrue());
        Files.writeString(keyFile, "wrong");
        assertThat(run("log", "search", "--server", server, "--key-file", keyFile.toString())
                        .exitCode())
                .isEqualTo(4);
    }

    /** Makes a key with the command and gives it to a server. */
    private void grant(ServerHome home, String member) throws Exception {
        Ran made = run("auditor-key", "--member", member, "inspection");
        assertThat(made.exitCode()).isZero();
        Path keys = home.directory().resolve("data").resolve("auditor-keys.yaml");
        Files.writeString(keys, "auditors:\n" + made.out());
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(keyFile, made.err());
    }

    private boolean isQueryLogged(ServerHome home) throws Exception {
        AtomicBoolean logged = new AtomicBoolean();
        var unused = LogFiles.audit(home.messageLog(), (place, record) -> {
            if (record instanceof LogRecord.Query query
                    && query.query().auditor().equals("inspection")
                    && query.query().query().startsWith("records?issue=CASE-3 scope=")) {
                logged.set(true);
            }
        });
        return logged.get();
    }

    private static JsonNode show(ServerHome home, String id) throws Exception {
        Ran shown = run("log", "show", "--json", "--log", log(home), id);
        return JSON.readTree(shown.out());
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
