package org.ambergate.auditindex;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.RecordKind;
import org.ambergate.audit.TerminalState;
import org.ambergate.messagelog.LoggedExchange;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** A row of {@link #COLUMNS}. */
final class EntryMapper implements RowMapper<AuditRecord> {
    /** Of {@code entry e}, its {@code exchange x} and its {@code route r}. */
    static final String COLUMNS = "e.sequence, e.segment, e.position, e.kind, e.time_ms, r.side, x.query_id,"
            + " x.request_id, r.client, r.service, x.issue, x.user_id, e.body_bytes, e.state, e.code";

    @Override
    public AuditRecord map(ResultSet row, StatementContext context) throws SQLException {
        return new AuditRecord(
                new AuditRecord.Place(row.getLong("sequence"), row.getLong("segment"), row.getLong("position")),
                RecordKind.of(row.getInt("kind")),
                Instant.ofEpochMilli(row.getLong("time_ms")),
                new LoggedExchange(
                        SqlCodes.side(row.getInt("side")),
                        row.getString("query_id"),
                        row.getString("request_id"),
                        row.getString("client"),
                        row.getString("service")),
                new AuditRecord.Subject(
                        Optional.ofNullable(row.getString("issue")), Optional.ofNullable(row.getString("user_id"))),
                row.getLong("body_bytes"),
                new AuditRecord.End(TerminalState.of(row.getInt("state")), row.getString("code")));
    }
}
