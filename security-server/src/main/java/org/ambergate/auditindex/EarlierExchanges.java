package org.ambergate.auditindex;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.RecordKind;
import org.ambergate.audit.TerminalState;

/** What the index knows of exchanges from earlier batches: those that still go on, and where the others are. */
final class EarlierExchanges {
    private static final String SAME_NAMES = "x.request_id = ? AND x.query_id = ? AND x.route = ?";

    private final Statements statements;
    private final IndexingLimits limits;
    private Optional<Set<Long>> unsettledHashes = Optional.empty();

    EarlierExchanges(Statements statements, IndexingLimits limits) {
        this.statements = statements;
        this.limits = limits;
    }

    /**
     * An exchange as earlier batches left it. Its newest row with an unsettled message is the newest with any message:
     * an outcome that settles one settles all before it.
     */
    IndexedExchange find(NamesHash.Hashed names, Names.Route route) throws SQLException {
        if (!mayBeUnsettled(names.hash())) {
            return new IndexedExchange(names, route, List.of());
        }
        PreparedStatement select = statements.of("SELECT x.id FROM unsettled u CROSS JOIN exchange x"
                + " WHERE u.hash = ? AND x.id = u.exchange AND " + SAME_NAMES + " ORDER BY u.exchange");
        return new IndexedExchange(names, route, numbers(bind(select, 1, names, route)));
    }

    private boolean mayBeUnsettled(long hash) throws SQLException {
        if (unsettledHashes.isEmpty()) {
            PreparedStatement select = statements.of("SELECT DISTINCT hash FROM unsettled LIMIT ?");
            select.setInt(1, limits.hashesHeldMax() + 1);
            unsettledHashes = Optional.of(new HashSet<>(numbers(select)));
        }
        return unsettledHashes.get().size() > limits.hashesHeldMax()
                || unsettledHashes.get().contains(hash);
    }

    /** The newest row of an exchange that is settled. Looks into each bucket, and is seldom needed. */
    OptionalLong settled(IndexedExchange exchange) throws SQLException {
        PreparedStatement select =
                statements.of("SELECT max(x.id) FROM bucket b CROSS JOIN term t CROSS JOIN exchange x"
                        + " WHERE t.bucket = b.id AND t.hash = ? AND t.names = ? AND x.id = t.exchange AND "
                        + SAME_NAMES + " HAVING max(x.id) IS NOT NULL");
        select.setLong(
                1,
                limits.hash(SearchTerm.REQUEST_ID, exchange.names().exchange().requestId()));
        List<Long> found = numbers(bind(select, 2, exchange.names(), exchange.route()));
        return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.get(0));
    }

    /** Gives an outcome's end to messages of earlier batches; see {@link TerminalState#yieldsTo}. */
    void end(IndexedExchange exchange, AuditRecord outcome) throws SQLException {
        for (long row : exchange.unsettledBefore()) {
            int state = outcome.end().state().code();
            PreparedStatement update = statements.of("UPDATE entry SET state = ?, code = ? WHERE exchange = ?"
                    + " AND kind IN (?, ?) AND sequence < ? AND (state = ? OR (state = ? AND ? <> ?))");
            update.setInt(1, state);
            update.setString(2, outcome.end().code());
            update.setLong(3, row);
            update.setInt(4, RecordKind.REQUEST.code());
            update.setInt(5, RecordKind.RESPONSE.code());
            update.setLong(6, outcome.sequence());
            update.setInt(7, TerminalState.OPEN.code());
            update.setInt(8, TerminalState.REFUSED.code());
            update.setInt(9, state);
            update.setInt(10, TerminalState.REFUSED.code());
            update.executeUpdate();
        }
    }

    /** Notes for the next batch what of an exchange is unsettled. Its entries have been written. */
    void keep(IndexedExchange exchange) throws SQLException {
        for (long row : exchange.unsettledBefore()) {
            forgetIfSettled(exchange.names().hash(), row);
        }
        Set<Long> rows = new TreeSet<>();
        exchange.unsettled().forEach(entry -> rows.add(entry.row()));
        for (long row : rows) {
            PreparedStatement insert =
                    statements.of("INSERT INTO unsettled (hash, exchange) VALUES (?, ?) ON CONFLICT DO NOTHING");
            insert.setLong(1, exchange.names().hash());
            insert.setLong(2, row);
            insert.executeUpdate();
        }
    }

    private void forgetIfSettled(long hash, long row) throws SQLException {
        PreparedStatement delete = statements.of("DELETE FROM unsettled WHERE hash = ? AND exchange = ? AND NOT EXISTS"
                + " (SELECT 1 FROM entry e WHERE e.exchange = ? AND e.kind IN (?, ?) AND e.state IN (?, ?))");
        delete.setLong(1, hash);
        delete.setLong(2, row);
        delete.setLong(3, row);
        delete.setInt(4, RecordKind.REQUEST.code());
        delete.setInt(5, RecordKind.RESPONSE.code());
        delete.setInt(6, TerminalState.OPEN.code());
        delete.setInt(7, TerminalState.REFUSED.code());
        delete.executeUpdate();
    }

    private static PreparedStatement bind(
            PreparedStatement select, int first, NamesHash.Hashed names, Names.Route route) throws SQLException {
        select.setLong(first, names.hash());
        select.setString(first + 1, names.exchange().requestId());
        select.setString(first + 2, names.exchange().queryId());
        select.setLong(first + 3, route.id());
        return select;
    }

    private static List<Long> numbers(PreparedStatement select) throws SQLException {
        List<Long> numbers = new ArrayList<>(1);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }
}
