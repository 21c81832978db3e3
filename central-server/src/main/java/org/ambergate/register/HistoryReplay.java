package org.ambergate.register;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the rows of the history lead to, one after the other. Single-threaded. */
final class HistoryReplay {
    /** By the identifier under which an entry is stored. */
    private final Map<String, StoredRow> last = new HashMap<>();

    void apply(StoredRow row) {
        if (row.after().isEmpty()) {
            last.remove(row.id());
        } else {
            last.put(row.id(), row);
        }
    }

    /** The value of an entry, empty text if it is not there. */
    String value(String id) {
        StoredRow row = last.get(id);
        return row == null ? "" : row.after();
    }

    /** Kind and value of every entry, by its identifier. */
    Map<String, String> values() {
        return last.values().stream().collect(Collectors.toMap(StoredRow::id, row -> row.kind() + row.after()));
    }

    /** Which entry needs which, as the table of that name holds it. */
    Set<EntryTable.Need> needs() {
        Set<EntryTable.Need> needs = new HashSet<>();
        for (StoredRow row : last.values()) {
            read(row.kind(), row.after())
                    .needs()
                    .forEach(needed -> needs.add(new EntryTable.Need(row.id(), needed.id())));
        }
        return needs;
    }

    Optional<RegisterSnapshot> snapshot() {
        SnapshotBuilder builder = new SnapshotBuilder();
        last.values().forEach(row -> builder.add(read(row.kind(), row.after())));
        return builder.build();
    }

    static Registered read(String kind, String value) {
        try {
            return EntryReader.read(EntryKind.valueOf(kind), value);
        } catch (IllegalArgumentException e) {
            throw new DamagedRegisterException("A stored entry has an unknown kind", e);
        }
    }
}
