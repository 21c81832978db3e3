package org.ambergate.ocsp;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.pki.Certificates;

/**
 * Validated responses by certificate, in memory and on disk. The key in memory is the SHA-256 digest of the certificate;
 * the SHA-1 digest only names the file, whose content is validated against the certificate before use. So a response
 * never serves another certificate than the one it is for. Safe for use by several threads.
 */
final class OcspCache {
    /** About 3 KiB each. An ecosystem of ten thousand servers fits; beyond that the least recently used ones go. */
    static final int ENTRIES_MAX = 10_000;

    private final OcspFiles files;
    private final int entriesMax;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock; ordered by last use
    private final Map<Digest, CachedResponse> memory = new LinkedHashMap<>(16, 0.75f, true);

    OcspCache(OcspFiles files) {
        this(files, ENTRIES_MAX);
    }

    OcspCache(OcspFiles files, int entriesMax) {
        this.files = files;
        this.entriesMax = entriesMax;
    }

    /** The response that peers accept at an instant, if there is one. */
    Optional<CachedResponse> find(X509Certificate certificate, OcspChecks checks, Instant at) {
        Digest key = Certificates.sha256(certificate);
        Optional<CachedResponse> known = inMemory(key);
        if (known.isEmpty() || !known.get().policy().equals(checks.policy())) {
            known = known.map(CachedResponse::der)
                    .or(() -> files.read(sha1(certificate)))
                    .flatMap(der -> validated(certificate, der, checks, at));
            known.ifPresent(response -> keep(key, response));
        }
        return known.filter(response -> response.counts(checks.policy(), at));
    }

    /** Keeps a validated response, unless the one it would replace lives longer. */
    void put(X509Certificate certificate, CachedResponse response) {
        Digest key = Certificates.sha256(certificate);
        Optional<CachedResponse> known = inMemory(key);
        if (known.isPresent()
                && known.get().policy().equals(response.policy())
                && known.get().validUntil().isAfter(response.validUntil())) {
            return;
        }
        keep(key, response);
        files.write(sha1(certificate), response.der());
    }

    void remove(X509Certificate certificate) {
        lock.lock();
        try {
            memory.remove(Certificates.sha256(certificate));
        } finally {
            lock.unlock();
        }
        files.delete(sha1(certificate));
    }

    /** Drops what no peer accepts any longer. */
    void prune(OcspChecks checks, Instant at) {
        lock.lock();
        try {
            memory.values().removeIf(response -> !response.counts(checks.policy(), at));
        } finally {
            lock.unlock();
        }
        files.deleteWrittenBefore(at.minus(checks.policy().freshness()));
    }

    /** The digest that names a certificate on the wire and on disk; nothing is trusted because of it. */
    static Digest sha1(X509Certificate certificate) {
        return DigestAlgorithm.SHA1.of(Certificates.encoded(certificate));
    }

    static LocalFault unavailable(X509Certificate certificate) {
        return new LocalFault(
                VerificationFault.INCORRECT_VALIDATION_INFO,
                "There is no fresh OCSP response for the certificate "
                        + Certificates.sha256(certificate).hex());
    }

    private Optional<CachedResponse> inMemory(Digest key) {
        lock.lock();
        try {
            return Optional.ofNullable(memory.get(key));
        } finally {
            lock.unlock();
        }
    }

    private void keep(Digest key, CachedResponse response) {
        lock.lock();
        try {
            memory.put(key, response);
            if (memory.size() > entriesMax) {
                memory.remove(memory.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    private static Optional<CachedResponse> validated(
            X509Certificate certificate, byte[] der, OcspChecks checks, Instant at) {
        try {
            return Optional.of(checks.validated(certificate, der, at));
        } catch (LocalFault e) {
            // A stale or damaged file is as good as none.
            return Optional.empty();
        }
    }
}
