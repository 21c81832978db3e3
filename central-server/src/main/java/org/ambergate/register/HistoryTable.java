package org.ambergate.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;

/** The statements about the history. */
final class HistoryTable {
    /** Rows fetched at once, so that a long history is not held in memory. */
    private static final int FETCH_ROWS = 1_000;

    private static final String COLUMNS =
            "SELECT sequence, change, time_ms, actor, action, id, kind, name, value_before,"
                    + " value_after, hash FROM history ";

    /** The end of no history at all. */
    private static final End LOST = new End(new HistoryHead(-1, ""), 0);

    private HistoryTable() {}

    /**
     * Where the history ends.
     *
     * @param timeMillis when its last row was made
     */
    record End(HistoryHead head, long timeMillis) {}

    /** Waits until nobody else makes a change; the first statement of each change. */
    static End lockEnd(Handle handle) {
        handle.execute("UPDATE history_head SET sequence = sequence WHERE id = 1");
        return end(handle);
    }

    /** What the register remembers; {@link #LOST} if somebody took it away. */
    static End end(Handle handle) {
        return handle.createQuery("SELECT sequence, time_ms, hash FROM history_head WHERE id = 1")
                .map((row, context) -> new End(new HistoryHead(row.getLong(1), row.getString(3)), row.getLong(2)))
                .findOne()
                .orElse(LOST);
    }

    static void append(Handle handle, StoredRow row) {
        handle.createUpdate(
                        "INSERT INTO history (sequence, change, time_ms, actor, action, id, kind, name, value_before,"
                                + " value_after, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(0, row.sequence())
                .bind(1, row.change())
                .bind(2, row.timeMillis())
                .bind(3, row.actor())
                .bind(4, row.action())
                .bind(5, row.id())
                .bind(6, row.kind())
                .bind(7, row.name())
                .bind(8, row.before())
                .bind(9, row.after())
                .bind(10, row.hash())
                .execute();
        handle.createUpdate("UPDATE history_head SET sequence = ?, time_ms = ?, hash = ? WHERE id = 1")
                .bind(0, row.sequence())
                .bind(1, row.timeMillis())
                .bind(2, row.hash())
                .execute();
    }

    /** The hash of one row, if it is there. */
    static Optional<String> hash(Handle handle, long sequence) {
        return handle.createQuery("SELECT hash FROM history WHERE sequence = ?")
                .bind(0, sequence)
                .mapTo(String.class)
                .findOne();
    }

    /** All rows in order; to be closed. Within a transaction, or all of them are held in memory at once. */
    static ResultIterable<StoredRow> all(Handle handle) {
        return rows(handle.createQuery(COLUMNS + "ORDER BY sequence").setFetchSize(FETCH_ROWS));
    }

    /** The rows up to a time, in order. */
    static ResultIterable<StoredRow> until(Handle handle, long timeMillis) {
        return rows(handle.createQuery(COLUMNS + "WHERE time_ms <= ? ORDER BY sequence")
                .bind(0, timeMillis)
                .setFetchSize(FETCH_ROWS));
    }

    static List<StoredRow> page(Handle handle, long after, int limit) {
        return rows(handle.createQuery(COLUMNS + "WHERE sequence > ? ORDER BY sequence LIMIT ?")
                        .bind(0, after)
                        .bind(1, limit))
                .list();
    }

    static List<StoredRow> pageOf(Handle handle, EntryKey key, long after, int limit) {
        return rows(handle.createQuery(COLUMNS + "WHERE id = ? AND sequence > ? ORDER BY sequence LIMIT ?")
                        .bind(0, key.id())
                        .bind(1, after)
                        .bind(2, limit))
                .list();
    }

    private static ResultIterable<StoredRow> rows(Query query) {
        return query.map((row, context) -> row(row));
    }

    private static StoredRow row(ResultSet row) throws SQLException {
        return new StoredRow(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11));
    }
}
