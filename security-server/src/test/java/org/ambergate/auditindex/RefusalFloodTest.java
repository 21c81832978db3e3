package org.ambergate.auditindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.RecordKind;
import org.ambergate.audit.TerminalState;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.testsupport.DiskLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/**
 * What refused requests cost the index, counted in instructions of the database's machine: each row that is looked at takes some,
 * and no clock is asked.
 */
class RefusalFloodTest {
    private static final int REFUSALS = 100_000;
    private static final int BATCH = 5_000;
    private static final byte[] KEY = new byte[NamesHash.KEY_BYTES];

    @TempDir
    Path directory;

    @Test
    void refusalsWithOneRequestIdCostNoMoreThanOthers() throws Exception {
        long chosen = steps("chosen", List.of(), i -> names("Q" + i, "R"));
        long others = steps("others", List.of(), i -> names("Q" + i, "R" + i));

        assertThat(chosen).isLessThan(others * 11 / 10);
    }

    @Test
    void refusalsWithOneRequestIdAreIndexedInTimeThatGrowsWithTheirNumber() throws Exception {
        List<Long> parts = parts("linear", List.of(), i -> names("Q" + i, "R"));

        assertThat(sum(parts.subList(parts.size() / 2, parts.size())))
                .isLessThan(sum(parts.subList(0, parts.size() / 2)) * 3 / 2);
    }

    /** Each replay is refused under the names of the exchange that it repeats, which goes on meanwhile. */
    @Test
    void replaysOfAnExchangeThatGoesOnAreIndexedInTimeThatGrowsWithTheirNumber() throws Exception {
        List<Long> parts =
                parts("replays", List.of(record(0, RecordKind.REQUEST, names("Q", "R"))), i -> names("Q", "R"));

        assertThat(parts.get(parts.size() - 1)).isLessThan(parts.get(0) * 3 / 2);
    }

    /** Requests that wait for their ends are looked through for each outcome. */
    @Test
    void refusalsBesideManyOpenExchangesWithTheirRequestIdCostNoMore() throws Exception {
        List<ReadRecord> open = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            open.add(record(i, RecordKind.REQUEST, names("open" + i, "R")));
        }
        long chosen = steps("open", open, i -> names("Q" + i, "R"));
        long others = steps("others", List.of(), i -> names("Q" + i, "R" + i));

        assertThat(chosen).isLessThan(others * 11 / 10);
    }

    private long steps(String name, List<ReadRecord> before, IntFunction<LoggedExchange> names) throws Exception {
        return sum(parts(name, before, names));
    }

    /** Steps of each batch of refusals behind some other records. */
    private List<Long> parts(String name, List<ReadRecord> before, IntFunction<LoggedExchange> names) throws Exception {
        Path file = directory.resolve(name);
        new SqliteIndexes().open(file.toString()).close();
        List<Long> parts = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.setAutoCommit(false);
            long unused = write(connection, before);
            for (int from = before.size(); from < REFUSALS; from += BATCH) {
                List<ReadRecord> batch = new ArrayList<>();
                for (int i = from; i < from + BATCH; i++) {
                    batch.add(record(i, RecordKind.OUTCOME, names.apply(i)));
                }
                parts.add(write(connection, batch));
            }
        }
        return parts;
    }

    private static long write(Connection connection, List<ReadRecord> records) throws SQLException {
        Steps steps = new Steps();
        ProgressHandler.setHandler(connection, Steps.INSTRUCTIONS, steps);
        NamesHash hash = new NamesHash(KEY, IndexingLimits.STANDARD);
        try (EntryBatch batch = new EntryBatch(connection, hash, IndexingLimits.STANDARD)) {
            batch.write(records);
        }
        ProgressHandler.clearHandler(connection);
        connection.commit();
        return steps.count;
    }

    private static final class Steps extends ProgressHandler {
        private static final int INSTRUCTIONS = 1_000;

        private long count;

        @Override
        protected int progress() {
            count++;
            return 0;
        }
    }

    private static LoggedExchange names(String queryId, String requestId) {
        return new LoggedExchange(ExchangeSide.PROVIDER, queryId, requestId, "TEST/GOV/1/app", "TEST/COM/2/db/get");
    }

    private static ReadRecord record(long sequence, RecordKind kind, LoggedExchange names) {
        TerminalState state = kind == RecordKind.OUTCOME ? TerminalState.REFUSED : TerminalState.OPEN;
        AuditRecord record = new AuditRecord(
                new AuditRecord.Place(sequence, 1, sequence),
                kind,
                DiskLog.TIME.plusMillis(sequence),
                names,
                AuditRecord.Subject.NONE,
                0,
                new AuditRecord.End(state, ""));
        return new ReadRecord(record, kind == RecordKind.OUTCOME);
    }

    private static long sum(List<Long> parts) {
        return parts.stream().mapToLong(Long::longValue).sum();
    }
}
