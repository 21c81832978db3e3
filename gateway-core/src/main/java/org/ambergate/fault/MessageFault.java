package org.ambergate.fault;

import java.util.Locale;

/** Faults of messages: their form, their parts, and whether they are allowed. */
public enum MessageFault implements FaultCode {
    SSL_AUTHENTICATION_FAILED(
            "SslAuthenticationFailed",
            Blame.PEER,
            "The other party could not be authenticated by its TLS certificate."),
    LOGGING_FAILED(Blame.OPERATOR, "The message could not be logged durably, so it was not let through."),
    TIMESTAMPING_FAILED(Blame.TRUST, "Time-stamping has failed for longer than allowed."),
    INVALID_CONTENT_TYPE(Blame.PEER, "The content type is missing or not the one that the protocol demands."),
    INVALID_HTTP_METHOD(Blame.PEER, "The HTTP method is not allowed here."),
    INVALID_MESSAGE(Blame.PEER, "The message breaks the protocol."),
    INVALID_SECURITY_SERVER(
            Blame.CONSUMER, "The security server named in the request is unknown or does not serve the provider."),
    MIME_PARSING_FAILED(Blame.PEER, "The multipart message cannot be taken apart."),
    MISSING_BODY(Blame.PEER, "A body is missing."),
    INCONSISTENT_RESPONSE(Blame.PEER, "The response does not belong to the request."),
    MISSING_REST(Blame.PEER, "The REST head is missing from the message."),
    MISSING_SIGNATURE(Blame.PEER, "The message ended without a signature."),
    ACCESS_DENIED(Blame.CONSUMER, "The client has no right to call this service, method and path."),
    SERVICE_DISABLED(Blame.PROVIDER, "The service is switched off."),
    UNKNOWN_SERVICE(Blame.CONSUMER, "The provider has no such service."),
    SERVICE_TYPE(Blame.CONSUMER, "The service is of another type than the request."),
    INVALID_CLIENT_IDENTIFIER(Blame.CONSUMER, "The X-Road-Client header is missing."),
    CLIENT_PROXY_VERSION_NOT_SUPPORTED(Blame.PEER, "The calling security server is older than this one accepts.");

    private final String legacyName;
    private final Blame blame;
    private final String meaning;

    MessageFault(Blame blame, String meaning) {
        this.legacyName = FaultCode.toLegacy(name().toLowerCase(Locale.ROOT));
        this.blame = blame;
        this.meaning = meaning;
    }

    MessageFault(String legacyName, Blame blame, String meaning) {
        this.legacyName = legacyName;
        this.blame = blame;
        this.meaning = meaning;
    }

    @Override
    public String xroadName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String legacyName() {
        return legacyName;
    }

    @Override
    public Blame blame() {
        return blame;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
