package org.ambergate.register;

import java.time.Instant;
import java.util.List;

/**
 * A change that was made, and is durable.
 *
 * @param rows what became of each thing it touched, at least one
 */
public record RegisterChange(List<HistoryRow> rows) {
    public RegisterChange {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("A change has at least one row");
        }
    }

    /** The sequence of its first row. */
    public long number() {
        return rows.get(0).sequence();
    }

    public Instant time() {
        return rows.get(0).time();
    }

    /** Where the history ends with it. */
    public HistoryHead head() {
        HistoryRow last = rows.get(rows.size() - 1);
        return new HistoryHead(last.sequence(), last.hash());
    }
}
