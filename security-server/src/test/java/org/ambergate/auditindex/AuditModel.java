package org.ambergate.auditindex;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.AuditScope;
import org.ambergate.audit.RecordKind;
import org.ambergate.audit.RecordReading;
import org.ambergate.audit.TerminalState;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.OwnRequest;
import org.ambergate.testsupport.DiskLog;

/** What an index must say, computed the slow and obvious way. */
final class AuditModel {
    private final List<AuditRecord> records = new ArrayList<>();

    AuditModel(List<DiskLog.Written> log) {
        List<AuditRecord> raw = new ArrayList<>();
        Set<Long> endNothing = new HashSet<>();
        for (DiskLog.Written written : log) {
            RecordReading.of(written.place(), written.record()).ifPresent(raw::add);
            if (written.record() instanceof LogRecord.Outcome o && o.outcome().ownRequest() == OwnRequest.NOT_LOGGED) {
                endNothing.add(written.place().sequence());
            }
        }
        for (int i = 0; i < raw.size(); i++) {
            records.add(complete(raw, i, endNothing));
        }
    }

    /** All that a query finds, in its order. */
    List<AuditRecord> search(AuditQuery query, AuditScope scope) {
        Comparator<AuditRecord> order = Comparator.comparing(AuditRecord::time).thenComparing(AuditRecord::sequence);
        return records.stream()
                .filter(record -> scope.member().isEmpty()
                        || isParty(record, scope.member().get()))
                .filter(record -> query.values().entrySet().stream()
                        .allMatch(filter -> matches(record, filter.getKey(), filter.getValue(), query)))
                .sorted(query.isOldestFirst() ? order : order.reversed())
                .toList();
    }

    private static AuditRecord complete(List<AuditRecord> raw, int at, Set<Long> endNothing) {
        AuditRecord record = raw.get(at);
        AuditRecord.Subject subject = AuditRecord.Subject.NONE;
        for (AuditRecord earlier : raw.subList(0, at + 1)) {
            if (earlier.kind() == RecordKind.REQUEST && earlier.exchange().equals(record.exchange())) {
                subject = earlier.subject();
            }
        }
        AuditRecord.End end = record.end();
        if (record.kind() != RecordKind.OUTCOME) {
            for (AuditRecord later : raw.subList(at + 1, raw.size())) {
                boolean same = later.kind() == RecordKind.OUTCOME
                        && later.exchange().equals(record.exchange())
                        && !endNothing.contains(later.sequence());
                boolean open = end.state() == TerminalState.OPEN;
                boolean weak = end.state() == TerminalState.REFUSED;
                if (same && (open || (weak && later.end().state() != TerminalState.REFUSED))) {
                    end = later.end();
                }
            }
        }
        return new AuditRecord(
                record.place(), record.kind(), record.time(), record.exchange(), subject, record.bodyBytes(), end);
    }

    private static boolean matches(AuditRecord record, AuditFilter filter, String value, AuditQuery query) {
        String client = record.exchange().clientId();
        String service = record.exchange().serviceId();
        return switch (filter) {
            case FROM -> !record.time().isBefore(query.from().orElseThrow());
            case BEFORE -> record.time().isBefore(query.before().orElseThrow());
            case CLIENT -> client.equals(value) || (value.split("/").length == 3 && client.startsWith(value + "/"));
            case SERVICE -> service.equals(value);
            case PROVIDER -> service.startsWith(value + "/");
            case MEMBER -> isParty(record, value);
            case MESSAGE_ID -> record.exchange().queryId().equals(value);
            case REQUEST_ID -> record.exchange().requestId().equals(value);
            case ISSUE -> record.subject().issue().filter(value::equals).isPresent();
            case USER_ID -> record.subject().userId().filter(value::equals).isPresent();
            case DIRECTION -> record.kind().label().equals(value);
            case SIDE ->
                record.exchange().side().name().toLowerCase(Locale.ROOT).equals(value);
            case OUTCOME -> record.end().state().label().equals(value);
            case ORDER -> true;
        };
    }

    private static boolean isParty(AuditRecord record, String member) {
        String client = record.exchange().clientId();
        return client.equals(member)
                || client.startsWith(member + "/")
                || record.exchange().serviceId().startsWith(member + "/");
    }
}
