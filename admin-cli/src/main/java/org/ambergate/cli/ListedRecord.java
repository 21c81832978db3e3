package org.ambergate.cli;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.RecordPlace;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of {@code log list}.
 *
 * @param what request, response, or the state in which the exchange ended
 * @param size length of the body in bytes; the fault's code for an outcome
 */
record ListedRecord(long sequence, Instant time, LoggedExchange exchange, String what, String size) {
    static final String HEADING = String.format(
            Locale.ROOT,
            "%10s  %-24s  %-8s  %-19s  %-36s  %10s  %s -> %s",
            "record",
            "time",
            "side",
            "what",
            "request id",
            "body",
            "client",
            "service");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The line for a record; empty for the log's own records. */
    static Optional<ListedRecord> of(RecordPlace place, LogRecord record) {
        if (record instanceof LogRecord.Message m) {
            String what = lower(m.message().direction());
            String size = Long.toString(m.message().body().length());
            return Optional.of(new ListedRecord(
                    place.sequence(), m.message().time(), m.message().exchange(), what, size));
        }
        if (record instanceof LogRecord.Outcome o) {
            String what = lower(o.outcome().state());
            return Optional.of(new ListedRecord(
                    place.sequence(),
                    o.outcome().time(),
                    o.outcome().exchange(),
                    what,
                    o.outcome().code()));
        }
        return Optional.empty();
    }

    String requestId() {
        return exchange.requestId();
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%10d  %-24s  %-8s  %-19s  %-36s  %10s  %s -> %s",
                sequence,
                time,
                lower(exchange.side()),
                what,
                SafeText.of(exchange.requestId()),
                SafeText.of(size),
                SafeText.of(exchange.clientId()),
                SafeText.of(exchange.serviceId()));
    }

    String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("sequence", sequence);
        json.put("time", time.toString());
        json.put("side", lower(exchange.side()));
        json.put("what", what);
        json.put("queryId", exchange.queryId());
        json.put("requestId", exchange.requestId());
        json.put("client", exchange.clientId());
        json.put("service", exchange.serviceId());
        boolean message = what.equals("request") || what.equals("response");
        if (message) {
            json.put("bodyBytes", Long.parseLong(size));
        } else if (!size.isEmpty()) {
            json.put("code", size);
        }
        return JSON.writeValueAsString(json);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
