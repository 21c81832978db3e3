package org.ambergate.register;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ambergate.register.HistoryVerdict.Damage;
import org.ambergate.register.HistoryVerdict.Finding;
import org.jdbi.v3.core.Handle;

/** Reads the history from its first row on and stops at the first that is wrong. Single-threaded, used once. */
final class HistoryVerifier {
    private final HistoryReplay replay = new HistoryReplay();
    private final Optional<HistoryHead> noted;
    private HistoryHead head = HistoryHead.EMPTY;
    private long timeMillis;

    HistoryVerifier(Optional<HistoryHead> noted) {
        this.noted = noted;
    }

    /** Whether the next row follows; the finding if it does not. */
    Optional<Damage> next(StoredRow row) {
        long expected = head.sequence() + 1;
        if (row.sequence() != expected) {
            return damage(expected, Finding.ROW_IS_MISSING);
        }
        if (!row.hash().equals(row.hashBehind(head.hash()))) {
            return damage(expected, Finding.HASH_DIFFERS);
        }
        if (noted.isPresent()
                && noted.get().sequence() == expected
                && !noted.get().equals(row.head())) {
            return damage(expected, Finding.NOTED_HASH_DIFFERS);
        }
        if (row.timeMillis() < timeMillis) {
            return damage(expected, Finding.TIME_GOES_BACK);
        }
        if (!row.before().equals(replay.value(row.id()))) {
            return damage(expected, Finding.BEFORE_DIFFERS);
        }
        replay.apply(row);
        head = row.head();
        timeMillis = row.timeMillis();
        return Optional.empty();
    }

    /** What is left to check behind the last row. */
    Optional<Damage> end(Handle handle) {
        HistoryTable.End remembered = HistoryTable.end(handle);
        if (remembered.head().sequence() > head.sequence()) {
            return damage(head.sequence() + 1, Finding.ROW_IS_MISSING);
        }
        if (!remembered.head().equals(head) || remembered.timeMillis() != timeMillis) {
            return damage(head.sequence(), Finding.END_DIFFERS);
        }
        if (noted.isPresent() && noted.get().sequence() > head.sequence()) {
            return damage(noted.get().sequence(), Finding.NOTED_HASH_DIFFERS);
        }
        boolean same = holdsTheSameEntries(handle) && EntryTable.needs(handle).equals(replay.needs());
        return same ? Optional.empty() : damage(head.sequence(), Finding.REGISTER_DIFFERS);
    }

    private boolean holdsTheSameEntries(Handle handle) {
        Map<String, String> values = new HashMap<>();
        EntryTable.all(handle)
                .useStream(entries -> entries.forEach(entry -> values.put(entry.id(), entry.kind() + entry.value())));
        return values.equals(replay.values());
    }

    HistoryVerdict verdict(Optional<Damage> damage) {
        return new HistoryVerdict(head.sequence(), head, damage);
    }

    private static Optional<Damage> damage(long sequence, Finding finding) {
        return Optional.of(new Damage(sequence, finding));
    }
}
