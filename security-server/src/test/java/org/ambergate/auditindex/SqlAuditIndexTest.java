package org.ambergate.auditindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditIndexProvider;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.AuditScope;
import org.ambergate.audit.ExchangeTrace;
import org.ambergate.audit.RecordKind;
import org.ambergate.audit.RefusedCursorException;
import org.ambergate.audit.TerminalState;
import org.ambergate.identifier.MemberId;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.FindingCode;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.OwnRequest;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.testsupport.DiskLog;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlAuditIndexTest {
    private static final UUID LOG_ID = new UUID(7, 8);
    private static final LoggedExchange OWN = DiskLog.exchange("R1");
    private static final LoggedExchange FOREIGN =
            new LoggedExchange(ExchangeSide.PROVIDER, "Q-R1", "R1", "TEST/GOV/9/x", "TEST/COM/8/y/z");

    @TempDir
    Path directory;

    @Test
    void aWholeExchangeIsTracedWithItsEnd() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            index.catchUp(log.source(), p -> {});

            List<ExchangeTrace> traces = index.trace("R1", AuditScope.all());

            assertThat(traces).hasSize(1);
            assertThat(traces.get(0).end().state()).isEqualTo(TerminalState.DELIVERED);
            assertThat(traces.get(0).records().stream().map(AuditRecord::kind))
                    .containsExactly(RecordKind.REQUEST, RecordKind.RESPONSE, RecordKind.OUTCOME);
            assertThat(traces.get(0).records().stream().map(AuditRecord::sequence))
                    .containsExactly(1L, 2L, 3L);
            assertThat(traces.get(0).records())
                    .allSatisfy(r -> assertThat(r.subject().issue()).contains("I-1"));
            assertThat(index.trace("Q-R1", AuditScope.all())).isEqualTo(traces);
        }
    }

    @Test
    void aMemberSeesItsOwnExchangeEvenIfAnotherOneHasTheSameIdentifiers() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            exchange(log, FOREIGN);
            index.catchUp(log.source(), p -> {});
            AuditScope scope = AuditScope.of(new MemberId("TEST", "COM", "2"));

            assertThat(index.trace("R1", AuditScope.all())).hasSize(2);
            assertThat(index.trace("R1", scope))
                    .hasSize(1)
                    .allSatisfy(t -> assertThat(t.exchange()).isEqualTo(OWN));
            assertThat(search(index, AuditQuery.everything(), scope).records())
                    .hasSize(3)
                    .allSatisfy(r -> assertThat(r.exchange()).isEqualTo(OWN));
            for (String other : List.of("TEST/GOV/9", "TEST/COM/8")) {
                assertThat(search(index, AuditQuery.everything().with(AuditFilter.MEMBER, other), scope)
                                .records())
                        .isEmpty();
            }
        }
    }

    @Test
    void aRefusedReplayLeavesTheExchangeThatItRepeatsOpen() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            LoggedOutcome replayed = LoggedOutcome.refused(
                    OWN, DiskLog.TIME, "server.serverproxy.invalid_message", OwnRequest.NOT_LOGGED);
            log.request(OWN, DiskLog.TIME, Optional.of("I-1"), Optional.empty());
            log.outcome(replayed);
            log.commit();
            index.catchUp(log.source(), p -> {});
            log.outcome(replayed);
            log.commit();
            index.catchUp(log.source(), p -> {});

            ExchangeTrace trace = index.trace("R1", AuditScope.all()).get(0);
            assertThat(trace.end().state()).isEqualTo(TerminalState.OPEN);
            assertThat(trace.records())
                    .hasSize(3)
                    .allSatisfy(r -> assertThat(r.subject().issue()).contains("I-1"));
            assertThat(index.openExchanges(Long.MAX_VALUE)).containsExactly(new AuditIndex.OpenExchange(OWN, false));
        }
    }

    /** Outcomes of earlier versions do not say whether their own request was logged. */
    @Test
    void aRefusalThatMayBeTheExchangesOwnEndsItUntilAnotherOutcomeDoes() throws Exception {
        for (OwnRequest ownRequest : List.of(OwnRequest.UNKNOWN, OwnRequest.LOGGED)) {
            LoggedExchange exchange = DiskLog.exchange("R-" + ownRequest);
            try (DiskLog log = newLog("log" + ownRequest);
                    AuditIndex index = open()) {
                log.request(exchange, DiskLog.TIME, Optional.empty(), Optional.empty());
                log.outcome(LoggedOutcome.refused(exchange, DiskLog.TIME, "server.clientproxy.x", ownRequest));
                log.commit();
                index.catchUp(log.source(), p -> {});
                assertThat(end(index, exchange)).isEqualTo(TerminalState.REFUSED);
                assertThat(index.openExchanges(Long.MAX_VALUE)).isEmpty();

                log.outcome(LoggedOutcome.delivered(exchange, DiskLog.TIME));
                log.commit();
                index.catchUp(log.source(), p -> {});
                assertThat(end(index, exchange)).isEqualTo(TerminalState.DELIVERED);
            }
        }
    }

    @Test
    void aReplaysRefusalDoesNotHideHowTheExchangeEnded() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            LoggedOutcome replayed =
                    LoggedOutcome.refused(OWN, DiskLog.TIME, "server.serverproxy.invalid_message", OwnRequest.UNKNOWN);
            log.request(OWN, DiskLog.TIME, Optional.empty(), Optional.empty());
            log.outcome(replayed);
            log.outcome(LoggedOutcome.delivered(OWN, DiskLog.TIME));
            log.outcome(replayed);
            log.commit();
            index.catchUp(log.source(), p -> {});

            assertThat(index.trace("R1", AuditScope.all()).get(0).end().state()).isEqualTo(TerminalState.DELIVERED);
        }
    }

    @Test
    void hostileValuesFindNothingAndChangeNothing() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            index.catchUp(log.source(), p -> {});
            for (AuditFilter filter :
                    List.of(AuditFilter.MESSAGE_ID, AuditFilter.REQUEST_ID, AuditFilter.ISSUE, AuditFilter.USER_ID)) {
                for (String hostile : RandomLog.HOSTILE) {
                    assertThat(search(index, AuditQuery.everything().with(filter, hostile), AuditScope.all())
                                    .records())
                            .isEmpty();
                    assertThat(index.trace(hostile, AuditScope.all())).isEmpty();
                }
            }
            assertThat(search(index, AuditQuery.everything(), AuditScope.all()).records())
                    .hasSize(3);
        }
    }

    @Test
    void anIndexOfAnotherLogIsBuiltAnew() throws Exception {
        try (DiskLog log = newLog("log");
                DiskLog other = new DiskLog(Files.createDirectory(directory.resolve("other")), new UUID(1, 1));
                AuditIndex index = open()) {
            exchange(log, OWN);
            exchange(other, FOREIGN);
            index.catchUp(log.source(), p -> {});
            index.catchUp(other.source(), p -> {});

            assertThat(search(index, AuditQuery.everything(), AuditScope.all()).records())
                    .hasSize(3)
                    .allSatisfy(r -> assertThat(r.exchange()).isEqualTo(FOREIGN));
        }
    }

    @Test
    void anIndexThatIsAheadOfItsLogIsBuiltAnew() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            long cut = log.offset();
            exchange(log, FOREIGN);
            index.catchUp(log.source(), p -> {});
            Path segment = log.directory().resolve(SegmentName.of(1));
            Files.write(segment, java.util.Arrays.copyOf(Files.readAllBytes(segment), (int) cut));

            index.catchUp(log.source(), p -> {});

            assertThat(search(index, AuditQuery.everything(), AuditScope.all()).records())
                    .hasSize(3)
                    .allSatisfy(r -> assertThat(r.exchange()).isEqualTo(OWN));
        }
    }

    @Test
    void whatIsNotKnownToBeDurableIsLeftForLater() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            long durable = log.records();
            exchange(log, FOREIGN);

            AuditIndex.Progress half =
                    index.catchUp(new AuditIndex.Source(new SegmentDirectory(log.directory()), () -> durable), p -> {});

            assertThat(half.records()).isEqualTo(durable);
            assertThat(half.stopped()).isEmpty();
            assertThat(search(index, AuditQuery.everything(), AuditScope.all()).records())
                    .hasSize(3);
        }
    }

    @Test
    void aGroupWithoutItsCommitIsNotShown() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            log.request(FOREIGN, DiskLog.TIME, Optional.empty(), Optional.empty());
            log.flush();

            AuditIndex.Progress progress = index.catchUp(log.source(), p -> {});

            assertThat(progress.stopped()).isEmpty();
            assertThat(search(index, AuditQuery.everything(), AuditScope.all()).records())
                    .hasSize(3);
        }
    }

    @Test
    void damageEndsTheIndexAndIsNamed() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            long intact = log.records();
            exchange(log, FOREIGN);
            int damaged = (int) log.offset() - 90;
            log.nextSegment();
            exchange(log, OWN);
            flip(log.directory().resolve(SegmentName.of(1)), damaged);

            AuditIndex.Progress progress = index.catchUp(log.source(), p -> {});

            assertThat(progress.records()).isEqualTo(intact);
            assertThat(progress.stopped().orElseThrow().code()).isEqualTo(FindingCode.CHECKSUM);
            assertThat(search(index, AuditQuery.everything(), AuditScope.all()).records())
                    .hasSize(3);
        }
    }

    @Test
    void aCursorWithAnyBitChangedIsRefused() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            index.catchUp(log.source(), p -> {});
            String cursor = index.search(AuditQuery.everything(), AuditScope.all(), Optional.empty(), 1)
                    .next()
                    .orElseThrow();
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] changed = bytes.clone();
                changed[bit / 8] ^= (byte) (1 << (bit % 8));
                String tampered = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
                assertThatThrownBy(
                                () -> index.search(AuditQuery.everything(), AuditScope.all(), Optional.of(tampered), 1))
                        .isInstanceOf(RefusedCursorException.class);
            }
        }
    }

    @Test
    void aCursorOfAnotherQueryScopeOrIndexIsRefused() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open();
                AuditIndex other = new SqliteIndexes()
                        .open(directory.resolve("other-index").toString())) {
            exchange(log, OWN);
            index.catchUp(log.source(), p -> {});
            other.catchUp(log.source(), p -> {});
            Optional<String> cursor = index.search(AuditQuery.everything(), AuditScope.all(), Optional.empty(), 1)
                    .next();
            AuditQuery narrower = AuditQuery.everything().with(AuditFilter.SIDE, "consumer");
            AuditScope member = AuditScope.of(new MemberId("TEST", "COM", "2"));

            assertThat(cursor).isPresent();
            assertThatThrownBy(() -> index.search(narrower, AuditScope.all(), cursor, 1))
                    .isInstanceOf(RefusedCursorException.class);
            assertThatThrownBy(() -> index.search(AuditQuery.everything(), member, cursor, 1))
                    .isInstanceOf(RefusedCursorException.class);
            assertThatThrownBy(() -> other.search(AuditQuery.everything(), AuditScope.all(), cursor, 1))
                    .isInstanceOf(RefusedCursorException.class);
        }
    }

    @Test
    void aCursorOfBeforeTheIndexWasEmptiedIsRefused() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            index.catchUp(log.source(), p -> {});
            Optional<String> cursor = index.search(AuditQuery.everything(), AuditScope.all(), Optional.empty(), 1)
                    .next();
            index.clear();
            index.catchUp(log.source(), p -> {});

            assertThat(cursor).isPresent();
            assertThatThrownBy(() -> index.search(AuditQuery.everything(), AuditScope.all(), cursor, 1))
                    .isInstanceOf(RefusedCursorException.class)
                    .hasMessageContaining("begin again without a cursor");
        }
    }

    @Test
    void anIndexThatIsEmptiedDuringASearchDoesNotChangeWhatItFinds() throws Exception {
        Path file = directory.resolve("index");
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            index.catchUp(log.source(), p -> {});
            Jdbi reading = Jdbi.create("jdbc:sqlite:" + file);
            reading.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
            AtomicInteger statements = new AtomicInteger();
            reading.setSqlLogger(new SqlLogger() {
                @Override
                public void logBeforeExecution(StatementContext context) {
                    // Behind key and extent, before the records.
                    if (statements.incrementAndGet() == 3) {
                        empty(index);
                    }
                }
            });
            SqlAuditIndex searched = new SqlAuditIndex(
                    reading, reading.open(), IndexingLimits.STANDARD, Duration.ofSeconds(20), new SecureRandom());
            try (searched) {
                AuditPage page = searched.search(AuditQuery.everything(), AuditScope.all(), Optional.empty(), 2);

                assertThat(page.records()).hasSize(2);
                assertThat(statements).hasValue(3);
                assertThat(index.progress().records()).isZero();
            }
        }
    }

    @Test
    void aSearchThatTakesTooLongEnds() throws Exception {
        AuditQuery fruitless = AuditQuery.everything().with(AuditFilter.SIDE, "provider");
        SqliteIndexes hasty =
                new SqliteIndexes(IndexingLimits.STANDARD, new WaitingLimits(Duration.ofSeconds(30), Duration.ZERO));
        try (DiskLog log = newLog("log");
                AuditIndex patient = open()) {
            for (int i = 0; i < 1_000; i++) {
                exchange(log, DiskLog.exchange("R" + i));
            }
            patient.catchUp(log.source(), p -> {});
            try (AuditIndex index = hasty.open(directory.resolve("index").toString())) {
                assertThatThrownBy(() -> search(index, fruitless, AuditScope.all()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("took longer than 0 s");
                assertThat(search(patient, fruitless, AuditScope.all()).records())
                        .isEmpty();
                // What ended a search does not end what follows it.
                assertThat(index.progress().records()).isEqualTo(log.records());
                assertThat(index.trace("R1", AuditScope.all())).hasSize(1);
            }
        }
    }

    @Test
    void aBatchEndsWithTheGroupThatReachesItsCharacters() throws Exception {
        int text = DiskLog.exchange("R1").queryId().length() + "R1TEST/GOV/1/appTEST/COM/2/db/get".length();
        int characters = 3 * text + "I-1EE1".length();
        for (int limit : List.of(characters, characters + 1)) {
            Path file = directory.resolve("index-" + limit);
            SqliteIndexes indexes =
                    new SqliteIndexes(new IndexingLimits(16_000, limit, 10_000, 1 << 18, -1), WaitingLimits.STANDARD);
            try (DiskLog log = newLog("log-" + limit);
                    AuditIndex index = indexes.open(file.toString())) {
                for (int i = 0; i < 4; i++) {
                    exchange(log, DiskLog.exchange("R1"));
                }
                List<Long> reached = new ArrayList<>();
                index.catchUp(log.source(), position -> reached.add(position.sequence()));

                assertThat(reached).as("limit of " + limit).hasSize(limit == characters ? 4 : 2);
            }
        }
    }

    @Test
    void aCursorOutlivesTheIndexsClosing() throws Exception {
        try (DiskLog log = newLog("log")) {
            exchange(log, OWN);
            Optional<String> cursor;
            try (AuditIndex index = open()) {
                index.catchUp(log.source(), p -> {});
                cursor = index.search(AuditQuery.everything(), AuditScope.all(), Optional.empty(), 2)
                        .next();
            }
            try (AuditIndex index = open()) {
                assertThat(index.search(AuditQuery.everything(), AuditScope.all(), cursor, 2)
                                .records())
                        .hasSize(1);
            }
        }
    }

    @Test
    void openExchangesAreThoseWithoutAnOutcomeFromBefore() throws Exception {
        try (DiskLog log = newLog("log");
                AuditIndex index = open()) {
            exchange(log, OWN);
            log.request(DiskLog.exchange("lost"), DiskLog.TIME, Optional.empty(), Optional.empty());
            log.request(DiskLog.exchange("answered"), DiskLog.TIME, Optional.empty(), Optional.empty());
            log.response(DiskLog.exchange("answered"), DiskLog.TIME);
            log.commit();
            long before = log.records();
            log.request(DiskLog.exchange("running"), DiskLog.TIME, Optional.empty(), Optional.empty());
            log.commit();
            index.catchUp(log.source(), p -> {});

            assertThat(index.openExchanges(before))
                    .containsExactly(
                            new AuditIndex.OpenExchange(DiskLog.exchange("lost"), false),
                            new AuditIndex.OpenExchange(DiskLog.exchange("answered"), true));
        }
    }

    @Test
    void itsFileIsForItsOwnerOnly() throws Exception {
        try (AuditIndex index = open()) {
            assertThat(index.progress().records()).isZero();
            for (String file : List.of("index", "index-wal")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aSearchDoesNotBringBackAFileThatIsGone() throws Exception {
        try (AuditIndex index = open()) {
            Files.delete(directory.resolve("index"));

            assertThatThrownBy(() -> search(index, AuditQuery.everything(), AuditScope.all()))
                    .isInstanceOf(IOException.class);
            assertThat(directory.resolve("index")).doesNotExist();
        }
    }

    @Test
    void theCommandLineFindsIt() throws Exception {
        AuditIndexProvider provider =
                ServiceLoader.load(AuditIndexProvider.class).findFirst().orElseThrow();

        try (AuditIndex index = provider.open(directory.resolve("index").toString())) {
            assertThat(index.progress().records()).isZero();
        }
    }

    @Test
    void aFileThatIsNoIndexIsNotOpened() throws Exception {
        Files.writeString(directory.resolve("index"), "something else, and longer than a page's beginning".repeat(40));

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("cannot be opened");
    }

    private DiskLog newLog(String name) throws IOException {
        return new DiskLog(Files.createDirectory(directory.resolve(name)), LOG_ID);
    }

    private AuditIndex open() throws IOException {
        return new SqliteIndexes().open(directory.resolve("index").toString());
    }

    private static TerminalState end(AuditIndex index, LoggedExchange exchange) throws IOException {
        return index.trace(exchange.requestId(), AuditScope.all()).get(0).end().state();
    }

    private static void exchange(DiskLog log, LoggedExchange exchange) {
        log.request(exchange, DiskLog.TIME, Optional.of("I-1"), Optional.of("EE1"));
        log.response(exchange, DiskLog.TIME);
        log.outcome(LoggedOutcome.delivered(exchange, DiskLog.TIME));
        log.commit();
    }

    private static void empty(AuditIndex index) {
        try {
            index.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AuditPage search(AuditIndex index, AuditQuery query, AuditScope scope) throws Exception {
        return index.search(query, scope, Optional.empty(), 100);
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
