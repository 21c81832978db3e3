package org.ambergate.pki;

import java.time.Duration;

/**
 * How old an OCSP response may be.
 *
 * @param freshness a response is accepted until thisUpdate plus this (global setting {@code ocspFreshnessSeconds})
 * @param verifyNextUpdate whether a nextUpdate in the past refuses the response
 */
public record OcspPolicy(Duration freshness, boolean verifyNextUpdate) {}
