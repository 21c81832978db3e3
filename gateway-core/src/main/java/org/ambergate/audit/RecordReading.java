package org.ambergate.audit;

import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.RestRequestHead;
import org.ambergate.messagelog.ExchangeState;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.messagelog.SegmentName;

/** Turns the log's records into the index's. */
public final class RecordReading {
    private RecordReading() {}

    /**
     * The record by itself: a message comes as open, and only a request has a subject. Empty for the log's own records
     * and for auditors' queries.
     */
    public static Optional<AuditRecord> of(RecordPlace place, LogRecord record) {
        AuditRecord.Place at = new AuditRecord.Place(
                place.sequence(), SegmentName.indexOf(place.segment()).orElse(0), place.offset());
        if (record instanceof LogRecord.Message m) {
            return Optional.of(message(at, m.message()));
        }
        if (record instanceof LogRecord.Outcome o) {
            return Optional.of(outcome(at, o.outcome()));
        }
        return Optional.empty();
    }

    private static AuditRecord message(AuditRecord.Place place, LoggedMessage message) {
        boolean request = message.direction() == MessageDirection.REQUEST;
        return new AuditRecord(
                place,
                request ? RecordKind.REQUEST : RecordKind.RESPONSE,
                message.time(),
                message.exchange(),
                request ? subject(message.head()) : AuditRecord.Subject.NONE,
                message.body().length(),
                AuditRecord.End.OPEN);
    }

    private static AuditRecord outcome(AuditRecord.Place place, LoggedOutcome outcome) {
        ExchangeState state = outcome.state();
        return new AuditRecord(
                place,
                RecordKind.OUTCOME,
                outcome.time(),
                outcome.exchange(),
                AuditRecord.Subject.NONE,
                0,
                new AuditRecord.End(TerminalState.of(state), outcome.code()));
    }

    /** A head that this version cannot read is searchable by the record's own names all the same. */
    private static AuditRecord.Subject subject(byte[] head) {
        try {
            RestRequestHead parsed = RestRequestHead.parse(head);
            return new AuditRecord.Subject(parsed.issue(), parsed.userId());
        } catch (LocalFault notRest) {
            return AuditRecord.Subject.NONE;
        }
    }
}
