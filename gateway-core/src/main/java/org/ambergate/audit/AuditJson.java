package org.ambergate.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LoggedExchange;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records, pages and traces as JSON: what the administration port answers and the command line prints. */
public final class AuditJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AuditJson() {}

    /** One record on one line. */
    public static String print(AuditRecord record) {
        return JSON.writeValueAsString(toJson(record));
    }

    /** A page on one line. */
    public static String print(AuditPage page) {
        ObjectNode json = JSON.createObjectNode();
        json.set("records", toJson(page.records()));
        page.next().ifPresent(next -> json.put("next", next));
        json.put("indexed", page.indexed());
        return JSON.writeValueAsString(json);
    }

    /** One trace on one line. */
    public static String print(ExchangeTrace trace) {
        return JSON.writeValueAsString(toJson(trace));
    }

    /** Traces on one line. */
    public static String print(List<ExchangeTrace> traces) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode all = json.putArray("exchanges");
        traces.forEach(trace -> all.add(toJson(trace)));
        return JSON.writeValueAsString(json);
    }

    /**
     * Reads a page.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static AuditPage parsePage(String text) {
        JsonNode json = tree(text);
        return new AuditPage(
                records(json.path("records")),
                text(json, "next"),
                json.path("indexed").asLong());
    }

    /**
     * Reads traces.
     *
     * @throws IllegalArgumentException if they are none
     */
    public static List<ExchangeTrace> parseTraces(String text) {
        List<AuditRecord> records = new ArrayList<>();
        for (JsonNode trace : tree(text).path("exchanges")) {
            records.addAll(records(trace.path("records")));
        }
        return ExchangeTrace.group(records);
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The answer is not JSON", e);
        }
    }

    private static ArrayNode toJson(List<AuditRecord> records) {
        ArrayNode all = JSON.createArrayNode();
        records.forEach(record -> all.add(toJson(record)));
        return all;
    }

    private static ObjectNode toJson(ExchangeTrace trace) {
        ObjectNode json = JSON.createObjectNode();
        names(json, trace.exchange());
        end(json, trace.end());
        json.set("records", toJson(trace.records()));
        return json;
    }

    private static ObjectNode toJson(AuditRecord record) {
        ObjectNode json = JSON.createObjectNode();
        json.put("sequence", record.sequence());
        json.put("segment", record.place().segment());
        json.put("offset", record.place().offset());
        json.put("time", record.time().toString());
        json.put("kind", record.kind().label());
        names(json, record.exchange());
        record.subject().issue().ifPresent(issue -> json.put("issue", issue));
        record.subject().userId().ifPresent(user -> json.put("userId", user));
        if (record.kind() != RecordKind.OUTCOME) {
            json.put("bodyBytes", record.bodyBytes());
        }
        end(json, record.end());
        return json;
    }

    private static void names(ObjectNode json, LoggedExchange exchange) {
        json.put("side", exchange.side().name().toLowerCase(Locale.ROOT));
        json.put("messageId", exchange.queryId());
        json.put("requestId", exchange.requestId());
        json.put("client", exchange.clientId());
        json.put("service", exchange.serviceId());
    }

    private static void end(ObjectNode json, AuditRecord.End end) {
        json.put("state", end.state().label());
        if (!end.code().isEmpty()) {
            json.put("code", end.code());
        }
    }

    private static List<AuditRecord> records(JsonNode array) {
        List<AuditRecord> records = new ArrayList<>();
        for (JsonNode json : array) {
            records.add(record(json));
        }
        return records;
    }

    private static AuditRecord record(JsonNode json) {
        try {
            return new AuditRecord(
                    new AuditRecord.Place(
                            json.path("sequence").asLong(),
                            json.path("segment").asLong(),
                            json.path("offset").asLong()),
                    RecordKind.valueOf(constant(json, "kind")),
                    Instant.parse(json.path("time").asString()),
                    exchange(json),
                    new AuditRecord.Subject(text(json, "issue"), text(json, "userId")),
                    json.path("bodyBytes").asLong(0),
                    new AuditRecord.End(
                            TerminalState.valueOf(constant(json, "state")),
                            text(json, "code").orElse("")));
        } catch (DateTimeException | JacksonException e) {
            throw new IllegalArgumentException("The answer does not hold records", e);
        }
    }

    private static LoggedExchange exchange(JsonNode json) {
        return new LoggedExchange(
                ExchangeSide.valueOf(constant(json, "side")),
                json.path("messageId").asString(),
                json.path("requestId").asString(),
                json.path("client").asString(),
                json.path("service").asString());
    }

    private static String constant(JsonNode json, String key) {
        return json.path(key).asString("").toUpperCase(Locale.ROOT);
    }

    private static Optional<String> text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }
}
