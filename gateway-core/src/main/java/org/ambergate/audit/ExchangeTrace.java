package org.ambergate.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ambergate.messagelog.LoggedExchange;

/**
 * All that the log says of one exchange at one side.
 *
 * @param exchange the exchange
 * @param records its records in the order of the log, at least one
 * @param end how it ended
 */
public record ExchangeTrace(LoggedExchange exchange, List<AuditRecord> records, AuditRecord.End end) {
    public ExchangeTrace {
        records = List.copyOf(records);
    }

    /** Groups records, which come in the order of the log, by their exchange. */
    public static List<ExchangeTrace> group(List<AuditRecord> records) {
        Map<LoggedExchange, List<AuditRecord>> byExchange = new LinkedHashMap<>();
        for (AuditRecord record : records) {
            byExchange
                    .computeIfAbsent(record.exchange(), e -> new ArrayList<>())
                    .add(record);
        }
        return byExchange.entrySet().stream()
                .map(e -> new ExchangeTrace(e.getKey(), e.getValue(), endOf(e.getValue())))
                .toList();
    }

    /**
     * The end of the newest message decides. Outcomes decide only if no message was logged; the first of them, for later
     * ones tell of replays.
     */
    private static AuditRecord.End endOf(List<AuditRecord> records) {
        AuditRecord.End end = records.get(0).end();
        for (AuditRecord record : records) {
            if (record.kind() != RecordKind.OUTCOME) {
                end = record.end();
            }
        }
        return end;
    }
}
