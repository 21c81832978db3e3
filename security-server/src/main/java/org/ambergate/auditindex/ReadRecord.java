package org.ambergate.auditindex;

import java.util.Optional;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.RecordReading;
import org.ambergate.messagelog.LogFollower;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedExchange;

/**
 * A record as it comes from the log.
 *
 * @param record the record by itself
 * @param ends whether it is an outcome that tells how messages with its names ended
 */
record ReadRecord(AuditRecord record, boolean ends) {
    /** Empty for what the index does not hold. */
    static Optional<ReadRecord> of(LogFollower.Entry entry) {
        boolean ends =
                entry.record() instanceof LogRecord.Outcome o && o.outcome().mayEndMessages();
        return RecordReading.of(entry.place(), entry.record()).map(record -> new ReadRecord(record, ends));
    }

    /** Characters of its texts. */
    int characters() {
        LoggedExchange names = record.exchange();
        return names.queryId().length()
                + names.requestId().length()
                + names.clientId().length()
                + names.serviceId().length()
                + record.subject().issue().map(String::length).orElse(0)
                + record.subject().userId().map(String::length).orElse(0)
                + record.end().code().length();
    }
}
