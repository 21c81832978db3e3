package org.ambergate.auditindex;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.RecordKind;

/**
 * Puts together the records of some groups, in the order of the log, and writes them. Most exchanges begin and end within
 * a batch, so that each of their rows is written once, with the exchange's end. Of use for one transaction.
 */
final class EntryBatch implements AutoCloseable {
    private final Statements statements;
    private final NamesHash hash;
    private final Names names;
    private final EarlierExchanges earlier;
    private final EntryWriter writer;
    private final Map<NamesHash.Hashed, IndexedExchange> exchanges = new HashMap<>();

    EntryBatch(Connection connection, NamesHash hash, IndexingLimits limits) {
        this.statements = new Statements(connection);
        this.hash = hash;
        this.names = new Names(statements);
        this.earlier = new EarlierExchanges(statements, limits);
        this.writer = new EntryWriter(statements, limits);
    }

    void write(List<ReadRecord> records) throws SQLException {
        for (ReadRecord record : records) {
            add(record);
        }
        writer.finish();
        for (IndexedExchange exchange : exchanges.values()) {
            earlier.keep(exchange);
        }
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }

    private void add(ReadRecord read) throws SQLException {
        AuditRecord record = read.record();
        NamesHash.Hashed hashed = hash.of(record.exchange());
        IndexedExchange exchange = exchanges.get(hashed);
        if (exchange == null) {
            exchange = earlier.find(hashed, names.route(record));
            exchanges.put(hashed, exchange);
        }
        if (record.kind() == RecordKind.REQUEST || exchange.row().isEmpty()) {
            begin(exchange, record);
        }
        if (read.ends()) {
            earlier.end(exchange, record);
        }
        writer.add(exchange.add(read));
    }

    /** Responses and outcomes belong to the last request of their names, even if that has ended long ago. */
    private void begin(IndexedExchange exchange, AuditRecord record) throws SQLException {
        OptionalLong ended = record.kind() == RecordKind.REQUEST ? OptionalLong.empty() : earlier.settled(exchange);
        exchange.goOnIn(ended.orElse(record.sequence()));
        if (ended.isEmpty()) {
            writer.addExchange(record, exchange);
        }
    }
}
