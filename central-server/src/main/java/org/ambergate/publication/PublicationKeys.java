package org.ambergate.publication;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.globalconf.PublishingSource;

/**
 * Who signs, and where else the configuration is to be had.
 *
 * @param internal keys of the internal directory
 * @param external keys of the external directory
 * @param otherNodes further nodes of this central server that publish on their own, with their own keys
 */
public record PublicationKeys(SourceKeys internal, SourceKeys external, List<PublishingSource> otherNodes) {
    public PublicationKeys {
        otherNodes = List.copyOf(otherNodes);
    }

    /** One node with one key for both directories. */
    public static PublicationKeys of(PublicationKey key) {
        return new PublicationKeys(SourceKeys.of(key), SourceKeys.of(key), List.of());
    }

    /** The keys of one directory kind. */
    public SourceKeys of(DirectoryKind kind) {
        return switch (kind) {
            case INTERNAL -> internal;
            case EXTERNAL -> external;
        };
    }

    /** All nodes, this one first, as shared parameters name them. */
    public List<PublishingSource> sources(String address) {
        List<PublishingSource> sources = new ArrayList<>();
        sources.add(new PublishingSource(address, internal.certificates(), external.certificates()));
        sources.addAll(otherNodes);
        return sources;
    }

    static List<X509Certificate> certificates(PublishingSource source, DirectoryKind kind) {
        return switch (kind) {
            case INTERNAL -> source.internalVerificationCertificates();
            case EXTERNAL -> source.externalVerificationCertificates();
        };
    }
}
