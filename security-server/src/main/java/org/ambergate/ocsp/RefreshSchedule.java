package org.ambergate.ocsp;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

/**
 * When each certificate's response is to be fetched next. Times are spread by up to a tenth, downwards after success and
 * upwards after failure, so that servers which started or failed together do not call together ever after. Safe for use
 * by several threads.
 */
final class RefreshSchedule {
    private static final double SPREAD = 0.1;

    private final Duration retryDelay;
    private final RandomGenerator random;
    private final ConcurrentMap<X509Certificate, Instant> next = new ConcurrentHashMap<>();

    RefreshSchedule(Duration retryDelay, RandomGenerator random) {
        this.retryDelay = retryDelay;
        this.random = random;
    }

    boolean isDue(X509Certificate certificate, Instant now) {
        Instant at = next.get(certificate);
        return at == null || !now.isBefore(at);
    }

    /** A response that ends before the interval does is fetched again at its end, but not more often than after failures. */
    void succeeded(X509Certificate certificate, Instant now, Duration interval, Instant validUntil) {
        Instant planned = now.plus(spread(interval, -SPREAD));
        Instant wanted = validUntil.isBefore(planned) ? validUntil : planned;
        Instant soonest = now.plus(retryDelay);
        next.put(certificate, wanted.isBefore(soonest) ? soonest : wanted);
    }

    void failed(X509Certificate certificate, Instant now) {
        next.put(certificate, now.plus(spread(retryDelay, SPREAD)));
    }

    /**
     * Forgets certificates that are no longer used, once they would be due anyway, and times that lie further ahead than
     * any fetch is planned: those come from a clock that has been set back, or from a shortened interval.
     */
    void retain(Collection<X509Certificate> watched, Instant now, Duration interval) {
        Instant latest = now.plus(interval).plus(retryDelay);
        next.entrySet()
                .removeIf(entry -> entry.getValue().isAfter(latest)
                        || (!watched.contains(entry.getKey()) && !now.isBefore(entry.getValue())));
    }

    private Duration spread(Duration duration, double share) {
        return duration.plusNanos((long) (duration.toNanos() * share * random.nextDouble()));
    }
}
