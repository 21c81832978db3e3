package org.ambergate.message;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ambergate.fault.FaultCode;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.identifier.ServiceId;

/**
 * The head of a REST request as it is signed, logged and sent: the exact bytes and their one reading (transport
 * specification, section 5.1). Where X-Road lets the last of several {@code X-Road-Client} fields win, a head with more
 * than one is refused: two readers could take it for messages of two different clients.
 */
public final class RestRequestHead {
    /** Most bytes of a head. X-Road's HTTP front takes 8 KiB for a whole request, so nothing real comes near. */
    public static final int HEAD_BYTES_MAX = 64 * 1024;

    /** Most characters of a query id: the width of X-Road's own log column. */
    public static final int QUERY_ID_LENGTH_MAX = 255;

    static final Set<String> METHODS = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

    private static final String SECURITY_SERVER = "x-road-security-server";
    private static final String REPRESENTED_PARTY = "x-road-represented-party";

    private final HeadLines lines;
    private final byte[] bytes;
    private final RequestTarget target;
    private final ClientId client;
    private final String queryId;
    private final String requestId;

    private RestRequestHead(HeadLines lines, byte[] bytes, FaultCode whenMalformed) throws LocalFault {
        this.lines = lines;
        this.bytes = bytes;
        if (!METHODS.contains(lines.first())) {
            throw new LocalFault(whenMalformed, "The request method is not one of the REST protocol");
        }
        this.target = RequestTarget.parse(lines.second(), whenMalformed);
        this.client = client(lines.fields(), whenMalformed);
        this.queryId = queryId(lines.fields(), whenMalformed);
        this.requestId = FieldRules.first(lines.fields(), FieldRules.REQUEST_ID)
                .orElseThrow(() -> HeadLines.refused("The REST head lacks " + FieldRules.REQUEST_ID));
        checkSecurityServer(lines.fields(), whenMalformed);
        checkRepresentedParty(lines.fields(), whenMalformed);
    }

    /**
     * Reads the head that another security server sent.
     *
     * @throws LocalFault {@code invalid_message} if the head breaks the strict grammar, holds a header that belongs to
     *     one connection only, repeats a header that must have one meaning, or lacks one that must be there
     */
    public static RestRequestHead parse(byte[] bytes) throws LocalFault {
        HeadLines lines = HeadLines.parse(bytes);
        if (!RequestTarget.hasUriCharacters(lines.second())) {
            throw HeadLines.refused("The request URI has characters that a URI does not allow");
        }
        for (String name : List.of(FieldRules.CLIENT, FieldRules.REQUEST_ID, SECURITY_SERVER)) {
            if (FieldRules.all(lines.fields(), name).size() > 1) {
                throw HeadLines.refused("The REST head has more than one " + name);
            }
        }
        if (FieldRules.first(lines.fields(), FieldRules.QUERY_ID).isEmpty()) {
            throw HeadLines.refused("The REST head lacks " + FieldRules.QUERY_ID);
        }
        return new RestRequestHead(lines, bytes.clone(), MessageFault.INVALID_MESSAGE);
    }

    /**
     * Builds the head of an information system's request: its headers in their order without those of the connection,
     * then {@code x-road-request-id}, then {@code x-road-id} if the request has none.
     *
     * @param target path and query as received, in origin form
     * @param requestId a new UUID
     * @param generatedQueryId the query id if the request brings none: instance identifier, hyphen, UUID
     * @throws LocalFault {@code bad_request} for what HTTP or a URI does not allow and for repeated headers that must
     *     have one meaning; {@code invalid_client_identifier} without {@code X-Road-Client}; {@code internal_error},
     *     X-Road's own code, for malformed identifiers, URIs and unknown methods
     */
    public static RestRequestHead fromConsumer(
            String method, String target, List<Field> headers, String requestId, String generatedQueryId)
            throws LocalFault {
        return ConsumerRequest.head(method, target, headers, requestId, generatedQueryId);
    }

    static RestRequestHead of(HeadLines lines, FaultCode whenMalformed) throws LocalFault {
        return new RestRequestHead(lines, lines.toBytes(), whenMalformed);
    }

    /** The exact bytes that are signed and sent; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public String method() {
        return lines.first();
    }

    /** The path as received, percent-encoded, beginning with {@code /r1/}. */
    public String rawPath() {
        return target.rawPath();
    }

    /** What follows the first question mark, as received; empty if there is no question mark. */
    public Optional<String> rawQuery() {
        return target.rawQuery();
    }

    /** What follows the service code, as received: empty, or beginning with a slash. Judge {@link ServicePath} of it. */
    public String servicePath() {
        return target.servicePath();
    }

    /** All header lines in order. */
    public List<Field> fields() {
        return lines.fields();
    }

    public ClientId client() {
        return client;
    }

    public ServiceId service() {
        return target.service();
    }

    /** The {@code x-road-id}; where it is repeated the last one, as in X-Road. */
    public String queryId() {
        return queryId;
    }

    public String requestId() {
        return requestId;
    }

    /** The security server that the request must be routed to. */
    public Optional<SecurityServerId> securityServer() {
        return FieldRules.first(fields(), SECURITY_SERVER).map(SecurityServerId::parse);
    }

    /** The first {@code X-Road-UserId}, opaque. */
    public Optional<String> userId() {
        return FieldRules.first(fields(), "x-road-userid");
    }

    /** The first {@code X-Road-Issue}, opaque. */
    public Optional<String> issue() {
        return FieldRules.first(fields(), "x-road-issue");
    }

    /** The first {@code X-Road-Represented-Party}: {@code code} or {@code class/code}, as received. */
    public Optional<String> representedParty() {
        return FieldRules.first(fields(), REPRESENTED_PARTY);
    }

    public Optional<String> contentType() {
        return FieldRules.first(fields(), "content-type");
    }

    /** The method and the service, for logs. */
    @Override
    public String toString() {
        return method() + " " + service();
    }

    private static ClientId client(List<Field> fields, FaultCode whenMalformed) throws LocalFault {
        String value = FieldRules.first(fields, FieldRules.CLIENT)
                .orElseThrow(() -> new LocalFault(
                        MessageFault.INVALID_CLIENT_IDENTIFIER, "The request has no X-Road-Client header"));
        try {
            return ClientId.parse(value);
        } catch (MalformedIdentifierException e) {
            throw new LocalFault(whenMalformed, "Invalid X-Road-Client: " + e.getMessage()).causedBy(e);
        }
    }

    private static String queryId(List<Field> fields, FaultCode whenMalformed) throws LocalFault {
        List<String> values = FieldRules.all(fields, FieldRules.QUERY_ID);
        for (String value : values) {
            if (value.isEmpty() || value.length() > QUERY_ID_LENGTH_MAX) {
                throw new LocalFault(whenMalformed, "X-Road-Id must have 1 to " + QUERY_ID_LENGTH_MAX + " characters");
            }
        }
        return values.get(values.size() - 1);
    }

    private static void checkSecurityServer(List<Field> fields, FaultCode whenMalformed) throws LocalFault {
        try {
            FieldRules.first(fields, SECURITY_SERVER).ifPresent(SecurityServerId::parse);
        } catch (MalformedIdentifierException e) {
            throw new LocalFault(whenMalformed, "Invalid X-Road-Security-Server: " + e.getMessage()).causedBy(e);
        }
    }

    private static void checkRepresentedParty(List<Field> fields, FaultCode whenMalformed) throws LocalFault {
        Optional<String> value = FieldRules.first(fields, REPRESENTED_PARTY);
        if (value.isEmpty()) {
            return;
        }
        String[] parts = value.get().split("/", -1);
        if (parts.length > 2 || parts[0].isBlank() || parts[parts.length - 1].isBlank()) {
            throw new LocalFault(whenMalformed, "Invalid X-Road-Represented-Party: one or two parts are allowed");
        }
    }
}
