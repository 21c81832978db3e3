package org.ambergate.transport;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ambergate.message.RestRequestHead;

/** The kinds of parts of a REST transport message (transport specification, section 4). */
public enum PartType {
    /** An OCSP response for a certificate of the sender's TLS chain. With all its certificates one has a few KiB. */
    OCSP_RESPONSE("application/ocsp-response", Limits.OCSP_RESPONSE_BYTES_MAX),
    REST_REQUEST("application/x-road-rest-request", RestRequestHead.HEAD_BYTES_MAX),
    REST_RESPONSE("application/x-road-rest-response", RestRequestHead.HEAD_BYTES_MAX),
    /** Raw body bytes, passed on as they come; whoever stores them sets the limit. */
    REST_BODY("application/x-road-rest-body", Integer.MAX_VALUE),
    HASH_CHAIN_RESULT("application/hash-chain-result", Limits.HASH_CHAIN_RESULT_BYTES_MAX),
    HASH_CHAIN("application/hash-chain", Limits.HASH_CHAIN_BYTES_MAX),
    SIGNATURE("signature/bdoc-1.0/ts", Limits.SIGNATURE_BYTES_MAX),
    /** An unsigned fault in place of a later part of a response. */
    FAULT("text/xml; charset=UTF-8", FaultMessage.BYTES_MAX);

    private static final Map<String, PartType> BY_BASE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(type -> base(type.contentType), type -> type));

    private final String contentType;
    private final int bytesMax;

    PartType(String contentType, int bytesMax) {
        this.contentType = contentType;
        this.bytesMax = bytesMax;
    }

    /** The content type as this server writes it. */
    public String contentType() {
        return contentType;
    }

    /** Most bytes of such a part that is held in memory. */
    int bytesMax() {
        return bytesMax;
    }

    /** Finds the kind by a content type as received; case and parameters do not matter. */
    static Optional<PartType> of(String contentType) {
        return Optional.ofNullable(BY_BASE.get(base(contentType)));
    }

    static String base(String contentType) {
        int semicolon = contentType.indexOf(';');
        String base = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return base.strip().toLowerCase(Locale.ROOT);
    }
}
