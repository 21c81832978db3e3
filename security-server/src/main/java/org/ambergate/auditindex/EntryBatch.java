package org.ambergate.auditindex;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.RecordKind;
import org.ambergate.messagelog.LoggedExchange;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes the records of some groups, in the order of the log. */
final class EntryBatch {
    private static final String SAME_EXCHANGE =
            "request_id = ? AND side = ? AND query_id = ? AND client = ? AND service = ?";

    private final Handle handle;
    private final Map<LoggedExchange, AuditRecord.Subject> subjects = new HashMap<>();

    EntryBatch(Handle handle) {
        this.handle = handle;
    }

    void write(List<AuditRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        List<AuditRecord> complete = records.stream().map(this::withSubject).toList();
        insertEntries(complete);
        insertParties(complete);
        endMessages(complete);
    }

    /** Responses and outcomes are found by what their request is about. */
    private AuditRecord withSubject(AuditRecord record) {
        if (record.kind() == RecordKind.REQUEST) {
            subjects.put(record.exchange(), record.subject());
            return record;
        }
        return record.with(subjects.computeIfAbsent(record.exchange(), this::subjectBefore));
    }

    private AuditRecord.Subject subjectBefore(LoggedExchange exchange) {
        return handle.createQuery("SELECT issue, user_id FROM entry WHERE " + SAME_EXCHANGE
                        + " AND kind = ? ORDER BY sequence DESC LIMIT 1")
                .bind(0, exchange.requestId())
                .bind(1, SqlCodes.of(exchange.side()))
                .bind(2, exchange.queryId())
                .bind(3, exchange.clientId())
                .bind(4, exchange.serviceId())
                .bind(5, RecordKind.REQUEST.code())
                .map((row, context) -> new AuditRecord.Subject(
                        Optional.ofNullable(row.getString(1)), Optional.ofNullable(row.getString(2))))
                .findOne()
                .orElse(AuditRecord.Subject.NONE);
    }

    private void insertEntries(List<AuditRecord> records) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO entry (sequence, segment, position, kind, time_ms, side,"
                + " query_id, request_id, client, service, issue, user_id, body_bytes, state, code)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (AuditRecord record : records) {
            LoggedExchange exchange = record.exchange();
            batch.bind(0, record.sequence())
                    .bind(1, record.place().segment())
                    .bind(2, record.place().offset())
                    .bind(3, record.kind().code())
                    .bind(4, record.time().toEpochMilli())
                    .bind(5, SqlCodes.of(exchange.side()))
                    .bind(6, exchange.queryId())
                    .bind(7, exchange.requestId())
                    .bind(8, exchange.clientId())
                    .bind(9, exchange.serviceId())
                    .bind(10, record.subject().issue().orElse(null))
                    .bind(11, record.subject().userId().orElse(null))
                    .bind(12, record.bodyBytes())
                    .bind(13, record.end().state().code())
                    .bind(14, record.end().code())
                    .add();
        }
        batch.execute();
    }

    private void insertParties(List<AuditRecord> records) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO party (member, time_ms, sequence) VALUES (?, ?, ?)");
        for (AuditRecord record : records) {
            for (String member : new TreeSet<>(List.of(record.clientMember(), record.providerMember()))) {
                batch.bind(0, member)
                        .bind(1, record.time().toEpochMilli())
                        .bind(2, record.sequence())
                        .add();
            }
        }
        batch.execute();
    }

    /** See {@code TerminalState.yieldsTo}: 0 is open, 2 is refused. */
    private void endMessages(List<AuditRecord> records) {
        PreparedBatch batch = handle.prepareBatch("UPDATE entry SET state = ?, code = ? WHERE " + SAME_EXCHANGE
                + " AND sequence < ? AND kind <> ? AND (state = 0 OR (state = 2 AND ? <> 2))");
        int outcomes = 0;
        for (AuditRecord record : records) {
            if (record.kind() == RecordKind.OUTCOME) {
                outcomes++;
                LoggedExchange exchange = record.exchange();
                batch.bind(0, record.end().state().code())
                        .bind(1, record.end().code())
                        .bind(2, exchange.requestId())
                        .bind(3, SqlCodes.of(exchange.side()))
                        .bind(4, exchange.queryId())
                        .bind(5, exchange.clientId())
                        .bind(6, exchange.serviceId())
                        .bind(7, record.sequence())
                        .bind(8, RecordKind.OUTCOME.code())
                        .bind(9, record.end().state().code())
                        .add();
            }
        }
        if (outcomes > 0) {
            batch.execute();
        }
    }
}
