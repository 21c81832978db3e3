package org.ambergate.ocsp;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.net.Deadline;
import org.ambergate.pki.Certificates;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OCSP responses of this server's certificates and of its peers'. Own ones are fetched ahead of need by a background
 * job, so that no exchange waits for a certification authority; peers' are fetched when a connection needs them. Nothing
 * is handed out that a peer would refuse. Safe for use by several threads.
 */
public final class OcspResponses implements AutoCloseable {
    /** How often the job looks whether something is due; also the longest wait of a new certificate. */
    static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    /** The shortest interval that global configuration can ask for (transport specification, section 7.2). */
    static final Duration FETCH_INTERVAL_MIN = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(OcspResponses.class);
    private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(10);

    /** For one certificate: several responders, each within its own time limits. */
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(2);

    private static final int BOUNDARY_BYTES = 16;

    private final Collaborators with;
    private final OcspCache cache;
    private final OcspFetcher fetcher;
    private final PeerResponses peers;
    private final RefreshSchedule schedule;
    private final SharedFetches fetches = new SharedFetches();
    // written by the job's thread only
    private Instant nextPrune = Instant.MIN;
    // guarded by this
    private @Nullable ScheduledFuture<?> job;

    /**
     * What this room works with.
     *
     * @param own the leaf certificates of this server's keys
     * @param trust the current global configuration
     * @param calls the network
     * @param clock the time
     * @param random spreads fetches, so that the servers of an ecosystem do not call in step
     */
    public record Collaborators(
            Supplier<List<X509Certificate>> own,
            OcspTrust.Source trust,
            OcspCalls calls,
            Clock clock,
            RandomGenerator random) {}

    /**
     * Opens the cache.
     *
     * @throws IOException if the cache directory cannot be made
     */
    public OcspResponses(OcspSettings settings, Collaborators with) throws IOException {
        this.with = with;
        this.cache = new OcspCache(new OcspFiles(settings.directory()));
        this.fetcher = new OcspFetcher(with.calls(), settings.peerPort());
        this.peers = new PeerResponses(cache, fetcher, with.clock());
        this.schedule = new RefreshSchedule(settings.retryDelay(), with.random());
    }

    /** Starts the background job. It blocks the scheduler's thread while it fetches: give it one of its own. */
    public synchronized void start(ScheduledExecutorService scheduler) {
        if (job == null) {
            job = scheduler.scheduleWithFixedDelay(this::runJob, 0, LOOK_INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /**
     * The responses for a chain that this server presents or signs with, in the chain's order. Answers at once, from
     * memory; the background job sees to it that there is something to answer with.
     *
     * @throws LocalFault {@code incorrect_validation_info} if there is no fresh response for one of the certificates
     */
    public List<byte[]> own(List<X509Certificate> chainWithoutTop) throws LocalFault {
        OcspChecks checks = new OcspChecks(with.trust().current());
        Instant now = with.clock().instant();
        List<byte[]> responses = new ArrayList<>(chainWithoutTop.size());
        for (X509Certificate certificate : chainWithoutTop) {
            responses.add(cache.find(certificate, checks, now)
                    .orElseThrow(() -> OcspCache.unavailable(certificate))
                    .der());
        }
        return responses;
    }

    /**
     * The responses for the chain that a peer presented, from the cache or from the peer itself.
     *
     * @param chain the certificates presented, leaf first
     * @param host the host to which the connection was made
     * @throws LocalFault {@code incorrect_validation_info}, {@code cert_validation}, {@code cannot_create_cert_path}, or a
     *     network fault
     */
    public List<byte[]> ofPeer(List<X509Certificate> chain, String host, Deadline deadline) throws LocalFault {
        return peers.find(chain, host, new OcspChecks(with.trust().current()), deadline);
    }

    /**
     * Keeps the responses that a peer sent along with a message, so that a connection to that peer needs no fetch. What
     * does not hold for its certificate is passed over.
     */
    public void remember(List<X509Certificate> chain, List<byte[]> responses) throws LocalFault {
        peers.remember(chain, responses, new OcspChecks(with.trust().current()));
    }

    /**
     * What port 5577 answers about one certificate: the cached response of an own one or of an approved authority, or one
     * fetched now. Other certificates are not looked up for strangers.
     */
    public Optional<byte[]> answer(Digest certificateDigest, Deadline deadline) {
        try {
            OcspChecks checks = new OcspChecks(with.trust().current());
            Optional<X509Certificate> certificate = served(checks).stream()
                    .filter(candidate ->
                            digest(candidate, certificateDigest.algorithm()).equals(certificateDigest))
                    .findFirst();
            if (certificate.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    cachedOrFetched(certificate.get(), checks, deadline).der());
        } catch (LocalFault e) {
            LOG.debug("No OCSP response for {}: {}", certificateDigest, e.text());
            return Optional.empty();
        }
    }

    /** Own certificates, with their intermediate authorities, for which there is no fresh response now. */
    public List<X509Certificate> missing() throws LocalFault {
        OcspChecks checks = new OcspChecks(with.trust().current());
        Instant now = with.clock().instant();
        return watched(checks).stream()
                .filter(certificate -> cache.find(certificate, checks, now).isEmpty())
                .toList();
    }

    /**
     * Fetches what is due now and returns when that is done. The background job calls this; at start it may be called
     * directly, to open no port before there are responses.
     *
     * @throws LocalFault {@code global_conf_outdated} if there is no valid global configuration
     */
    public void refresh() throws LocalFault {
        OcspTrust trust = with.trust().current();
        OcspChecks checks = new OcspChecks(trust);
        Duration interval =
                trust.fetchInterval().compareTo(FETCH_INTERVAL_MIN) < 0 ? FETCH_INTERVAL_MIN : trust.fetchInterval();
        Collection<X509Certificate> watched = watched(checks);
        schedule.retain(watched, with.clock().instant(), interval);
        for (X509Certificate certificate : watched) {
            if (schedule.isDue(certificate, with.clock().instant())) {
                refresh(certificate, checks, interval);
            }
        }
    }

    /** A multipart boundary that no response contains but by unimaginable chance. */
    String newBoundary() {
        byte[] bytes = new byte[BOUNDARY_BYTES];
        with.random().nextBytes(bytes);
        return "ocsp" + HexFormat.of().formatHex(bytes);
    }

    @Override
    public synchronized void close() {
        if (job != null) {
            job.cancel(true);
            job = null;
        }
    }

    private void runJob() {
        try {
            refresh();
            prune();
        } catch (LocalFault e) {
            LOG.debug("OCSP responses are not refreshed: {}", e.text());
        } catch (RuntimeException e) {
            // The root of this thread: an exception that left here would end the job for good.
            LOG.error("Refreshing OCSP responses failed; it goes on in {}", LOOK_INTERVAL, e);
        }
    }

    private void prune() throws LocalFault {
        Instant now = with.clock().instant();
        if (now.isBefore(nextPrune)) {
            return;
        }
        nextPrune = now.plus(PRUNE_INTERVAL);
        cache.prune(new OcspChecks(with.trust().current()), now);
    }

    private void refresh(X509Certificate certificate, OcspChecks checks, Duration interval) {
        try {
            fetch(certificate, checks, Deadline.after(FETCH_LIMIT));
            Instant now = with.clock().instant();
            Instant validUntil = cache.find(certificate, checks, now)
                    .map(CachedResponse::validUntil)
                    .orElse(now);
            schedule.succeeded(certificate, now, interval, validUntil);
        } catch (LocalFault e) {
            LOG.warn(
                    "The OCSP response of certificate {} was not refreshed: {}",
                    Certificates.sha256(certificate).hex(),
                    e.text());
        }
    }

    private CachedResponse cachedOrFetched(X509Certificate certificate, OcspChecks checks, Deadline deadline)
            throws LocalFault {
        Optional<CachedResponse> known =
                cache.find(certificate, checks, with.clock().instant());
        if (known.isEmpty() && schedule.isDue(certificate, with.clock().instant())) {
            fetch(certificate, checks, deadline);
            known = cache.find(certificate, checks, with.clock().instant());
        }
        return known.orElseThrow(() -> OcspCache.unavailable(certificate));
    }

    /** One fetch at a time for each certificate; after a failure none until the retry delay has passed. */
    private void fetch(X509Certificate certificate, OcspChecks checks, Deadline deadline) throws LocalFault {
        fetches.once(Certificates.sha256(certificate), deadline, () -> {
            try {
                CachedResponse response =
                        fetcher.fromResponder(certificate, checks, with.clock().instant(), deadline);
                cache.put(certificate, response);
            } catch (LocalFault e) {
                schedule.failed(certificate, with.clock().instant());
                if (e.code() == VerificationFault.CERT_VALIDATION) {
                    // Revoked: an older response that says otherwise must not be shown to anybody.
                    cache.remove(certificate);
                }
                throw e;
            }
        });
    }

    private List<X509Certificate> watched(OcspChecks checks) {
        return with.own().get().stream()
                .flatMap(leaf -> checks.ownChain(leaf).stream())
                .distinct()
                .toList();
    }

    private List<X509Certificate> served(OcspChecks checks) {
        List<X509Certificate> served = new ArrayList<>(watched(checks));
        served.addAll(checks.authorities());
        return served;
    }

    private static Digest digest(X509Certificate certificate, DigestAlgorithm algorithm) {
        return algorithm.of(Certificates.encoded(certificate));
    }
}
