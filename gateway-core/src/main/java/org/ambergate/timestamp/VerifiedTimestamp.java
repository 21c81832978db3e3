package org.ambergate.timestamp;

import java.security.cert.X509Certificate;
import java.time.Instant;

/** Proof that an approved authority stamped certain data. Only {@link TimestampVerifier} makes it. */
public final class VerifiedTimestamp {
    private final TimestampToken token;
    private final X509Certificate authority;

    VerifiedTimestamp(TimestampToken token, X509Certificate authority) {
        this.token = token;
        this.authority = authority;
    }

    public TimestampToken token() {
        return token;
    }

    /** The approved certificate whose key signed the token. */
    public X509Certificate authority() {
        return authority;
    }

    /** The time that is proved: the data existed then. */
    public Instant genTime() {
        return token.genTime();
    }
}
