package org.ambergate.auditindex;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.RecordKind;
import org.ambergate.audit.TerminalState;

/** What is known of one exchange while a batch is put together. */
final class IndexedExchange {
    private final NamesHash.Hashed names;
    private final Names.Route route;
    private final List<Long> unsettledBefore;
    private final List<Entry> unsettled = new ArrayList<>();
    private OptionalLong row = OptionalLong.empty();

    /** A record with its place in the index, and how its exchange ends as far as the batch tells. */
    static final class Entry {
        private final AuditRecord record;
        private final long row;
        private final Names.Route route;
        private AuditRecord.End end;

        Entry(AuditRecord record, long row, Names.Route route) {
            this.record = record;
            this.row = row;
            this.route = route;
            this.end = record.end();
        }

        AuditRecord record() {
            return record;
        }

        /** The row of the table {@code exchange} that it belongs to. */
        long row() {
            return row;
        }

        Names.Route route() {
            return route;
        }

        AuditRecord.End end() {
            return end;
        }
    }

    /**
     * An exchange at the beginning of a batch.
     *
     * @param names its names
     * @param unsettledBefore its rows that hold messages whose state may still change, oldest first
     */
    IndexedExchange(NamesHash.Hashed names, Names.Route route, List<Long> unsettledBefore) {
        this.names = names;
        this.route = route;
        this.unsettledBefore = unsettledBefore;
        if (!unsettledBefore.isEmpty()) {
            row = OptionalLong.of(unsettledBefore.get(unsettledBefore.size() - 1));
        }
    }

    NamesHash.Hashed names() {
        return names;
    }

    Names.Route route() {
        return route;
    }

    List<Long> unsettledBefore() {
        return unsettledBefore;
    }

    /** The row that responses and outcomes belong to; empty if it is not known yet. */
    OptionalLong row() {
        return row;
    }

    void goOnIn(long newRow) {
        row = OptionalLong.of(newRow);
    }

    /** Takes up a record; an outcome gives its end to the messages before it, unless it tells of none. */
    Entry add(ReadRecord read) {
        Entry entry = new Entry(read.record(), row.orElseThrow(), route);
        if (read.ends()) {
            end(read.record().end());
        } else if (read.record().kind() != RecordKind.OUTCOME) {
            unsettled.add(entry);
        }
        return entry;
    }

    private void end(AuditRecord.End end) {
        for (Entry message : unsettled) {
            if (message.end.state().yieldsTo(end.state())) {
                message.end = end;
            }
        }
        unsettled.removeIf(message -> !mayChange(message.end.state()));
    }

    /** Messages of this batch whose state may still change. */
    List<Entry> unsettled() {
        return unsettled;
    }

    private static boolean mayChange(TerminalState state) {
        return state.yieldsTo(TerminalState.DELIVERED);
    }
}
