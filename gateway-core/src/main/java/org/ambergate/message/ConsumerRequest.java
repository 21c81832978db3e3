package org.ambergate.message;

import static org.ambergate.message.FieldRules.CLIENT;
import static org.ambergate.message.FieldRules.QUERY_ID;
import static org.ambergate.message.FieldRules.REQUEST_HASH;
import static org.ambergate.message.FieldRules.REQUEST_ID;

import java.util.ArrayList;
import java.util.List;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;

/**
 * Makes a head of what an information system sent (client protocol specification, section 2.4). Every value that will
 * be reflected in a head, a log or a response is checked here, whatever HTTP front stands before it.
 */
final class ConsumerRequest {
    private ConsumerRequest() {}

    static RestRequestHead head(
            String method, String target, List<Field> headers, String requestId, String generatedQueryId)
            throws LocalFault {
        if (!RequestTarget.hasUriCharacters(target)) {
            throw refused("The request URI has characters that a URI does not allow");
        }
        checkHeaders(headers);
        List<Field> fields = new ArrayList<>(headers.size() + 2);
        for (Field header : headers) {
            String name = FieldRules.lowerCase(header.name());
            if (!FieldRules.isHopByHop(name) && !name.equals(REQUEST_ID) && !name.equals(REQUEST_HASH)) {
                fields.add(new Field(header.name(), FieldRules.trimmed(header.value())));
            }
        }
        fields.add(new Field(REQUEST_ID, requestId));
        checkOwnHeaders(fields);
        if (FieldRules.first(fields, QUERY_ID).isEmpty()) {
            fields.add(new Field(QUERY_ID, generatedQueryId));
        }
        // X-Road answers internal_error to malformed identifiers and URIs; callers know that code.
        RestRequestHead head = RestRequestHead.of(new HeadLines(method, target, fields), GeneralFault.INTERNAL_ERROR);
        if (head.bytes().length > RestRequestHead.HEAD_BYTES_MAX) {
            throw refused("The request's URI and headers are longer than " + RestRequestHead.HEAD_BYTES_MAX + " bytes");
        }
        return head;
    }

    private static void checkHeaders(List<Field> headers) throws LocalFault {
        if (headers.size() > FieldRules.FIELDS_MAX - 2) {
            throw refused("The request has more than " + (FieldRules.FIELDS_MAX - 2) + " headers");
        }
        for (Field header : headers) {
            if (!FieldRules.isName(header.name())) {
                throw refused("The request has a malformed header name");
            }
            if (!FieldRules.isValue(header.value())) {
                throw refused("The request has a header value with characters that HTTP does not allow: "
                        + FieldRules.lowerCase(header.name()));
            }
        }
        checkConnection(headers);
    }

    /** A hop that obeys {@code Connection: X-Road-Client} drops the header; one that does not keeps it: two readings. */
    private static void checkConnection(List<Field> headers) throws LocalFault {
        for (String value : FieldRules.all(headers, "connection")) {
            for (String option : value.split(",", -1)) {
                if (FieldRules.lowerCase(FieldRules.trimmed(option)).startsWith("x-road-")) {
                    throw refused("The Connection header names an X-Road header");
                }
            }
        }
    }

    private static void checkOwnHeaders(List<Field> fields) throws LocalFault {
        List<String> clients = FieldRules.all(fields, CLIENT);
        if (clients.isEmpty()) {
            throw new LocalFault(MessageFault.INVALID_CLIENT_IDENTIFIER, "The request has no X-Road-Client header");
        }
        if (clients.size() > 1) {
            throw refused("The request has more than one X-Road-Client header");
        }
        if (FieldRules.all(fields, "x-road-security-server").size() > 1) {
            throw refused("The request has more than one X-Road-Security-Server header");
        }
        for (String id : FieldRules.all(fields, QUERY_ID)) {
            if (id.isEmpty() || id.length() > RestRequestHead.QUERY_ID_LENGTH_MAX) {
                throw refused("X-Road-Id must have 1 to " + RestRequestHead.QUERY_ID_LENGTH_MAX + " characters");
            }
        }
    }

    private static LocalFault refused(String text) {
        return new LocalFault(GeneralFault.BAD_REQUEST, text);
    }
}
