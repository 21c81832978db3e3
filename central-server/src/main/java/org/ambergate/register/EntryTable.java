package org.ambergate.register;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;

/** The statements about what is registered now. */
final class EntryTable {
    private static final int FETCH_ROWS = 1_000;

    private EntryTable() {}

    /** A stored entry as it is, whatever it holds. */
    record StoredEntry(String id, String kind, String value) {}

    /** One entry cannot be without another one. */
    record Need(String id, String needed) {}

    static Optional<String> find(Handle handle, EntryKey key) {
        return handle.createQuery("SELECT value FROM registered WHERE id = ?")
                .bind(0, key.id())
                .mapTo(String.class)
                .findOne();
    }

    /** The values of one kind that need this entry, in the order of their names. */
    static List<String> needing(Handle handle, EntryKey needed, EntryKind kind) {
        return handle.createQuery("SELECT r.value FROM needs n JOIN registered r ON r.id = n.id"
                        + " WHERE n.needed = ? AND r.kind = ? ORDER BY r.id")
                .bind(0, needed.id())
                .bind(1, kind.name())
                .mapTo(String.class)
                .list();
    }

    static void insert(Handle handle, Registered entry, String value) {
        handle.createUpdate("INSERT INTO registered (id, kind, name, value) VALUES (?, ?, ?, ?)")
                .bind(0, entry.key().id())
                .bind(1, entry.key().kind().name())
                .bind(2, entry.key().name())
                .bind(3, value)
                .execute();
        insertNeeds(handle, entry);
    }

    static void update(Handle handle, Registered entry, String value) {
        deleteNeeds(handle, entry.key());
        handle.createUpdate("UPDATE registered SET value = ? WHERE id = ?")
                .bind(0, value)
                .bind(1, entry.key().id())
                .execute();
        insertNeeds(handle, entry);
    }

    static void delete(Handle handle, EntryKey key) {
        deleteNeeds(handle, key);
        handle.createUpdate("DELETE FROM registered WHERE id = ?")
                .bind(0, key.id())
                .execute();
    }

    /** All entries in one statement, so that they are of one moment. */
    static ResultIterable<StoredEntry> all(Handle handle) {
        return handle.createQuery("SELECT id, kind, value FROM registered")
                .setFetchSize(FETCH_ROWS)
                .map((row, context) -> new StoredEntry(row.getString(1), row.getString(2), row.getString(3)));
    }

    static Set<Need> needs(Handle handle) {
        return handle.createQuery("SELECT id, needed FROM needs")
                .setFetchSize(FETCH_ROWS)
                .map((row, context) -> new Need(row.getString(1), row.getString(2)))
                .set();
    }

    private static void insertNeeds(Handle handle, Registered entry) {
        for (EntryKey needed : entry.needs()) {
            handle.createUpdate("INSERT INTO needs (id, needed) VALUES (?, ?)")
                    .bind(0, entry.key().id())
                    .bind(1, needed.id())
                    .execute();
        }
    }

    private static void deleteNeeds(Handle handle, EntryKey key) {
        handle.createUpdate("DELETE FROM needs WHERE id = ?").bind(0, key.id()).execute();
    }
}
