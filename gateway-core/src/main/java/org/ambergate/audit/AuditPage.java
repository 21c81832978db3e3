package org.ambergate.audit;

import java.util.List;
import java.util.Optional;

/**
 * A page of found records.
 *
 * @param records in the order that was asked for
 * @param next the cursor of the page behind this one; empty at the end
 * @param indexed how many of the log's records the index knew when the search began
 */
public record AuditPage(List<AuditRecord> records, Optional<String> next, long indexed) {
    public AuditPage {
        records = List.copyOf(records);
    }
}
