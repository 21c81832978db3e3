package org.ambergate.register;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ambergate.identifier.MemberId;
import org.ambergate.register.HistoryVerdict.Damage;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * The history of a register, and what was registered in the past: every question about the past is answered from the
 * history alone. Nothing here says whether the history is whole; {@link #verify} does. Thread-safe.
 */
public final class RegisterHistory {
    /** Most rows of a page. */
    public static final int PAGE_ROWS_MAX = 1_000;

    private final RegisterDatabase database;

    RegisterHistory(RegisterDatabase database) {
        this.database = database;
    }

    /** Where the history ends now. */
    public HistoryHead head() throws IOException {
        return database.read(handle -> HistoryTable.end(handle).head());
    }

    /**
     * Rows in their order.
     *
     * @param after the sequence of the last row seen, 0 for the beginning
     * @param limit 1 to {@link #PAGE_ROWS_MAX}
     */
    public List<HistoryRow> rows(long after, int limit) throws IOException {
        checkLimit(limit);
        return database.read(handle -> read(HistoryTable.page(handle, after, limit)));
    }

    /** The same, of one thing only. */
    public List<HistoryRow> rowsOf(EntryKey key, long after, int limit) throws IOException {
        checkLimit(limit);
        return database.read(handle -> read(HistoryTable.pageOf(handle, key, after, limit)));
    }

    /** What was registered at a time, changes of that very millisecond included; empty if nothing was yet. */
    public Optional<RegisterSnapshot> at(Instant time) throws IOException {
        return database.read(handle -> {
            HistoryReplay replay = new HistoryReplay();
            HistoryTable.until(handle, millis(time)).useStream(rows -> rows.forEach(replay::apply));
            return replay.snapshot();
        });
    }

    /** Who was a member at any time of a day, also if only for a part of it. */
    public Set<MemberId> membersOn(LocalDate day, ZoneId zone) throws IOException {
        long start = day.atStartOfDay(zone).toInstant().toEpochMilli();
        long end = day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
        return database.read(handle -> {
            Set<MemberId> members = new HashSet<>();
            HistoryTable.until(handle, end - 1)
                    .useStream(rows -> rows.filter(row -> row.kind().equals(EntryKind.MEMBER.name()))
                            .forEach(row -> apply(members, row, start)));
            return Set.copyOf(members);
        });
    }

    /** Reads the whole history and compares it with what is registered. */
    public HistoryVerdict verify() throws IOException {
        return verify(Optional.empty());
    }

    /** The same, and whether the history still goes through an end that was noted earlier and kept elsewhere. */
    public HistoryVerdict verify(HistoryHead noted) throws IOException {
        return verify(Optional.of(noted));
    }

    private HistoryVerdict verify(Optional<HistoryHead> noted) throws IOException {
        return database.read(handle -> {
            HistoryVerifier verifier = new HistoryVerifier(noted);
            return verifier.verdict(firstDamage(verifier, handle));
        });
    }

    private static Optional<Damage> firstDamage(HistoryVerifier verifier, Handle handle) {
        try (ResultIterator<StoredRow> rows = HistoryTable.all(handle).iterator()) {
            Optional<Damage> damage = Optional.empty();
            while (damage.isEmpty() && rows.hasNext()) {
                damage = verifier.next(rows.next());
            }
            if (damage.isPresent()) {
                return damage;
            }
        }
        return verifier.end(handle);
    }

    /** Who left before the day began is forgotten; who leaves later is kept. */
    private static void apply(Set<MemberId> members, StoredRow row, long dayStart) {
        String value = row.after().isEmpty() ? row.before() : row.after();
        MemberId id = ((Registered.MemberEntry) HistoryReplay.read(row.kind(), value)).id();
        if (!row.after().isEmpty()) {
            members.add(id);
        } else if (row.timeMillis() < dayStart) {
            members.remove(id);
        }
    }

    /** Times beyond what milliseconds can count are before or after every change. */
    private static long millis(Instant time) {
        if (time.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE))) {
            return Long.MAX_VALUE;
        }
        return time.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE)) ? Long.MIN_VALUE : time.toEpochMilli();
    }

    private static List<HistoryRow> read(List<StoredRow> rows) {
        return rows.stream().map(StoredRow::read).toList();
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > PAGE_ROWS_MAX) {
            throw new IllegalArgumentException("A page has 1 to " + PAGE_ROWS_MAX + " rows");
        }
    }
}
