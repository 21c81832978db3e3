package org.ambergate.publication;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of one directory kind: one signs, all are listed, so that servers know a key before it signs (central server
 * specification, section 3.2).
 *
 * @param active signs
 * @param certificates listed in anchors and shared parameters, in this order; the active key's is among them
 */
public record SourceKeys(PublicationKey active, List<X509Certificate> certificates) {
    /** Checks that the active key is listed. */
    public SourceKeys {
        certificates = List.copyOf(certificates);
        if (!certificates.contains(active.certificate())) {
            throw new IllegalArgumentException("The active key is not among those listed");
        }
    }

    /** One key that signs, and no other. */
    public static SourceKeys of(PublicationKey key) {
        return new SourceKeys(key, List.of(key.certificate()));
    }

    /** These keys and one more that does not sign yet. */
    public SourceKeys announcing(X509Certificate certificate) {
        List<X509Certificate> more = new ArrayList<>(certificates);
        if (!more.contains(certificate)) {
            more.add(certificate);
        }
        return new SourceKeys(active, more);
    }

    /**
     * These keys with another one active.
     *
     * @throws IllegalArgumentException if it was not announced
     */
    public SourceKeys signingWith(PublicationKey key) {
        return new SourceKeys(key, certificates);
    }

    /**
     * These keys without one.
     *
     * @throws IllegalArgumentException if that one is active
     */
    public SourceKeys without(X509Certificate certificate) {
        return new SourceKeys(
                active,
                certificates.stream().filter(c -> !c.equals(certificate)).toList());
    }
}
