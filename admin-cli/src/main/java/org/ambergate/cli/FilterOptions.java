package org.ambergate.cli;

import java.util.EnumMap;
import java.util.Map;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditQuery;
import picocli.CommandLine.Option;

/** Options that say what to search for. Their names are those of the filters. */
final class FilterOptions {
    private final EnumMap<AuditFilter, String> values = new EnumMap<>(AuditFilter.class);

    @Option(names = "--from", paramLabel = "TIME", description = "not before, such as 2026-01-05T10:00:00Z or a date")
    void from(String value) {
        values.put(AuditFilter.FROM, value);
    }

    @Option(names = "--before", paramLabel = "TIME", description = "before this time")
    void before(String value) {
        values.put(AuditFilter.BEFORE, value);
    }

    @Option(
            names = "--client",
            paramLabel = "ID",
            description = "the calling member (with its subsystems) or subsystem")
    void client(String value) {
        values.put(AuditFilter.CLIENT, value);
    }

    @Option(names = "--service", paramLabel = "ID", description = "the called service")
    void service(String value) {
        values.put(AuditFilter.SERVICE, value);
    }

    @Option(names = "--provider", paramLabel = "ID", description = "the providing member or subsystem")
    void provider(String value) {
        values.put(AuditFilter.PROVIDER, value);
    }

    @Option(names = "--member", paramLabel = "ID", description = "a member at either end: INSTANCE/CLASS/CODE")
    void member(String value) {
        values.put(AuditFilter.MEMBER, value);
    }

    @Option(names = "--message-id", paramLabel = "ID", description = "the x-road-id")
    void messageId(String value) {
        values.put(AuditFilter.MESSAGE_ID, value);
    }

    @Option(names = "--request-id", paramLabel = "ID", description = "the x-road-request-id")
    void requestId(String value) {
        values.put(AuditFilter.REQUEST_ID, value);
    }

    @Option(names = "--issue", paramLabel = "TEXT", description = "the request's X-Road-Issue")
    void issue(String value) {
        values.put(AuditFilter.ISSUE, value);
    }

    @Option(names = "--user-id", paramLabel = "TEXT", description = "the request's X-Road-UserId")
    void userId(String value) {
        values.put(AuditFilter.USER_ID, value);
    }

    @Option(names = "--direction", paramLabel = "WHICH", description = "request or response")
    void direction(String value) {
        values.put(AuditFilter.DIRECTION, value);
    }

    @Option(names = "--side", paramLabel = "WHICH", description = "this server's side: consumer or provider")
    void side(String value) {
        values.put(AuditFilter.SIDE, value);
    }

    @Option(
            names = "--outcome",
            paramLabel = "WHICH",
            description = "delivered, refused, failed, unknown_at_provider, or open: no outcome is known yet")
    void outcome(String value) {
        values.put(AuditFilter.OUTCOME, value);
    }

    @Option(names = "--order", paramLabel = "WHICH", description = "newest (default) or oldest first")
    void order(String value) {
        values.put(AuditFilter.ORDER, value);
    }

    /**
     * The query.
     *
     * @throws IllegalArgumentException if a value is wrong
     */
    AuditQuery query() {
        AuditQuery query = AuditQuery.everything();
        for (Map.Entry<AuditFilter, String> value : values.entrySet()) {
            query = query.with(value.getKey(), value.getValue());
        }
        return query;
    }
}
