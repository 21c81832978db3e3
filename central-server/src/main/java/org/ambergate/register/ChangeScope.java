package org.ambergate.register;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One change in the making: looks up, puts, removes, and writes each step to the history at once. All of it stands in one
 * transaction, which nobody else's change can fall into. Single-threaded, used once.
 */
final class ChangeScope {
    private final Handle handle;
    private final Instant time;
    private final Actor actor;
    private final Action action;
    private final long number;
    private final List<HistoryRow> rows = new ArrayList<>();
    private HistoryHead head;

    private ChangeScope(Handle handle, Instant time, Actor actor, Action action, HistoryHead head) {
        this.handle = handle;
        this.time = time;
        this.actor = actor;
        this.action = action;
        this.head = head;
        this.number = head.sequence() + 1;
    }

    /**
     * Begins a change. Should the clock have gone back, the time of the change before is taken, so that a state is
     * always found by its time.
     *
     * @throws DamagedRegisterException if the history does not end where the register remembers
     */
    static ChangeScope begin(Handle handle, Instant now, Actor actor, Action action) {
        HistoryTable.End end = HistoryTable.lockEnd(handle);
        HistoryHead head = end.head();
        String last = HistoryTable.hash(handle, head.sequence()).orElse(HistoryHead.EMPTY.hash());
        if (!last.equals(head.hash())
                || HistoryTable.hash(handle, head.sequence() + 1).isPresent()) {
            throw new DamagedRegisterException("The history does not end where the register remembers; verify it");
        }
        Instant time = Instant.ofEpochMilli(Math.max(now.toEpochMilli(), end.timeMillis()));
        return new ChangeScope(handle, time, actor, action, head);
    }

    /** The instance's identifier and settings. */
    Registered.Instance instance() throws RefusedChangeException {
        return find(EntryKey.INSTANCE, Registered.Instance.class)
                .orElseThrow(() -> Refusal.NOT_INITIALISED.of("The instance"));
    }

    boolean has(EntryKey key) {
        return EntryTable.find(handle, key).isPresent();
    }

    <T extends Registered> Optional<T> find(EntryKey key, Class<T> type) {
        return EntryTable.find(handle, key).map(value -> type.cast(EntryReader.read(key.kind(), value)));
    }

    /** Those of one kind that need an entry. */
    <T extends Registered> List<T> needing(EntryKey needed, EntryKind kind, Class<T> type) {
        return EntryTable.needing(handle, needed, kind).stream()
                .map(value -> type.cast(EntryReader.read(kind, value)))
                .toList();
    }

    boolean isNeededBy(EntryKey needed, EntryKind kind) {
        return !EntryTable.needing(handle, needed, kind).isEmpty();
    }

    /** Adds or replaces; nothing happens if it is so already. */
    void put(Registered entry) {
        EntryKey key = entry.key();
        String after = EntryWriter.write(entry);
        Optional<String> before = EntryTable.find(handle, key);
        if (before.isPresent() && before.get().equals(after)) {
            return;
        }
        if (before.isPresent()) {
            EntryTable.update(handle, entry, after);
        } else {
            EntryTable.insert(handle, entry, after);
        }
        append(key, before.orElse(""), after);
    }

    /** Takes away what is there; nothing happens if it is not. */
    void remove(EntryKey key) {
        Optional<String> before = EntryTable.find(handle, key);
        if (before.isPresent()) {
            EntryTable.delete(handle, key);
            append(key, before.get(), "");
        }
    }

    /** What was done. */
    RegisterChange finish() throws RefusedChangeException {
        if (rows.isEmpty()) {
            throw Refusal.NOTHING_TO_CHANGE.of("What you ask for");
        }
        return new RegisterChange(rows);
    }

    private void append(EntryKey key, String before, String after) {
        StoredRow row = StoredRow.following(head, number, time, actor, action, key, before, after);
        HistoryTable.append(handle, row);
        head = row.head();
        rows.add(row.read());
    }
}
