package org.ambergate.auditindex;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.audit.AuditCursor;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.messagelog.LogPosition;
import org.jdbi.v3.core.Handle;

/** The one row that says how far the index is. Whoever moves it must say from where, so that two fillers cannot mix. */
final class IndexedLog {
    private static final long EMPTY = -1;

    private IndexedLog() {}

    /** Makes the row in a new database. */
    static void begin(Handle handle, SecureRandom random) {
        handle.execute(
                "INSERT INTO indexed_log (id, log_id, segment, commit_offset, commit_sequence, commit_root, cursor_key,"
                        + " names_key) SELECT 1, '', 0, 0, -1, '', ?, ?"
                        + " WHERE NOT EXISTS (SELECT 1 FROM indexed_log)",
                key(random, AuditCursor.KEY_BYTES),
                key(random, NamesHash.KEY_BYTES));
    }

    static Optional<LogPosition> position(Handle handle) {
        return handle.createQuery("SELECT log_id, segment, commit_offset, commit_sequence, commit_root FROM indexed_log"
                        + " WHERE commit_sequence <> -1")
                .map((row, context) -> new LogPosition(
                        UUID.fromString(row.getString(1)),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        new Digest(DigestAlgorithm.SHA256, HexFormat.of().parseHex(row.getString(5)))))
                .findOne();
    }

    static byte[] cursorKey(Handle handle) {
        return HexFormat.of()
                .parseHex(handle.createQuery("SELECT cursor_key FROM indexed_log")
                        .mapTo(String.class)
                        .one());
    }

    static byte[] namesKey(Handle handle) {
        return HexFormat.of()
                .parseHex(handle.createQuery("SELECT names_key FROM indexed_log")
                        .mapTo(String.class)
                        .one());
    }

    /** Moves on; false if somebody else has moved meanwhile. The first statement of its transaction. */
    static boolean move(Handle handle, Optional<LogPosition> from, LogPosition to) {
        return handle.createUpdate("UPDATE indexed_log SET log_id = ?, segment = ?, commit_offset = ?,"
                                + " commit_sequence = ?, commit_root = ?"
                                + " WHERE commit_sequence = ? AND commit_root = ?")
                        .bind(0, to.logId().toString())
                        .bind(1, to.segment())
                        .bind(2, to.offset())
                        .bind(3, to.sequence())
                        .bind(4, to.root().hex())
                        .bind(5, from.map(LogPosition::sequence).orElse(EMPTY))
                        .bind(6, from.map(p -> p.root().hex()).orElse(""))
                        .execute()
                == 1;
    }

    /** Forgets everything, and the keys: cursors of what was there hold no more. */
    static void clear(Handle handle, SecureRandom random) {
        for (String statement : List.of(
                "DELETE FROM indexed_log",
                "DELETE FROM unsettled",
                "DELETE FROM term",
                "DELETE FROM bucket",
                "DELETE FROM entry",
                "DELETE FROM exchange",
                "DELETE FROM route",
                "DELETE FROM member")) {
            handle.execute(statement);
        }
        begin(handle, random);
    }

    private static String key(SecureRandom random, int bytes) {
        byte[] key = new byte[bytes];
        random.nextBytes(key);
        return HexFormat.of().formatHex(key);
    }
}
