package org.ambergate.downloads;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.ambergate.audit.AuditFilter;
import org.ambergate.evidence.ContainerName;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.identifier.MemberId;
import org.ambergate.messagelog.MessageDirection;

/**
 * What is asked of {@code GET /asic}.
 *
 * @param client who asks, and whose messages are meant; not authenticated yet
 * @param queryId the {@code x-road-id} of the messages
 * @param direction requests or responses; empty for both
 * @param unique whether one container is wanted as it is, and no ZIP file
 * @param forced whether what has no time-stamp yet is to get one now
 */
record DocumentRequest(
        ClientId client, String queryId, Optional<MessageDirection> direction, boolean unique, boolean forced) {
    /** Characters of a query id, at most; the index finds no longer ones. */
    static final int QUERY_ID_LENGTH_MAX = AuditFilter.VALUE_LENGTH_MAX;

    /** Reads the part of the URL behind the question mark. Parameters that it does not know do not matter. */
    static DocumentRequest parse(String rawQuery) throws RefusedDownloadException {
        FormParameters parameters = FormParameters.parse(rawQuery);
        DocumentRequest request = new DocumentRequest(
                client(parameters),
                queryId(parameters),
                direction(parameters),
                parameters.flag("unique"),
                parameters.flag("force"));
        if (request.unique() && request.direction().isEmpty()) {
            throw RefusedDownloadException.badRequest("unique needs requestOnly or responseOnly");
        }
        return request;
    }

    boolean takes(MessageDirection other) {
        return direction.isEmpty() || direction.get() == other;
    }

    /** The name of the ZIP file. */
    String zipName() {
        return ContainerName.encoded(queryId)
                + direction.map(d -> "-" + label(d)).orElse("") + ".zip";
    }

    /** What was asked, for the message log; the client stands beside it. */
    String canonical() {
        return "asic?queryId=" + URLEncoder.encode(queryId, StandardCharsets.UTF_8)
                + direction.map(d -> "&" + label(d) + "Only").orElse("") + (unique ? "&unique" : "")
                + (forced ? "&force" : "");
    }

    private static ClientId client(FormParameters parameters) throws RefusedDownloadException {
        String instance = required(parameters, "xRoadInstance");
        String memberClass = required(parameters, "memberClass");
        String memberCode = required(parameters, "memberCode");
        Optional<String> subsystem = parameters.value("subsystemCode");
        try {
            MemberId member = new MemberId(instance, memberClass, memberCode);
            return subsystem.isEmpty() ? ClientId.member(member) : ClientId.subsystem(member, subsystem.get());
        } catch (MalformedIdentifierException e) {
            throw RefusedDownloadException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static String queryId(FormParameters parameters) throws RefusedDownloadException {
        String queryId = required(parameters, "queryId");
        if (queryId.length() > QUERY_ID_LENGTH_MAX) {
            throw RefusedDownloadException.badRequest("queryId is longer than " + QUERY_ID_LENGTH_MAX + " characters");
        }
        return queryId;
    }

    private static Optional<MessageDirection> direction(FormParameters parameters) throws RefusedDownloadException {
        boolean requests = parameters.flag("requestOnly");
        boolean responses = parameters.flag("responseOnly");
        if (requests && responses) {
            throw RefusedDownloadException.badRequest("requestOnly and responseOnly exclude each other");
        }
        return requests
                ? Optional.of(MessageDirection.REQUEST)
                : Optional.of(MessageDirection.RESPONSE).filter(d -> responses);
    }

    private static String required(FormParameters parameters, String name) throws RefusedDownloadException {
        return parameters
                .value(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> RefusedDownloadException.badRequest("Parameter " + name + " is missing"));
    }

    private static String label(MessageDirection direction) {
        return direction == MessageDirection.REQUEST ? "request" : "response";
    }
}
