package org.ambergate.fault;

import java.util.Locale;

/** Faults of networks, requests and the server itself. */
public enum GeneralFault implements FaultCode {
    BAD_REQUEST(Blame.CONSUMER, "The HTTP request breaks the rules of HTTP or of this server's limits."),
    INVALID_REQUEST(Blame.CONSUMER, "The request is not one this server understands."),
    NOT_FOUND(Blame.CONSUMER, "There is nothing at this address."),
    IO_ERROR(Blame.PEER, "Reading or writing failed in the middle of an exchange."),
    NETWORK_ERROR(Blame.PEER, "No connection could be made, or it broke."),
    HTTP_ERROR(Blame.PEER, "The other side answered with an HTTP status that the protocol does not allow."),
    UNKNOWN_HOST(Blame.OPERATOR, "A configured host name does not resolve."),
    INTERNAL_ERROR(
            Blame.OPERATOR,
            "The server met something it has no better name for; its log holds the detail's identifier."),
    SERVICE_UNAVAILABLE(Blame.OPERATOR, "All exchange slots are taken; try again later.");

    private final String legacyName;
    private final Blame blame;
    private final String meaning;

    GeneralFault(Blame blame, String meaning) {
        this.legacyName = FaultCode.toLegacy(name().toLowerCase(Locale.ROOT));
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
