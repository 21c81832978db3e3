package org.ambergate.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
    /** Names of the fields that make a subject, in lower case. */
    private static final List<byte[]> SUBJECT_FIELDS = List.of(
            "x-road-issue".getBytes(StandardCharsets.US_ASCII), "x-road-userid".getBytes(StandardCharsets.US_ASCII));

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
        if (SUBJECT_FIELDS.stream().noneMatch(name -> contains(head, name))) {
            // Most requests have neither; to see that takes less than to parse the head.
            return AuditRecord.Subject.NONE;
        }
        try {
            RestRequestHead parsed = RestRequestHead.parse(head);
            return new AuditRecord.Subject(parsed.issue(), parsed.userId());
        } catch (LocalFault notRest) {
            return AuditRecord.Subject.NONE;
        }
    }

    private static boolean contains(byte[] head, byte[] lowerCaseName) {
        for (int at = 0; at + lowerCaseName.length <= head.length; at++) {
            int i = 0;
            while (i < lowerCaseName.length && lowerCase(head[at + i]) == lowerCaseName[i]) {
                i++;
            }
            if (i == lowerCaseName.length) {
                return true;
            }
        }
        return false;
    }

    private static int lowerCase(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }
}
