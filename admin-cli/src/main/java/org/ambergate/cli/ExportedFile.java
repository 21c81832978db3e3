package org.ambergate.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.ambergate.evidence.FoundMessage;
import org.ambergate.messagelog.BodyState;
import org.ambergate.messagelog.LoggedMessage;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container that was written, as it is reported.
 *
 * @param file where it is
 * @param found where its message stands in the log
 * @param message the message
 * @param bodyRemoved whether the log once held the body, and holds zeros in its place now
 */
record ExportedFile(Path file, FoundMessage found, LoggedMessage message, boolean bodyRemoved) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** For people: the file, and what keeps it from being evidence by itself. */
    String text() {
        StringBuilder line = new StringBuilder(SafeText.of(file.toString()));
        if (!isTimestamped()) {
            line.append("  (without a time-stamp)");
        }
        if (bodyRemoved) {
            line.append("  (the body was removed from the log; log verify tells under which rule)");
        } else if (message.body().state() == BodyState.TOO_LARGE
                || message.body().state() == BodyState.LEFT_OUT) {
            line.append("  (the log does not hold the body)");
        }
        return line.toString();
    }

    /** For programs: one object on one line. */
    String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("file", file.toString());
        json.put("sequence", found.place().sequence());
        json.put("kind", found.direction().name().toLowerCase(Locale.ROOT));
        json.put("side", message.exchange().side().name().toLowerCase(Locale.ROOT));
        json.put("messageId", message.exchange().queryId());
        json.put("requestId", message.exchange().requestId());
        json.put("client", message.exchange().clientId());
        json.put("service", message.exchange().serviceId());
        json.put("time", message.time().toString());
        json.put("body", bodyRemoved ? "removed" : message.body().state().name().toLowerCase(Locale.ROOT));
        json.put("bodyBytes", message.body().length());
        json.put("timestamped", isTimestamped());
        return JSON.writeValueAsString(json);
    }

    private boolean isTimestamped() {
        return found.timestamp().isPresent();
    }
}
