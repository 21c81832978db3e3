package org.ambergate.ocsp;

import java.time.Instant;
import org.ambergate.pki.OcspPolicy;

/**
 * A validated OCSP response.
 *
 * @param der the response; not copied
 * @param policy the rule under which it was validated
 * @param validUntil the last instant at which it counts under that rule
 */
record CachedResponse(byte[] der, OcspPolicy policy, Instant validUntil) {
    boolean counts(OcspPolicy now, Instant at) {
        return policy.equals(now) && !at.isAfter(validUntil);
    }
}
