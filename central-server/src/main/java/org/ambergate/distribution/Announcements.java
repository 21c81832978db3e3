package org.ambergate.distribution;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.publication.DirectoryKind;
import org.ambergate.publication.PublishedSet;

/** Since when servers can know each key. Guarded by whoever holds it. */
final class Announcements {
    private final Map<DirectoryKind, Map<X509Certificate, Instant>> listedSince = new EnumMap<>(DirectoryKind.class);

    /** Records the keys that a set lists; those it lists no longer are forgotten. */
    void published(PublishedSet set, Instant now) {
        for (DirectoryKind kind : DirectoryKind.values()) {
            Map<X509Certificate, Instant> before = listedSince.getOrDefault(kind, Map.of());
            Map<X509Certificate, Instant> after = new HashMap<>();
            for (ConfigurationAnchor.Source source : set.anchor(kind).sources()) {
                for (X509Certificate certificate : source.verificationCertificates()) {
                    after.put(certificate, before.getOrDefault(certificate, now));
                }
            }
            listedSince.put(kind, after);
        }
    }

    boolean isAnnounced(DirectoryKind kind, X509Certificate certificate, Duration time, Instant now) {
        Instant since = listedSince.getOrDefault(kind, Map.of()).getOrDefault(certificate, Instant.MAX);
        return !since.equals(Instant.MAX) && !now.isBefore(since.plus(time));
    }
}
