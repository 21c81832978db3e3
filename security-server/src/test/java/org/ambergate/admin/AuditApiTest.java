package org.ambergate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditJson;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.ExchangeTrace;
import org.ambergate.auditindex.SqliteIndexes;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.LoggedQuery;
import org.ambergate.net.EdgeThreads;
import org.ambergate.net.ExchangeThreads;
import org.ambergate.net.HttpServer;
import org.ambergate.net.HttpServerSettings;
import org.ambergate.observe.HealthReport;
import org.ambergate.testsupport.DiskLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auditors' searches over a socket, with a key for everything and one for a member (threat T-105). */
class AuditApiTest {
    private static final Instant NOW = Instant.parse("2026-01-06T00:00:00Z");
    private static final String ALL_KEY = "the-key-for-everything";
    private static final String MEMBER_KEY = "the-key-of-a-member";
    private static final LoggedExchange OWN = DiskLog.exchange("own");
    private static final LoggedExchange FOREIGN =
            new LoggedExchange(ExchangeSide.PROVIDER, "Q-foreign", "foreign", "TEST/GOV/9/x", "TEST/COM/8/y/z");
    private static final LoggedExchange SAME_IDS =
            new LoggedExchange(ExchangeSide.PROVIDER, "Q-own", "own", "TEST/GOV/9/x", "TEST/COM/8/y/z");

    private final EdgeThreads threads = EdgeThreads.start(1);
    private final ExecutorService exchanges = ExchangeThreads.create("test", 8);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<LoggedQuery> journal = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();
    private final List<String> searchedOn = new CopyOnWriteArrayList<>();
    private boolean journalWorks = true;

    @TempDir
    Path directory;

    private Path keys = Path.of("");
    private String base = "";

    @BeforeEach
    void start() throws Exception {
        keys = directory.resolve("auditor-keys.yaml");
        writeKeys("rw-------", entry("everything", "all", ALL_KEY) + entry("member", "TEST/COM/2", MEMBER_KEY));
        AuditIndex index =
                keep(new SqliteIndexes().open(directory.resolve("index").toString()));
        DiskLog log = keep(new DiskLog(Files.createDirectory(directory.resolve("log")), new UUID(1, 2)));
        for (LoggedExchange exchange : List.of(OWN, FOREIGN, SAME_IDS)) {
            log.request(exchange, DiskLog.TIME, Optional.of("I-1"), Optional.empty());
            log.outcome(LoggedOutcome.delivered(exchange, DiskLog.TIME));
        }
        log.commit();
        index.catchUp(log.source(), p -> {});
        AuditApi api = keep(new AuditApi(
                () -> Optional.of(index),
                new AuditorKeys(keys),
                query -> {
                    searchedOn.add(Thread.currentThread().getName());
                    return journalWorks && journal.add(query);
                },
                Clock.fixed(NOW, ZoneOffset.UTC)));
        HttpServer server = keep(HttpServer.start(
                HttpServerSettings.onLoopback(),
                new AdministrationListener(
                        () -> new HealthReport(List.of()), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), api),
                exchanges,
                threads));
        base = "http://127.0.0.1:" + server.address().getPort();
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        exchanges.shutdownNow();
        threads.close();
    }

    /** A search keeps its thread while the database works, and exchanges need theirs. */
    @Test
    void searchesRunOnThreadsOfTheirOwn() throws Exception {
        get("records", ALL_KEY);
        get("exchanges/own", ALL_KEY);

        assertThat(searchedOn).hasSize(2).containsOnly("audit-search");
    }

    @Test
    void aKeyForEverythingFindsEverything() throws Exception {
        HttpResponse<String> answer = get("records", ALL_KEY);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(AuditJson.parsePage(answer.body()).records()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "records",
                "records?issue=I-1",
                "records?member=TEST/COM/2",
                "records?client=TEST/GOV/1",
                "records?provider=TEST/COM/2/db",
                "records?service=TEST/COM/2/db/get",
                "records?request-id=own",
                "records?message-id=Q-own",
                "records?outcome=delivered",
                "records?from=2026-01-05&before=2026-01-06&order=oldest",
                "records?limit=1000"
            })
    void aMembersKeyFindsItsOwnRecordsWhateverItAsks(String query) throws Exception {
        List<AuditRecord> records =
                AuditJson.parsePage(get(query, MEMBER_KEY).body()).records();

        assertThat(records)
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.exchange()).isEqualTo(OWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "member=TEST/COM/8",
                "client=TEST/GOV/9",
                "provider=TEST/COM/8",
                "request-id=foreign",
                "message-id=Q-foreign",
                "side=provider"
            })
    void aMembersKeyFindsNothingOfOthers(String query) throws Exception {
        assertThat(AuditJson.parsePage(get("records?" + query, ALL_KEY).body()).records())
                .isNotEmpty();
        assertThat(AuditJson.parsePage(get("records?" + query, MEMBER_KEY).body())
                        .records())
                .isEmpty();
    }

    @Test
    void anExchangeOfOthersLooksLikeNone() throws Exception {
        HttpResponse<String> foreign = get("exchanges/foreign", MEMBER_KEY);
        HttpResponse<String> none = get("exchanges/nothing-has-this", MEMBER_KEY);

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(none.body());
        assertThat(get("exchanges/foreign", ALL_KEY).statusCode()).isEqualTo(200);
    }

    @Test
    void anIdentifierThatTwoShareShowsEachItsOwn() throws Exception {
        List<ExchangeTrace> traces =
                AuditJson.parseTraces(get("exchanges/own", MEMBER_KEY).body());

        assertThat(traces).hasSize(1);
        assertThat(traces.get(0).exchange()).isEqualTo(OWN);
        assertThat(AuditJson.parseTraces(get("exchanges/own", ALL_KEY).body())).hasSize(2);
    }

    @Test
    void aCursorOfOneKeyDoesNotOpenMoreForAnother() throws Exception {
        String cursor = AuditJson.parsePage(get("records?limit=1", ALL_KEY).body())
                .next()
                .orElseThrow();

        assertThat(get("records?limit=1&cursor=" + cursor, ALL_KEY).statusCode())
                .isEqualTo(200);
        assertThat(get("records?limit=1&cursor=" + cursor, MEMBER_KEY).statusCode())
                .isEqualTo(400);
    }

    @Test
    void pagesLeadToAllRecords() throws Exception {
        AuditPage first = AuditJson.parsePage(get("records?limit=4", ALL_KEY).body());
        AuditPage second =
                AuditJson.parsePage(get("records?limit=4&cursor=" + first.next().orElseThrow(), ALL_KEY)
                        .body());

        assertThat(first.records()).hasSize(4);
        assertThat(second.records()).hasSize(2).doesNotContainAnyElementsOf(first.records());
        assertThat(second.next()).isEmpty();
    }

    @Test
    void eachAnsweredQueryIsRecorded() throws Exception {
        get("records?issue=I%201&limit=7", MEMBER_KEY);
        get("exchanges/own", ALL_KEY);
        get("exchanges/none", ALL_KEY);

        assertThat(journal)
                .containsExactly(
                        new LoggedQuery(NOW, "member", "records?issue=I+1 scope=TEST/COM/2 limit=7", 0),
                        new LoggedQuery(NOW, "everything", "exchanges?request-id=own scope=all", 4),
                        new LoggedQuery(NOW, "everything", "exchanges?request-id=none scope=all", 0));
    }

    @Test
    void whatCannotBeRecordedIsNotAnswered() throws Exception {
        journalWorks = false;

        HttpResponse<String> answer = get("records", ALL_KEY);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("TEST/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "the-key-for-everythin", "the-key-for-everything2"})
    void aWrongKeyIsRefused(String key) throws Exception {
        assertThat(get("records", key).statusCode()).isEqualTo(401);
    }

    @Test
    void withoutAKeyNothingIsAnsweredOrRecorded() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(base + "/api/v1/audit/records"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(journal).isEmpty();
    }

    @Test
    void theHashOfAKeyIsNoKey() throws Exception {
        assertThat(get("records", hash(ALL_KEY)).statusCode()).isEqualTo(401);
    }

    @Test
    void aKeyThatIsTakenOutIsRefusedAtOnce() throws Exception {
        writeKeys("rw-------", entry("member", "TEST/COM/2", MEMBER_KEY));

        assertThat(get("records", ALL_KEY).statusCode()).isEqualTo(401);
        assertThat(get("records", MEMBER_KEY).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void keysThatOthersCanReachOpenNothing(String mode) throws Exception {
        writeKeys(mode, entry("everything", "all", ALL_KEY));

        assertThat(get("records", ALL_KEY).statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  - name: a\n    key-sha256: \"00\"\n    member: all\n",
                "  - name: a\n    key-sha256: \"%s\"\n",
                "  - name: a\n    key-sha256: \"%s\"\n    member: TEST/COM\n",
                "  - name: a\n    key-sha256: \"%s\"\n    member: TEST/COM/2/db\n",
                "  - name: \"a b\"\n    key-sha256: \"%s\"\n    member: all\n",
                "  - name: a\n    key-sha256: \"%s\"\n    member: all\n    other: 1\n",
                "  - name: a\n    key-sha256: \"%s\"\n    member: all\n  - name: a\n    key-sha256: \"%s\"\n    member: all\n"
            })
    void aWrongKeysFileOpensNothing(String entries) throws Exception {
        writeKeys("rw-------", entries.replace("%s", hash(ALL_KEY)));

        assertThat(get("records", ALL_KEY).statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isue=1",
                "issue=1&issue=2",
                "limit=0",
                "limit=1001",
                "limit=x",
                "member=TEST/COM/2/db",
                "member=%27%20OR%201=1",
                "direction=up",
                "from=yesterday",
                "cursor=abc",
                "issue=",
                "issue"
            })
    void aWrongQueryIsRefused(String query) throws Exception {
        assertThat(get("records?" + query, ALL_KEY).statusCode()).isEqualTo(400);
        assertThat(journal).isEmpty();
    }

    @Test
    void aBrokenPercentEncodingIsRefused() {
        assertThatThrownBy(() -> AuditParameters.parse("issue=%zz")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aValueIsTakenUpToItsLimit() throws Exception {
        assertThat(get("records?issue=" + "x".repeat(1024), ALL_KEY).statusCode())
                .isEqualTo(200);
        assertThat(get("records?issue=" + "x".repeat(1025), ALL_KEY).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"' OR '1'='1", "'; DROP TABLE entry; --", "%", "\" OR 1=1 --"})
    void hostileValuesFindNothingAndHarmNothing(String hostile) throws Exception {
        String encoded = URLEncoder.encode(hostile, StandardCharsets.UTF_8);
        for (String filter : List.of("issue", "user-id", "request-id", "message-id")) {
            assertThat(AuditJson.parsePage(get("records?" + filter + "=" + encoded, ALL_KEY)
                                    .body())
                            .records())
                    .isEmpty();
        }
        assertThat(get("exchanges/" + encoded, ALL_KEY).statusCode()).isEqualTo(404);
        assertThat(AuditJson.parsePage(get("records", ALL_KEY).body()).records())
                .hasSize(6);
    }

    @Test
    void onlyGetIsAnsweredAndOtherPathsDoNotExist() throws Exception {
        HttpResponse<String> posted = client.send(
                HttpRequest.newBuilder(URI.create(base + "/api/v1/audit/records"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .header("Authorization", "Bearer " + ALL_KEY)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(get("other", ALL_KEY).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String target, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/v1/audit/" + target))
                .header("Authorization", "Bearer " + key)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void writeKeys(String mode, String entries) throws IOException {
        Files.writeString(keys, "auditors:\n" + entries);
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString(mode));
    }

    private static String entry(String name, String member, String key) {
        return "  - name: " + name + "\n    member: " + member + "\n    key-sha256: \"" + hash(key) + "\"\n";
    }

    private static String hash(String key) {
        return DigestAlgorithm.SHA256.of(key.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.add(part);
        return part;
    }
}
