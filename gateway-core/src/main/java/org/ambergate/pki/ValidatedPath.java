package org.ambergate.pki;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate path that held at an instant.
 *
 * @param leaf the certificate asked about
 * @param path the leaf and the certificates between it and the trust anchor, which is not part of it
 * @param validFrom the first instant at which the same verdict would have been given about the same OCSP responses
 * @param validUntil no verdict about the same path and OCSP responses needs to be repeated before this instant
 */
public record ValidatedPath(X509Certificate leaf, List<X509Certificate> path, Instant validFrom, Instant validUntil) {
    public ValidatedPath {
        path = List.copyOf(path);
    }

    /** Whether the verdict holds at another instant, too. */
    public boolean covers(Instant at) {
        return !at.isBefore(validFrom) && !at.isAfter(validUntil);
    }
}
