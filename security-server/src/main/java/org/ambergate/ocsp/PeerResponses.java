package org.ambergate.ocsp;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.net.Deadline;
import org.ambergate.pki.Certificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Responses for peers' certificates: from the cache, or from the peer itself. Safe for use by several threads. */
final class PeerResponses {
    /** The longest chain that is looked up; the protocol's servers present one to three certificates. */
    static final int CHAIN_LENGTH_MAX = 8;

    private static final Logger LOG = LoggerFactory.getLogger(PeerResponses.class);

    private final OcspCache cache;
    private final OcspFetcher fetcher;
    private final Clock clock;
    private final SharedFetches fetches = new SharedFetches();

    PeerResponses(OcspCache cache, OcspFetcher fetcher, Clock clock) {
        this.cache = cache;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    List<byte[]> find(List<X509Certificate> chain, String host, OcspChecks checks, Deadline deadline)
            throws LocalFault {
        if (chain.isEmpty() || chain.size() > CHAIN_LENGTH_MAX) {
            throw new LocalFault(
                    VerificationFault.INCORRECT_VALIDATION_INFO,
                    "A chain of " + chain.size() + " certificates is not looked up");
        }
        List<X509Certificate> missing = missing(chain, checks);
        if (!missing.isEmpty()) {
            fetches.once(
                    List.of(host, missing.stream().map(Certificates::sha256).toList()),
                    deadline,
                    () -> fetch(missing, host, checks, deadline));
        }
        List<byte[]> found = new ArrayList<>(chain.size());
        for (X509Certificate certificate : chain) {
            found.add(cache.find(certificate, checks, clock.instant())
                    .orElseThrow(() -> OcspCache.unavailable(certificate))
                    .der());
        }
        return found;
    }

    void remember(List<X509Certificate> chain, List<byte[]> responses, OcspChecks checks) {
        Instant now = clock.instant();
        for (int i = 0; i < Math.min(chain.size(), responses.size()); i++) {
            Optional<CachedResponse> known = cache.find(chain.get(i), checks, now);
            if (known.isEmpty()) {
                keep(chain.get(i), responses.get(i), checks, now);
            }
        }
    }

    private void keep(X509Certificate certificate, byte[] response, OcspChecks checks, Instant now) {
        try {
            cache.put(certificate, checks.validated(certificate, response, now));
        } catch (LocalFault e) {
            LOG.debug("An OCSP response sent by a peer was not kept: {}", e.text());
        }
    }

    private List<X509Certificate> missing(List<X509Certificate> chain, OcspChecks checks) {
        Instant now = clock.instant();
        return chain.stream()
                .distinct()
                .filter(certificate -> cache.find(certificate, checks, now).isEmpty())
                .toList();
    }

    private void fetch(List<X509Certificate> missing, String host, OcspChecks checks, Deadline deadline)
            throws LocalFault {
        List<CachedResponse> responses = fetcher.fromPeer(missing, host, checks, clock.instant(), deadline);
        for (int i = 0; i < missing.size(); i++) {
            cache.put(missing.get(i), responses.get(i));
        }
    }
}
