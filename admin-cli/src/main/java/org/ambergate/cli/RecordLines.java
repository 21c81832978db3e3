package org.ambergate.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.RecordKind;

/** Records as lines of a table or of a CSV file. Other people chose what is in them (threat T-101). */
final class RecordLines {
    static final String HEADING =
            table("record", "time", "side", "what", "state", "request id", "body", "client -> service");

    static final String CSV_HEADING =
            "record,time,side,what,state,code,message_id,request_id,client,service,issue,user_id,body_bytes";

    /** What makes a spreadsheet take a text for a formula, also in the full-width form. */
    private static final String FORMULA_STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private RecordLines() {}

    static String text(AuditRecord record) {
        return table(
                Long.toString(record.sequence()),
                record.time().toString(),
                side(record),
                record.kind().label(),
                record.end().state().label(),
                SafeText.of(record.exchange().requestId()),
                record.kind() == RecordKind.OUTCOME ? "" : Long.toString(record.bodyBytes()),
                SafeText.of(record.exchange().clientId()) + " -> "
                        + SafeText.of(record.exchange().serviceId())
                        + (record.end().code().isEmpty()
                                ? ""
                                : "  " + SafeText.of(record.end().code())));
    }

    static String csv(AuditRecord record) {
        return List.of(
                        Long.toString(record.sequence()),
                        record.time().toString(),
                        side(record),
                        record.kind().label(),
                        record.end().state().label(),
                        record.end().code(),
                        record.exchange().queryId(),
                        record.exchange().requestId(),
                        record.exchange().clientId(),
                        record.exchange().serviceId(),
                        record.subject().issue().orElse(""),
                        record.subject().userId().orElse(""),
                        record.kind() == RecordKind.OUTCOME ? "" : Long.toString(record.bodyBytes()))
                .stream()
                .map(RecordLines::cell)
                .collect(Collectors.joining(","));
    }

    /** A cell as RFC 4180 writes it. An apostrophe in front keeps a spreadsheet from calculating. */
    static String cell(String value) {
        String safe = SafeText.of(value);
        String harmless = startsFormula(safe) ? "'" + safe : safe;
        boolean plain = harmless.chars().noneMatch(c -> c == ',' || c == '"' || c == ';' || c == ' ' || c == '\'');
        return plain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    private static boolean startsFormula(String value) {
        String text = value.stripLeading();
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    }

    private static String side(AuditRecord record) {
        return record.exchange().side().name().toLowerCase(Locale.ROOT);
    }

    private static String table(String... columns) {
        return String.format(Locale.ROOT, "%10s  %-24s  %-8s  %-8s  %-19s  %-36s  %10s  %s", (Object[]) columns);
    }
}
