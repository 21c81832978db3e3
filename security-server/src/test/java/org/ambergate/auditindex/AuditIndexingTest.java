package org.ambergate.auditindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditScope;
import org.ambergate.audit.TerminalState;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.OwnRequest;
import org.ambergate.observe.LoggedErrors;
import org.ambergate.testsupport.DiskLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditIndexingTest {
    private static final Instant NOW = Instant.parse("2026-01-06T00:00:00Z");

    @TempDir
    Path directory;

    private final List<LoggedOutcome> outcomes = new ArrayList<>();
    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("index");
    }

    @Test
    void whatTheLastEndCutOffGetsAnOutcomeOnce() throws Exception {
        try (DiskLog log = newLog()) {
            log.request(DiskLog.exchange("lost"), DiskLog.TIME, Optional.empty(), Optional.empty());
            log.request(DiskLog.exchange("answered"), DiskLog.TIME, Optional.empty(), Optional.empty());
            log.response(DiskLog.exchange("answered"), DiskLog.TIME);
            log.commit();
            try (AuditIndexing indexing = indexing(log, log.records())) {
                indexing.look();
                indexing.look();
                assertThat(outcomes)
                        .containsExactly(
                                LoggedOutcome.unknownAtProvider(DiskLog.exchange("lost"), NOW),
                                LoggedOutcome.failed(DiskLog.exchange("answered"), NOW, "server_stopped"));

                outcomes.forEach(log::outcome);
                log.commit();
                indexing.look();
                indexing.look();

                assertThat(outcomes).hasSize(2);
                assertThat(state(indexing, "lost")).isEqualTo(TerminalState.UNKNOWN_AT_PROVIDER);
                assertThat(state(indexing, "answered")).isEqualTo(TerminalState.FAILED);
                assertThat(indexing.lag()).isZero();
            }
        }
    }

    @Test
    void anExchangeWhoseReplayWasRefusedBeforeTheServersEndIsUnknownAtTheProvider() throws Exception {
        try (DiskLog log = newLog()) {
            LoggedExchange repeated = DiskLog.exchange("repeated");
            log.request(repeated, DiskLog.TIME, Optional.empty(), Optional.empty());
            log.outcome(LoggedOutcome.refused(
                    repeated, DiskLog.TIME, "server.serverproxy.replayed", OwnRequest.NOT_LOGGED));
            log.commit();
            try (AuditIndexing indexing = indexing(log, log.records())) {
                indexing.look();
                assertThat(outcomes).containsExactly(LoggedOutcome.unknownAtProvider(repeated, NOW));
                outcomes.forEach(log::outcome);
                log.commit();
                indexing.look();

                assertThat(state(indexing, "repeated")).isEqualTo(TerminalState.UNKNOWN_AT_PROVIDER);
            }
        }
    }

    @Test
    void anExchangeOfThisRunIsLeftOpen() throws Exception {
        try (DiskLog log = newLog()) {
            log.commit();
            long start = log.records();
            log.request(DiskLog.exchange("running"), DiskLog.TIME, Optional.empty(), Optional.empty());
            log.commit();
            try (AuditIndexing indexing = indexing(log, start)) {
                indexing.look();

                assertThat(outcomes).isEmpty();
                assertThat(state(indexing, "running")).isEqualTo(TerminalState.OPEN);
            }
        }
    }

    @Test
    void anIndexThatCannotBeReadIsBuiltAnew() throws Exception {
        Files.writeString(file, "not a database at all, but rather some text".repeat(100));
        try (DiskLog log = newLog()) {
            log.request(DiskLog.exchange("kept"), DiskLog.TIME, Optional.empty(), Optional.empty());
            log.commit();
            try (AuditIndexing indexing = indexing(log, 0)) {
                indexing.look();

                assertThat(state(indexing, "kept")).isEqualTo(TerminalState.OPEN);
            }
        }
    }

    @Test
    void whatIsLeftWhenTheServerClosesWaitsForTheNextStart() throws Exception {
        try (DiskLog log = newLog()) {
            log.request(DiskLog.exchange("late"), DiskLog.TIME, Optional.empty(), Optional.empty());
            log.commit();
            AuditIndexing closed = indexing(log, 0);
            closed.close();
            closed.look();
            assertThat(closed.lag()).isEqualTo(log.records());
            closed.index().orElseThrow().close();
            try (AuditIndexing next = indexing(log, 0)) {
                next.look();

                assertThat(next.lag()).isZero();
            }
        }
    }

    @Test
    void anErrorOfTheVirtualMachineEndsALookAndNotTheFollowing() throws Exception {
        try (DiskLog log = newLog();
                LoggedErrors errors = new LoggedErrors(AuditIndexing.class)) {
            log.request(DiskLog.exchange("kept"), DiskLog.TIME, Optional.empty(), Optional.empty());
            log.commit();
            AtomicBoolean failing = new AtomicBoolean(true);
            LongSupplier durable = () -> {
                if (failing.get()) {
                    throw new StackOverflowError("deep");
                }
                return log.records();
            };
            try (AuditIndexing indexing = indexing(new LiveLog(log.directory(), durable, 0, outcomes::add))) {
                indexing.look();
                indexing.look();
                assertThat(errors.texts())
                        .hasSize(1)
                        .allSatisfy(text -> assertThat(text)
                                .contains("does not follow the message log", "StackOverflowError: deep"));

                failing.set(false);
                indexing.look();

                assertThat(state(indexing, "kept")).isEqualTo(TerminalState.OPEN);
            }
        }
    }

    @Test
    void afterAnErrorBehindABatchTheNextLookGoesOn() throws Exception {
        try (DiskLog log = newLog()) {
            log.request(DiskLog.exchange("kept"), DiskLog.TIME, Optional.empty(), Optional.empty());
            log.commit();
            AtomicInteger asked = new AtomicInteger();
            LongSupplier durable = () -> {
                // The second question of a look comes when its batch is in the database.
                if (asked.incrementAndGet() == 2) {
                    throw new InternalError("test");
                }
                return log.records();
            };
            try (AuditIndexing indexing = indexing(new LiveLog(log.directory(), durable, 0, outcomes::add))) {
                indexing.look();
                indexing.look();

                assertThat(indexing.lag()).isZero();
                assertThat(state(indexing, "kept")).isEqualTo(TerminalState.OPEN);
            }
        }
    }

    @Test
    void anOutcomeThatTheLogDoesNotTakeIsOfferedAgain() throws Exception {
        try (DiskLog log = newLog()) {
            cutOff(log, "first", "second");
            AtomicBoolean full = new AtomicBoolean(true);
            List<LoggedOutcome> offered = new ArrayList<>();
            LiveLog live = new LiveLog(log.directory(), log::records, log.records(), outcome -> {
                offered.add(outcome);
                return !full.get();
            });
            try (AuditIndexing indexing = indexing(live)) {
                indexing.look();
                assertThat(offered).as("offered to a log that is full").hasSize(1);

                full.set(false);
                indexing.look();
                indexing.look();

                assertThat(offered)
                        .extracting(outcome -> outcome.exchange().requestId())
                        .containsExactly("first", "first", "second");
            }
        }
    }

    @Test
    void anOutcomeThatTheLogLostIsOfferedAgainAndNotForEver() throws Exception {
        try (DiskLog log = newLog();
                LoggedErrors errors = new LoggedErrors(CutOffExchanges.class)) {
            cutOff(log, "lost");
            try (AuditIndexing indexing = indexing(log, log.records())) {
                looks(indexing, CutOffExchanges.CALLS_BETWEEN_TRIES + 1);
                assertThat(outcomes)
                        .as("nothing came behind it, so it may still come")
                        .hasSize(1);
                log.commit();
                looks(indexing, 1);
                assertThat(outcomes).hasSize(2);
                for (int i = 0; i < 3; i++) {
                    log.commit();
                    looks(indexing, CutOffExchanges.CALLS_BETWEEN_TRIES - 1);
                    assertThat(outcomes).hasSize(Math.min(i + 2, CutOffExchanges.TRIES_MAX));
                    looks(indexing, 1);
                }
                assertThat(outcomes).hasSize(CutOffExchanges.TRIES_MAX).containsOnly(outcomes.get(0));
                assertThat(errors.texts()).hasSize(1);
            }
        }
    }

    @Test
    void anIndexOfAnotherVersionIsBuiltAnew() throws Exception {
        try (DiskLog log = newLog()) {
            cutOff(log, "kept");
            indexed(log);
            execute("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                    + " installed_by, execution_time, success)"
                    + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, 1)");
            try (AuditIndexing indexing = indexing(log, 0)) {
                indexing.look();

                assertThat(state(indexing, "kept")).isEqualTo(TerminalState.OPEN);
            }
            assertThat(count("flyway_schema_history WHERE version = '99'")).isZero();
        }
    }

    @Test
    void anIndexInUseIsLeftAndOpenedLater() throws Exception {
        try (DiskLog log = newLog()) {
            cutOff(log, "kept");
            indexed(log);
            Object before = Files.getAttribute(file, "unix:ino");
            AuditIndexing indexing = new AuditIndexing(
                    new LiveLog(log.directory(), log::records, 0, outcomes::add),
                    new SqliteIndexes(
                            IndexingLimits.STANDARD, new WaitingLimits(Duration.ofMillis(50), Duration.ofSeconds(20))),
                    file,
                    Clock.fixed(NOW, ZoneOffset.UTC));
            try (indexing) {
                try (Connection other = connect();
                        Statement lock = other.createStatement()) {
                    lock.execute("PRAGMA locking_mode = EXCLUSIVE");
                    lock.execute("BEGIN EXCLUSIVE");
                    indexing.look();
                    assertThat(indexing.index()).isEmpty();
                    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
                }
                indexing.look();

                assertThat(state(indexing, "kept")).isEqualTo(TerminalState.OPEN);
                assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
            }
        }
    }

    @Test
    void whatIsNoFileIsLeftWhereItIs() throws Exception {
        Files.createDirectory(file);
        try (DiskLog log = newLog();
                AuditIndexing indexing = indexing(log, 0)) {
            indexing.look();

            assertThat(indexing.index()).isEmpty();
            assertThat(file).isDirectory();
        }
    }

    @Test
    void anIndexThatIsDamagedWhileItIsOpenIsBuiltAnew() throws Exception {
        try (DiskLog log = newLog()) {
            cutOff(log, "kept");
            indexed(log);
            try (AuditIndexing indexing = indexing(log, 0)) {
                indexing.look();
                long pages = Files.size(file) / 4096;
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(new byte[(int) (pages - 1) * 4096]), 4096);
                }
                cutOff(log, "new");
                indexing.look();
                indexing.look();

                assertThat(state(indexing, "kept")).isEqualTo(TerminalState.OPEN);
                assertThat(state(indexing, "new")).isEqualTo(TerminalState.OPEN);
            }
        }
    }

    private void cutOff(DiskLog log, String... requestIds) {
        for (String requestId : requestIds) {
            log.request(DiskLog.exchange(requestId), DiskLog.TIME, Optional.empty(), Optional.empty());
        }
        log.commit();
    }

    private static void looks(AuditIndexing indexing, int count) {
        for (int i = 0; i < count; i++) {
            indexing.look();
        }
    }

    private void indexed(DiskLog log) throws Exception {
        try (AuditIndex index = new SqliteIndexes().open(file.toString())) {
            index.catchUp(log.source(), p -> {});
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String from) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
            return rows.getLong(1);
        }
    }

    private AuditIndexing indexing(DiskLog log, long recordsAtStart) {
        return indexing(new LiveLog(log.directory(), log::records, recordsAtStart, outcomes::add));
    }

    private AuditIndexing indexing(LiveLog log) {
        return new AuditIndexing(log, file, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private DiskLog newLog() throws Exception {
        return new DiskLog(Files.createDirectory(directory.resolve("log")), new UUID(7, 8));
    }

    private static TerminalState state(AuditIndexing indexing, String requestId) throws Exception {
        return indexing.index()
                .orElseThrow()
                .trace(requestId, AuditScope.all())
                .get(0)
                .end()
                .state();
    }
}
