package org.ambergate.fault;

import java.util.Locale;

/** Faults of time-stamps and of the authorities that give them; X-Road's group {@code mlog}. */
public enum TimestampFault implements FaultCode {
    NO_TIMESTAMPING_PROVIDER_FOUND(
            Blame.OPERATOR, "The global configuration lists no time-stamping authority, so no message is exchanged."),
    TIMESTAMP_REQUEST_TIMED_OUT(Blame.TRUST, "A time-stamping authority cannot be reached or did not answer in time."),
    TIMESTAMPING_NON_OK_RESPONSE(Blame.TRUST, "A time-stamping authority answered with another HTTP status than 200."),
    READING_TIMESTAMP_RESPONSE_FAILED(
            Blame.TRUST, "A time-stamp response or token does not have the form that RFC 3161 demands."),
    TIMESTAMP_NOT_GRANTED(Blame.TRUST, "A time-stamping authority refused to give a time-stamp."),
    TIMESTAMP_TOKEN_SIGNER_INFO_NOT_FOUND(Blame.TRUST, "A time-stamp token does not have exactly one signer."),
    TSP_CERTIFICATE_NOT_FOUND(
            Blame.TRUST, "A time-stamp token is not signed by an authority that the global configuration lists."),
    TIMESTAMP_SIGNER_VERIFICATION_FAILED(
            Blame.TRUST, "A time-stamp token's signature or its reference to the signer's certificate is wrong."),
    TIMESTAMP_CERTIFICATE_NOT_USABLE(
            Blame.TRUST, "The time-stamping authority's certificate is not for time-stamping, or was not valid then."),
    TIMESTAMP_ALGORITHM_UNSUPPORTED(
            Blame.TRUST, "A time-stamp token uses an algorithm or key that is not on the list of allowed ones."),
    TIMESTAMP_IMPRINT_MISMATCH(Blame.TRUST, "A time-stamp token is for other data."),
    TIMESTAMP_NONCE_MISMATCH(Blame.TRUST, "A time-stamp token answers another request."),
    TIMESTAMP_POLICY_MISMATCH(Blame.TRUST, "A time-stamp token was given under another policy than the one asked for."),
    TIMESTAMP_TIME_REFUSED(
            Blame.TRUST, "A time-stamp token's time is too far from this server's, or before that of the last one.");

    private static final String GROUP = "mlog.";

    private final String legacyName;
    private final Blame blame;
    private final String meaning;

    TimestampFault(Blame blame, String meaning) {
        this.legacyName = FaultCode.toLegacy(GROUP) + FaultCode.toLegacy(name().toLowerCase(Locale.ROOT));
        this.blame = blame;
        this.meaning = meaning;
    }

    @Override
    public String xroadName() {
        return GROUP + name().toLowerCase(Locale.ROOT);
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
