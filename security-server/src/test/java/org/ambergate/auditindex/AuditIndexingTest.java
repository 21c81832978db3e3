package org.ambergate.auditindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.audit.AuditScope;
import org.ambergate.audit.TerminalState;
import org.ambergate.messagelog.LoggedOutcome;
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

    private AuditIndexing indexing(DiskLog log, long recordsAtStart) {
        return new AuditIndexing(
                new LiveLog(log.directory(), log::records, recordsAtStart, outcomes::add),
                file,
                Clock.fixed(NOW, ZoneOffset.UTC));
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
