package org.ambergate.auditindex;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ambergate.audit.AuditRecord;
import org.ambergate.messagelog.LoggedExchange;

/** Inserts the rows of a batch. */
final class EntryWriter {
    private final Statements statements;
    private final IndexingLimits limits;
    private final List<IndexedExchange.Entry> entries = new ArrayList<>();
    private final List<Term> terms = new ArrayList<>();
    private final Set<Long> bucketsUsed = new TreeSet<>();

    /** @param names the hash of all names where it follows that of the request identifier, else 0 */
    private record Term(long bucket, long hash, long names, long exchange) implements Comparable<Term> {
        @Override
        public int compareTo(Term other) {
            if (bucket != other.bucket) {
                return Long.compare(bucket, other.bucket);
            }
            if (hash != other.hash) {
                return Long.compare(hash, other.hash);
            }
            return names != other.names ? Long.compare(names, other.names) : Long.compare(exchange, other.exchange);
        }
    }

    EntryWriter(Statements statements, IndexingLimits limits) {
        this.statements = statements;
        this.limits = limits;
    }

    void add(IndexedExchange.Entry entry) {
        entries.add(entry);
    }

    /** Adds the row that an exchange goes on in, which begins with this record. */
    void addExchange(AuditRecord first, IndexedExchange exchange) throws SQLException {
        LoggedExchange names = first.exchange();
        PreparedStatement insert = statements.of(
                "INSERT INTO exchange (id, route, query_id, request_id, issue, user_id) VALUES (?, ?, ?, ?, ?, ?)");
        insert.setLong(1, first.sequence());
        insert.setLong(2, exchange.route().id());
        insert.setString(3, names.queryId());
        insert.setString(4, names.requestId());
        bind(insert, 5, first.subject().issue());
        bind(insert, 6, first.subject().userId());
        insert.addBatch();
        addTerm(SearchTerm.REQUEST_ID, names.requestId(), exchange.names().hash(), first);
        addTerm(SearchTerm.MESSAGE_ID, names.queryId(), 0, first);
        first.subject().issue().ifPresent(issue -> addTerm(SearchTerm.ISSUE, issue, 0, first));
        first.subject().userId().ifPresent(user -> addTerm(SearchTerm.USER_ID, user, 0, first));
        bucketsUsed.add(limits.bucket(first.sequence()));
    }

    /** Writes what was added. */
    void finish() throws SQLException {
        insertEntries();
        insertTerms();
        insertBuckets();
        statements.executeBatches();
    }

    private void addTerm(SearchTerm term, String text, long names, AuditRecord first) {
        terms.add(new Term(limits.bucket(first.sequence()), limits.hash(term, text), names, first.sequence()));
    }

    private void insertEntries() throws SQLException {
        PreparedStatement insert = statements.of("INSERT INTO entry (time_ms, sequence, exchange, client_member,"
                + " provider_member, kind, segment, position, body_bytes, state, code)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (IndexedExchange.Entry entry : entries) {
            AuditRecord record = entry.record();
            insert.setLong(1, record.time().toEpochMilli());
            insert.setLong(2, record.sequence());
            insert.setLong(3, entry.row());
            insert.setLong(4, entry.route().client());
            insert.setLong(5, entry.route().provider());
            insert.setInt(6, record.kind().code());
            insert.setLong(7, record.place().segment());
            insert.setLong(8, record.place().offset());
            insert.setLong(9, record.bodyBytes());
            insert.setInt(10, entry.end().state().code());
            insert.setString(11, entry.end().code());
            insert.addBatch();
        }
    }

    /**
     * In the order of the table, so that neighbours meet the same page one after the other. Two terms of one exchange may
     * have the same hash, since strangers choose the texts; they need one row.
     */
    private void insertTerms() throws SQLException {
        terms.sort(Comparator.naturalOrder());
        PreparedStatement insert = statements.of(
                "INSERT INTO term (bucket, hash, names, exchange) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
        for (Term term : terms) {
            insert.setLong(1, term.bucket());
            insert.setLong(2, term.hash());
            insert.setLong(3, term.names());
            insert.setLong(4, term.exchange());
            insert.addBatch();
        }
    }

    private void insertBuckets() throws SQLException {
        PreparedStatement insert = statements.of("INSERT INTO bucket (id) VALUES (?) ON CONFLICT DO NOTHING");
        for (long bucket : bucketsUsed) {
            insert.setLong(1, bucket);
            insert.addBatch();
        }
    }

    private static void bind(PreparedStatement statement, int index, Optional<String> text) throws SQLException {
        if (text.isPresent()) {
            statement.setString(index, text.get());
        } else {
            statement.setNull(index, Types.VARCHAR);
        }
    }
}
