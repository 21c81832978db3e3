package org.ambergate.auditindex;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.ambergate.audit.AuditCursor;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.AuditScope;
import org.ambergate.audit.ExchangeTrace;
import org.ambergate.audit.RefusedCursorException;
import org.ambergate.messagelog.LogFollower;
import org.ambergate.messagelog.LogPosition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** An audit index in an SQL database, whose tables exist. */
final class SqlAuditIndex implements AuditIndex {
    private final Jdbi reading;
    private final Handle writing;
    private final IndexingLimits limits;
    private final Duration searchMax;
    private final SecureRandom random;

    /**
     * @param reading gives a connection for each search
     * @param writing the one connection that writes
     * @param random for the keys of an index that is emptied
     */
    SqlAuditIndex(Jdbi reading, Handle writing, IndexingLimits limits, Duration searchMax, SecureRandom random) {
        this.reading = reading;
        this.writing = writing;
        this.limits = limits;
        this.searchMax = searchMax;
        this.random = random;
    }

    @Override
    public synchronized Progress catchUp(Source log, Consumer<LogPosition> reached) throws IOException {
        while (true) {
            Optional<LogPosition> start = translated(writing, IndexedLog::position);
            if (start.isPresent() && !LogFollower.holds(log.segments(), start.get())) {
                clear();
                start = Optional.empty();
            }
            Optional<Progress> end = follow(log, start, reached);
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    @Override
    public synchronized void clear() throws IOException {
        translated(writing, handle -> {
            handle.useTransaction(transaction -> IndexedLog.clear(transaction, random));
            return true;
        });
    }

    @Override
    public Progress progress() throws IOException {
        return new Progress(read(IndexedLog::position), Optional.empty());
    }

    @Override
    public AuditPage search(AuditQuery query, AuditScope scope, Optional<String> cursor, int limit)
            throws IOException, RefusedCursorException {
        if (limit < 1 || limit > AuditQuery.PAGE_RECORDS_MAX) {
            throw new IllegalArgumentException("A page has 1 to " + AuditQuery.PAGE_RECORDS_MAX + " records");
        }
        return answer(handle -> page(handle, query, scope, cursor, limit));
    }

    /** Key, extent and records of one moment: a cursor of before an index was emptied must not go on behind it. */
    private AuditPage page(Handle handle, AuditQuery query, AuditScope scope, Optional<String> cursor, int limit)
            throws RefusedCursorException {
        byte[] key = IndexedLog.cursorKey(handle);
        long known = IndexedLog.position(handle).map(LogPosition::sequence).orElse(-1L);
        AuditCursor behind =
                cursor.isPresent() ? AuditCursor.open(cursor.get(), query, scope, key) : new AuditCursor(0, 0, known);
        SearchSql sql = new SearchSql(query, scope, limits).page(behind, cursor.isEmpty(), limit + 1);
        List<AuditRecord> found = handle.createQuery(sql.text())
                .bindMap(sql.values())
                .map(new EntryMapper())
                .list();
        if (found.size() <= limit) {
            return new AuditPage(found, Optional.empty(), known + 1);
        }
        AuditRecord last = found.get(limit - 1);
        String next =
                new AuditCursor(last.time().toEpochMilli(), last.sequence(), behind.upTo()).seal(query, scope, key);
        return new AuditPage(found.subList(0, limit), Optional.of(next), known + 1);
    }

    @Override
    public List<ExchangeTrace> trace(String id, AuditScope scope) throws IOException {
        return ExchangeTrace.group(answer(handle -> handle.createQuery(
                        "SELECT " + EntryMapper.COLUMNS + " FROM exchange x CROSS JOIN route r CROSS JOIN entry e"
                                + " INDEXED BY entry_exchange WHERE x.id IN (SELECT t.exchange FROM bucket b"
                                + " CROSS JOIN term t WHERE t.bucket = b.id AND t.hash IN (:requestHash, :messageHash))"
                                + " AND (x.request_id = :id OR x.query_id = :id) AND r.id = x.route"
                                + " AND (:scope = '' OR (SELECT id FROM member WHERE name = :scope)"
                                + " IN (r.client_member, r.provider_member))"
                                + " AND e.exchange = x.id ORDER BY e.sequence LIMIT :limit")
                .bind("id", id)
                .bind("requestHash", limits.hash(SearchTerm.REQUEST_ID, id))
                .bind("messageHash", limits.hash(SearchTerm.MESSAGE_ID, id))
                .bind("limit", TRACE_RECORDS_MAX)
                .bind("scope", scope.member().orElse(""))
                .map(new EntryMapper())
                .list()));
    }

    @Override
    public List<OpenExchange> openExchanges(long beforeSequence) throws IOException {
        return read(handle -> handle.createQuery("SELECT " + EntryMapper.COLUMNS + ", EXISTS (SELECT 1 FROM unsettled v"
                        + " CROSS JOIN exchange y CROSS JOIN entry a INDEXED BY entry_exchange"
                        + " WHERE v.hash = u.hash AND y.id = v.exchange AND y.request_id = x.request_id"
                        + " AND y.query_id = x.query_id AND y.route = x.route AND a.exchange = y.id AND a.kind = 2"
                        + " AND a.sequence > e.sequence) AS answered"
                        + " FROM unsettled u CROSS JOIN exchange x CROSS JOIN route r CROSS JOIN entry e"
                        + " INDEXED BY entry_exchange WHERE x.id = u.exchange AND r.id = x.route AND e.exchange = x.id"
                        + " AND e.state = 0 AND e.kind = 1 AND e.sequence < :before ORDER BY e.sequence LIMIT :limit")
                .bind("before", beforeSequence)
                .bind("limit", OPEN_EXCHANGES_MAX)
                .map((row, context) ->
                        new OpenExchange(new EntryMapper().map(row, context).exchange(), row.getInt("answered") != 0))
                .list());
    }

    @Override
    public synchronized void close() {
        writing.close();
    }

    /** Empty if another process moved the index, so that reading begins again from where that one is. */
    private Optional<Progress> follow(Source log, Optional<LogPosition> start, Consumer<LogPosition> reached)
            throws IOException {
        LogFollower follower = LogFollower.withoutSignatures(log.segments(), start);
        while (true) {
            Optional<LogPosition> from = follower.position();
            List<ReadRecord> batch = batch(follower, log);
            Optional<LogPosition> to = follower.position();
            if (to.isEmpty() || to.equals(from)) {
                return Optional.of(
                        new Progress(to, follower.damage(log.durable().getAsLong())));
            }
            if (!translated(writing, handle -> write(handle, from, to.get(), batch))) {
                return Optional.empty();
            }
            reached.accept(to.get());
        }
    }

    private List<ReadRecord> batch(LogFollower follower, Source log) throws IOException {
        List<ReadRecord> batch = new ArrayList<>();
        long characters = 0;
        while (batch.size() < limits.batchRecords() && characters < limits.batchCharacters()) {
            Optional<LogFollower.Group> group = follower.next(log.durable().getAsLong());
            if (group.isEmpty()) {
                break;
            }
            for (LogFollower.Entry entry : group.get().entries()) {
                Optional<ReadRecord> read = ReadRecord.of(entry);
                read.ifPresent(batch::add);
                characters += read.map(ReadRecord::characters).orElse(0);
            }
        }
        return batch;
    }

    private boolean write(Handle handle, Optional<LogPosition> from, LogPosition to, List<ReadRecord> batch)
            throws SQLException {
        return handle.inTransaction(transaction -> {
            if (!IndexedLog.move(transaction, from, to)) {
                return false;
            }
            NamesHash hash = new NamesHash(IndexedLog.namesKey(transaction), limits);
            try (EntryBatch entries = new EntryBatch(transaction.getConnection(), hash, limits)) {
                entries.write(batch);
            }
            return true;
        });
    }

    /** Searches in one transaction, for as long as a search may take. */
    private <T, X extends Exception> T answer(HandleCallback<T, X> question) throws IOException, X {
        try (Handle handle = reading.open();
                SearchTime time = SearchTime.begin(handle.getConnection(), searchMax)) {
            return answer(handle, question, time);
        } catch (JdbiException | SQLException e) {
            throw unreadable(e);
        }
    }

    private <T, X extends Exception> T answer(Handle handle, HandleCallback<T, X> question, SearchTime time)
            throws IOException, X {
        try {
            return handle.inTransaction(question);
        } catch (JdbiException e) {
            if (time.hasPassed()) {
                throw new IOException("A search was ended, for it took longer than " + searchMax.toSeconds() + " s", e);
            }
            throw unreadable(e);
        }
    }

    private <T> T read(HandleCallback<T, RuntimeException> question) throws IOException {
        try {
            return reading.withHandle(question);
        } catch (JdbiException e) {
            throw unreadable(e);
        }
    }

    private static IOException unreadable(Exception cause) {
        return UnusableIndexException.of("The audit index could not be read", cause);
    }

    private static <T> T translated(Handle handle, HandleCallback<T, SQLException> work) throws IOException {
        try {
            return work.withHandle(handle);
        } catch (JdbiException | SQLException e) {
            throw UnusableIndexException.of("The audit index could not be written", e);
        }
    }
}
