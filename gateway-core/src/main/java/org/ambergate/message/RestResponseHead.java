package org.ambergate.message;

import static org.ambergate.message.FieldRules.CLIENT;
import static org.ambergate.message.FieldRules.QUERY_ID;
import static org.ambergate.message.FieldRules.REQUEST_HASH;
import static org.ambergate.message.FieldRules.REQUEST_ID;
import static org.ambergate.message.FieldRules.SERVICE;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ambergate.digest.Digest;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.identifier.ServiceId;

/**
 * The head of a REST response as it is signed, logged and sent: the exact bytes and their one reading (transport
 * specification, section 5.3).
 */
public final class RestResponseHead {
    /** What the answering security server alone may say; the service's own copies are dropped. */
    private static final Set<String> OWN_FIELDS = Set.of(QUERY_ID, CLIENT, SERVICE, REQUEST_ID, REQUEST_HASH);

    private final HeadLines lines;
    private final byte[] bytes;
    private final int status;
    private final ClientId client;
    private final ServiceId service;
    private final String queryId;
    private final String requestId;
    private final String requestHash;

    private RestResponseHead(HeadLines lines, byte[] bytes) throws LocalFault {
        this.lines = lines;
        this.bytes = bytes;
        this.status = status(lines.first());
        try {
            this.client = ClientId.parse(single(CLIENT));
            this.service = ServiceId.parse(serviceField());
        } catch (MalformedIdentifierException e) {
            throw HeadLines.refused("The response names a malformed client or service")
                    .causedBy(e);
        }
        this.queryId = single(QUERY_ID);
        this.requestId = single(REQUEST_ID);
        this.requestHash = single(REQUEST_HASH);
    }

    /**
     * Reads the head that another security server sent.
     *
     * @throws LocalFault {@code invalid_message} if the head breaks the strict grammar, holds a header that belongs to
     *     one connection only, or lacks or repeats one of the response's own headers
     */
    public static RestResponseHead parse(byte[] bytes) throws LocalFault {
        HeadLines lines = HeadLines.parse(bytes);
        if (!FieldRules.isValue(lines.second())) {
            throw HeadLines.refused("The reason phrase has characters that HTTP does not allow");
        }
        return new RestResponseHead(lines, bytes.clone());
    }

    /**
     * Builds the head of a service's response: its headers in their order without those of the connection and without
     * those that only a security server may set, then the five headers that tie it to the request.
     *
     * @param requestHashBase64 the hash of the request as received
     * @throws LocalFault {@code http_error} if the service's response has a status, a reason or a header that HTTP does
     *     not allow, or more headers than a head may have
     */
    public static RestResponseHead fromService(
            int status, String reason, List<Field> headers, RestRequestHead request, String requestHashBase64)
            throws LocalFault {
        checkService(status, reason, headers);
        List<Field> fields = new ArrayList<>(headers.size() + OWN_FIELDS.size());
        for (Field header : headers) {
            String name = FieldRules.lowerCase(header.name());
            if (!FieldRules.isHopByHop(name) && !OWN_FIELDS.contains(name)) {
                fields.add(new Field(header.name(), FieldRules.trimmed(header.value())));
            }
        }
        fields.add(new Field(QUERY_ID, request.queryId()));
        fields.add(new Field(CLIENT, request.client().encoded()));
        fields.add(new Field(SERVICE, request.service().encoded()));
        fields.add(new Field(REQUEST_ID, request.requestId()));
        fields.add(new Field(REQUEST_HASH, requestHashBase64));
        HeadLines lines = new HeadLines(Integer.toString(status), FieldRules.trimmed(reason), fields);
        byte[] bytes = lines.toBytes();
        if (bytes.length > RestRequestHead.HEAD_BYTES_MAX) {
            throw badService("headers longer than " + RestRequestHead.HEAD_BYTES_MAX + " bytes");
        }
        return new RestResponseHead(lines, bytes);
    }

    /** The exact bytes that are signed and sent; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int status() {
        return status;
    }

    /** The reason phrase, possibly empty. */
    public String reason() {
        return lines.second();
    }

    /** All header lines in order. */
    public List<Field> fields() {
        return lines.fields();
    }

    public ClientId client() {
        return client;
    }

    public ServiceId service() {
        return service;
    }

    public String queryId() {
        return queryId;
    }

    public String requestId() {
        return requestId;
    }

    /** The hash of the request as the provider's security server received it, base64. */
    public String requestHash() {
        return requestHash;
    }

    /**
     * Checks that this is the answer to a request.
     *
     * @throws LocalFault {@code inconsistent_response} naming the header that differs
     */
    public void requireAnswers(RestRequestHead request, Digest expectedHash) throws LocalFault {
        require(client.equals(request.client()), CLIENT);
        require(service.equals(request.service()), SERVICE);
        require(queryId.equals(request.queryId()), QUERY_ID);
        require(requestId.equals(request.requestId()), REQUEST_ID);
        byte[] own = expectedHash.base64().getBytes(StandardCharsets.US_ASCII);
        require(MessageDigest.isEqual(own, requestHash.getBytes(StandardCharsets.UTF_8)), REQUEST_HASH);
    }

    private static void require(boolean equal, String name) throws LocalFault {
        if (!equal) {
            throw new LocalFault(
                    MessageFault.INCONSISTENT_RESPONSE, "The response does not belong to the request: " + name);
        }
    }

    private static void checkService(int status, String reason, List<Field> headers) throws LocalFault {
        if (status < 200 || status > 999) {
            throw badService("a status that is not a final one");
        }
        if (!FieldRules.isValue(reason)) {
            throw badService("a reason phrase with characters that HTTP does not allow");
        }
        if (headers.size() > FieldRules.FIELDS_MAX - OWN_FIELDS.size()) {
            throw badService("more than " + (FieldRules.FIELDS_MAX - OWN_FIELDS.size()) + " headers");
        }
        for (Field header : headers) {
            if (!FieldRules.isName(header.name()) || !FieldRules.isValue(header.value())) {
                throw badService("a header with characters that HTTP does not allow");
            }
        }
    }

    private static LocalFault badService(String what) {
        return new LocalFault(GeneralFault.HTTP_ERROR, "The service's response has " + what);
    }

    private static int status(String line) throws LocalFault {
        boolean digits = line.length() == 3 && line.chars().allMatch(c -> c >= '0' && c <= '9');
        int status = digits ? Integer.parseInt(line) : 0;
        if (status < 200) {
            throw HeadLines.refused("The response status is not a final HTTP status");
        }
        return status;
    }

    private String single(String name) throws LocalFault {
        List<String> values = FieldRules.all(lines.fields(), name);
        if (values.size() != 1) {
            throw HeadLines.refused(
                    values.isEmpty() ? "The response lacks " + name : "The response has more than one " + name);
        }
        return values.get(0);
    }

    /** X-Road forgets to drop a service's own {@code x-road-service}; the last one is the security server's. */
    private String serviceField() throws LocalFault {
        return FieldRules.last(lines.fields(), SERVICE)
                .orElseThrow(() -> HeadLines.refused("The response lacks " + SERVICE));
    }
}
