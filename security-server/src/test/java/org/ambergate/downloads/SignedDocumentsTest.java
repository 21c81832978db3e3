package org.ambergate.downloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.ambergate.audit.AuditIndex;
import org.ambergate.journal.LogReader;
import org.ambergate.messagelog.LogFollower;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedQuery;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.net.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /asic} over a socket (services specification, section 1.6; threat T-105). */
@SuppressWarnings("NullAway.Init")
class SignedDocumentsTest {
    private static final String CLIENT = "PEER/ORG/3333/CLIENT3";
    private static final String SERVICE = "PEER/ORG/3333/SERVICE3";
    private static final String OTHER = "PEER/ORG/1111/CLIENT";
    private static final String MEMBER = "/asic?xRoadInstance=PEER&memberClass=ORG&memberCode=3333";
    private static final String AS_CLIENT = MEMBER + "&subsystemCode=CLIENT3&queryId=";
    private static final String AS_SERVICE = MEMBER + "&subsystemCode=SERVICE3&queryId=";
    private static final byte[] BODY = "the response's body".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private DownloadRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new DownloadRig(directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void bothContainersComeStoredInAZipFile() throws Exception {
        LoggedExchange exchange = DownloadRig.sentBy(CLIENT, "Q1");
        long request = rig.exchange(exchange, BODY);
        rig.settle();

        HttpResponse<byte[]> answer = rig.get(AS_CLIENT + "Q1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/zip");
        assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment; filename=\"Q1.zip\"");
        Map<String, byte[]> containers = stored(answer.body());
        assertThat(containers).containsOnlyKeys(name("Q1-request-", request), name("Q1-response-", request + 2));
        Map<String, byte[]> response = unpacked(of(containers, name("Q1-response-", request + 2)));
        assertThat(response.get("message.xml")).isEqualTo(DownloadRig.head(exchange, MessageDirection.RESPONSE));
        assertThat(response.get("attachment1")).isEqualTo(BODY);
        assertThat(response.get("META-INF/timestamp.tst")).isEqualTo(DownloadRig.TOKEN);
        assertThat(unpacked(of(containers, name("Q1-request-", request))).get("message.xml"))
                .isEqualTo(DownloadRig.head(exchange, MessageDirection.REQUEST));
    }

    @ParameterizedTest
    @CsvSource({"requestOnly, request, 0", "responseOnly, response, 2"})
    void oneSideCanBeAskedFor(String flag, String side, int behind) throws Exception {
        long request = rig.exchange(DownloadRig.sentBy(CLIENT, "Q/1"), BODY);
        rig.settle();
        String name = name("Q%2F1-" + side + "-", request + behind);

        HttpResponse<byte[]> zip = rig.get(AS_CLIENT + "Q%2F1&" + flag);
        HttpResponse<byte[]> unique = rig.get(AS_CLIENT + "Q/1&unique&" + flag);

        assertThat(header(zip, "Content-Disposition")).isEqualTo("attachment; filename=\"Q%2F1-" + side + ".zip\"");
        assertThat(stored(zip.body())).containsOnlyKeys(name);
        assertThat(unique.statusCode()).isEqualTo(200);
        assertThat(header(unique, "Content-Type")).isEqualTo("application/vnd.etsi.asic-e+zip");
        assertThat(header(unique, "Content-Disposition")).isEqualTo("attachment; filename=\"" + name + "\"");
        assertThat(unique.body()).isEqualTo(stored(zip.body()).get(name));
    }

    @Test
    void theFirstOfSeveralIsTheUniqueOne() throws Exception {
        long first = rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.stamp();
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.index();

        HttpResponse<byte[]> answer = rig.get(AS_CLIENT + "Q1&unique&requestOnly");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Disposition")).contains(name("Q1-request-", first));
    }

    @Test
    void aProviderSeesWhatItServed() throws Exception {
        rig.exchange(DownloadRig.servedBy(SERVICE, "Q1"), BODY);
        rig.settle();

        assertThat(stored(rig.get(AS_SERVICE + "Q1").body())).hasSize(2);
        assertNone(AS_CLIENT + "Q1");
        assertNone(MEMBER + "&queryId=Q1");
    }

    @Test
    void onlyTheOwnOfSeveralWithOneQueryIdAreGivenOut() throws Exception {
        rig.exchange(DownloadRig.sentBy(OTHER, "Q1"), BODY);
        rig.exchange(DownloadRig.sentBy(SERVICE, "Q1"), BODY);
        rig.exchange(DownloadRig.servedBy("PEER/ORG/2222/SERVICE", "Q1"), BODY);
        rig.exchange(DownloadRig.sentBy("PEER/ORG/3333", "Q1"), BODY);
        rig.exchange(DownloadRig.servedBy("PEER/ORG/3333/CLIENT33", "Q1"), BODY);
        long own = rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.settle();

        assertThat(stored(rig.get(AS_CLIENT + "Q1").body()))
                .containsOnlyKeys(name("Q1-request-", own), name("Q1-response-", own + 2));
        assertThat(stored(rig.get(MEMBER + "&queryId=Q1").body())).hasSize(2);
    }

    @Test
    void thePeerOfAnExchangeIsNotItsLocalParty() throws Exception {
        // As if one of this server's clients had called another server's service, and as if it had been called.
        rig.exchange(DownloadRig.servedBy("PEER/ORG/2222/SERVICE", "Q1"), BODY);
        rig.exchange(DownloadRig.sentBy(OTHER, "Q1"), BODY);
        rig.settle();

        assertNone(AS_SERVICE + "Q1");
        assertNone(AS_CLIENT + "Q1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q", "Q11", "q1", "%25", "Q_", "Q1'+OR+1=1", "*"})
    void anotherQueryIdFindsNothing(String queryId) throws Exception {
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.settle();

        assertNone(AS_CLIENT + queryId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/asic",
                "/asic?",
                MEMBER,
                AS_CLIENT,
                AS_CLIENT + "Q1&unique",
                AS_CLIENT + "Q1&requestOnly&responseOnly",
                AS_CLIENT + "Q1&queryId=Q2",
                AS_CLIENT + "%ff",
            })
    void aWrongRequestIsRefused(String target) throws Exception {
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.settle();

        assertRefused(rig.get(target), 400);
        assertThat(queries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xRoadInstance=PEER&memberClass=ORG&memberCode=2222&subsystemCode=SERVICE",
                "xRoadInstance=PEER&memberClass=ORG&memberCode=1111&subsystemCode=CLIENT",
                "xRoadInstance=PEER&memberClass=ORG&memberCode=3333&subsystemCode=UNREGISTERED",
                "xRoadInstance=PEER&memberClass=ORG&memberCode=3333&subsystemCode=NOBODY",
                "xRoadInstance=peer&memberClass=ORG&memberCode=3333&subsystemCode=CLIENT3",
            })
    void whoIsNoClientOfThisServerIsRefused(String client) throws Exception {
        rig.exchange(DownloadRig.sentBy(OTHER, "Q1"), BODY);
        rig.settle();

        assertRefused(rig.get("/asic?" + client + "&queryId=Q1"), 401);
        assertThat(queries()).isEmpty();
    }

    @Test
    void whatIsNotTimestampedComesByForceOnly() throws Exception {
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.index();

        HttpResponse<byte[]> early = rig.get(AS_CLIENT + "Q1");
        assertRefused(early, 500);
        assertThat(text(early)).contains("not time-stamped yet");
        assertThat(rig.rounds()).isZero();

        assertThat(stored(rig.get(AS_CLIENT + "Q1&force").body())).hasSize(2);
        assertThat(stored(rig.get(AS_CLIENT + "Q1&force").body())).hasSize(2);
        assertThat(rig.rounds()).isEqualTo(1);
        assertThat(rig.get(AS_CLIENT + "Q1").statusCode()).isEqualTo(200);
    }

    @Test
    void forceFailsWithTheAuthority() throws Exception {
        rig.stopAuthority();
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.index();

        assertRefused(rig.get(AS_CLIENT + "Q1&force"), 500);
        assertThat(rig.rounds()).isEqualTo(1);
    }

    @Test
    void whatIsNotIndexedYetIsFoundInTheLog() throws Exception {
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.stamp();
        assertThat(stored(rig.get(AS_CLIENT + "Q1").body())).hasSize(2);

        rig.index();
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.exchange(DownloadRig.sentBy(OTHER, "Q1"), BODY);
        rig.stamp();

        assertThat(stored(rig.get(AS_CLIENT + "Q1").body())).hasSize(4);
    }

    @Test
    void withoutAnIndexTheLogItselfIsSearched() throws Exception {
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.exchange(DownloadRig.sentBy(OTHER, "Q1"), BODY);
        rig.stamp();
        rig.index();
        rig.closeIndex();

        assertThat(stored(rig.get(AS_CLIENT + "Q1").body())).hasSize(2);
        assertRefused(rig.get(AS_CLIENT + "Q2"), 404);
    }

    @Test
    void anIndexThatIsEmptiedDuringASearchIsNoProofThatThereIsNothing() throws Exception {
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.settle();
        rig.afterProgress(rig::emptyIndex);

        HttpResponse<byte[]> answer = rig.get(AS_CLIENT + "Q1");

        assertRefused(answer, 503);
        assertThat(text(answer)).isEqualTo("The audit index is being built; try again later");
        assertThat(queries()).isEmpty();
        // What an empty index does not know is found in the log.
        assertThat(stored(rig.get(AS_CLIENT + "Q1").body())).hasSize(2);
    }

    @Test
    void anIndexThatIsTooFarBehindIsStillBeingBuilt() throws Exception {
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.settle();
        rig.emptyIndex();

        assertThat(found(DocumentSearch.RECORDS_BEHIND_MAX)).hasSize(2);
        assertThatThrownBy(() -> found(DocumentSearch.RECORDS_BEHIND_MAX + 1))
                .isInstanceOfSatisfying(
                        RefusedDownloadException.class,
                        refused -> assertThat(refused.status()).isEqualTo(503))
                .hasMessageContaining("being built");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSearchThatTakesTooLongIsBrokenOff(boolean indexed) throws Exception {
        try (DownloadRig late = new DownloadRig(Files.createDirectory(directory.resolve("late")), Duration.ZERO)) {
            late.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
            late.settle();
            if (!indexed) {
                late.closeIndex();
            }

            for (String queryId : List.of("Q1", "none")) {
                HttpResponse<byte[]> answer = late.get(AS_CLIENT + queryId);
                assertRefused(answer, 503);
                assertThat(text(answer)).isEqualTo("The download took too long; try again later");
            }
        }
    }

    @Test
    void aForcedTimestampIsWaitedForNoLongerThanTheDownloadMayTake() throws Exception {
        Duration longest = Duration.ofSeconds(20);
        try (DownloadRig hasty = new DownloadRig(Files.createDirectory(directory.resolve("short")), longest)) {
            hasty.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
            hasty.index();

            assertThat(hasty.get(AS_CLIENT + "Q1&force").statusCode()).isEqualTo(200);
            assertThat(hasty.lastWait()).isPositive().isLessThan(longest);
        }
    }

    @Test
    void anIndexThatIsMistakenOpensNothing() throws Exception {
        LoggedExchange foreign = DownloadRig.sentBy(OTHER, "Q1");
        rig.exchange(foreign, BODY);
        rig.stamp();
        // An index of another log, in which the same records are this client's.
        Path other = Files.createDirectory(directory.resolve("other"));
        try (DownloadRig lying = new DownloadRig(other)) {
            lying.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
            lying.stamp();
            try (LogReader reader = lying.log().reader()) {
                AuditIndex.Progress unused =
                        rig.auditIndex().catchUp(new AuditIndex.Source(reader, lying.log()::durableRecords), p -> {});
            }
        }

        HttpResponse<byte[]> answer = rig.get(AS_CLIENT + "Q1");

        assertRefused(answer, 500);
        assertThat(text(answer)).doesNotContain("1111");
    }

    @Test
    void eachDownloadIsRecorded() throws Exception {
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q 1"), BODY);
        rig.settle();

        rig.get(AS_CLIENT + "Q+1");
        rig.get(AS_CLIENT + "Q%201&unique&responseOnly&force");
        rig.get(AS_SERVICE + "Q+1");
        rig.exchange(DownloadRig.sentBy(OTHER, "last"), BODY);

        assertThat(queries())
                .containsExactly(
                        new LoggedQuery(DownloadRig.NOW, CLIENT, "asic?queryId=Q+1", 2),
                        new LoggedQuery(DownloadRig.NOW, CLIENT, "asic?queryId=Q+1&responseOnly&unique&force", 1),
                        new LoggedQuery(DownloadRig.NOW, SERVICE, "asic?queryId=Q+1", 0));
    }

    @Test
    void whatCannotBeRecordedIsNotGivenOut() throws Exception {
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), BODY);
        rig.settle();
        rig.log().close();

        HttpResponse<byte[]> answer = rig.get(AS_CLIENT + "Q1");

        assertRefused(answer, 500);
        assertThat(text(answer)).contains("recorded");
    }

    @Test
    void aDamagedBodyIsNoticedBeforeAnythingLeaves() throws Exception {
        byte[] body = new byte[300_000];
        new Random(7).nextBytes(body);
        rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), body);
        rig.settle();
        flip(body);

        assertRefused(rig.get(AS_CLIENT + "Q1"), 500);
        assertRefused(rig.get(AS_CLIENT + "Q1&unique&responseOnly"), 500);
        assertThat(rig.get(AS_CLIENT + "Q1&requestOnly").statusCode()).isEqualTo(200);
    }

    @Test
    void aLargeBodyComesWhole() throws Exception {
        byte[] body = new byte[9 << 20];
        new Random(8).nextBytes(body);
        long request = rig.exchange(DownloadRig.sentBy(CLIENT, "Q1"), body);
        rig.settle();

        byte[] unique = rig.get(AS_CLIENT + "Q1&unique&responseOnly").body();

        assertThat(unpacked(unique).get("attachment1")).isEqualTo(body);
        assertThat(stored(rig.get(AS_CLIENT + "Q1&responseOnly").body()).get(name("Q1-response-", request + 2)))
                .isEqualTo(unique);
    }

    @Test
    void whoReadsSlowlyTakesNoMoreThanItsShare() throws Exception {
        byte[] body = new byte[24 << 20];
        rig.exchange(DownloadRig.sentBy(CLIENT, "large"), body);
        rig.exchange(DownloadRig.sentBy(CLIENT, "small"), BODY);
        rig.settle();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < DownloadListener.DOCUMENTS_AT_ONCE; i++) {
                slow.add(ask(AS_CLIENT + "large"));
            }

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> rig.get(AS_CLIENT + "small").statusCode() == 503);
            assertThat(rig.get("/verificationconf").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> rig.get(AS_CLIENT + "small").statusCode() == 200);
    }

    @Test
    void withoutAGlobalConfigurationNobodyIsAClient() throws Exception {
        rig.expire();

        assertRefused(rig.get(AS_CLIENT + "Q1"), 500);
    }

    private Socket ask(String target) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 * 1024);
        socket.connect(rig.address());
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void assertNone(String target) throws Exception {
        HttpResponse<byte[]> answer = rig.get(target);
        assertRefused(answer, 404);
        assertThat(text(answer)).isEqualTo("No signed documents found");
    }

    private void assertRefused(HttpResponse<byte[]> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
        assertThat(text(answer))
                .isNotEmpty()
                .doesNotContain("Exception", "\n", "segment", "sqlite", directory.toString());
    }

    /** What a search finds if the log has as many durable records. */
    private SortedSet<Long> found(long durable) throws Exception {
        try (LogReader reader = rig.log().reader()) {
            return new DocumentSearch(() -> Optional.of(rig.auditIndex()))
                    .find(
                            rig.client(CLIENT),
                            DocumentRequest.parse(AS_CLIENT.substring(AS_CLIENT.indexOf('?') + 1) + "Q1"),
                            new LogLookup(reader, 1),
                            durable,
                            Deadline.after(Duration.ofMinutes(1)));
        }
    }

    /** The queries in the log. */
    private List<LoggedQuery> queries() throws IOException {
        List<LoggedQuery> found = new ArrayList<>();
        try (LogReader reader = rig.log().reader()) {
            LogFollower follower = new LogLookup(reader, 1).follow().orElseThrow();
            for (var group = follower.next(Long.MAX_VALUE); group.isPresent(); group = follower.next(Long.MAX_VALUE)) {
                for (LogFollower.Entry entry : group.get().entries()) {
                    if (entry.record() instanceof LogRecord.Query query) {
                        found.add(query.query());
                    }
                }
            }
        }
        return found;
    }

    /** Flips one bit in the middle of a body in the log. */
    private void flip(byte[] body) throws IOException {
        Path segment = rig.logDirectory().resolve(SegmentName.of(1));
        byte[] bytes = Files.readAllBytes(segment);
        int at = 0;
        while (!Arrays.equals(bytes, at, at + body.length, body, 0, body.length)) {
            at++;
        }
        try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(at + 1_000L);
            file.write(bytes[at + 1_000] ^ 1);
        }
    }

    private static String name(String prefix, long sequence) {
        return prefix + Long.toString(sequence, 32) + ".asice";
    }

    private static byte[] of(Map<String, byte[]> files, String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow();
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> stored(byte[] zip) throws IOException {
        return entries(zip, true);
    }

    private static Map<String, byte[]> unpacked(byte[] zip) throws IOException {
        return entries(zip, false);
    }

    private static Map<String, byte[]> entries(byte[] zip, boolean mustBeStored) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (@Nullable ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (mustBeStored) {
                    assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                }
                assertThat(entries.put(entry.getName(), in.readAllBytes())).isNull();
            }
        }
        return entries;
    }
}
