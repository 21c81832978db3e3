package org.ambergate.pki;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;

/**
 * What an authorised responder said about a certificate. That it said so does not change with time; whether it still
 * counts does, and {@link #check} decides that.
 */
record OcspVerdict(OcspResponse.Status status, OcspResponse.Times times, X509Certificate responder) {
    /** How far clocks may differ: a response from further ahead was not made by an honest responder. */
    static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(5);

    /**
     * Whether it counts at an instant (transport specification, section 7.3, rules 5 to 7, with an upper bound).
     *
     * @throws LocalFault {@code incorrect_validation_info} for times, {@code cert_validation} for a status not good
     */
    void check(OcspPolicy policy, Instant at) throws LocalFault {
        if (at.isBefore(validFrom())) {
            throw stale("An OCSP response is from the future");
        }
        if (at.isAfter(times.thisUpdate().plus(policy.freshness()))) {
            throw stale("An OCSP response is older than " + policy.freshness().toSeconds() + " seconds");
        }
        if (at.isAfter(validUntil(policy))) {
            throw stale("An OCSP response or its responder's certificate has expired");
        }
        if (status != OcspResponse.Status.GOOD) {
            throw new LocalFault(VerificationFault.CERT_VALIDATION, "The certificate's OCSP status is " + status);
        }
    }

    Instant validFrom() {
        Instant newest = later(times.thisUpdate(), times.producedAt()).minus(CLOCK_SKEW_MAX);
        return later(newest, responder.getNotBefore().toInstant());
    }

    Instant validUntil(OcspPolicy policy) {
        Instant until = earlier(
                times.thisUpdate().plus(policy.freshness()),
                responder.getNotAfter().toInstant());
        if (policy.verifyNextUpdate() && times.nextUpdate().isPresent()) {
            return earlier(until, times.nextUpdate().get());
        }
        return until;
    }

    private static LocalFault stale(String text) {
        return new LocalFault(VerificationFault.INCORRECT_VALIDATION_INFO, text);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
