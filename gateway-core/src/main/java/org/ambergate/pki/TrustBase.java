package org.ambergate.pki;

import java.util.Map;
import java.util.Optional;

/**
 * What verification rests on: the approved authorities of each instance, and the own instance's OCSP policy.
 *
 * @param authorities approved authorities by instance identifier
 * @param ocspPolicy the own instance's rule for OCSP responses
 */
public record TrustBase(Map<String, ApprovedAuthorities> authorities, OcspPolicy ocspPolicy) {
    public TrustBase {
        authorities = Map.copyOf(authorities);
    }

    public Optional<ApprovedAuthorities> of(String instance) {
        return Optional.ofNullable(authorities.get(instance));
    }
}
