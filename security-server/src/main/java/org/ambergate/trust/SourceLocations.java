package org.ambergate.trust;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.PublishingSource;

/**
 * The order in which sources are tried (global configuration specification, section 3.3): those named by the stored
 * shared parameters, then those of the anchor; in each group addresses given as https, then those given
 * as http, then https twins of the latter; otherwise at random.
 */
final class SourceLocations {
    private final Random random;

    /**
     * Makes orders.
     *
     * @param random spreads servers over the nodes of a cluster
     */
    SourceLocations(Random random) {
        this.random = random;
    }

    List<SourceLocation> order(ConfigurationAnchor anchor, List<PublishingSource> published) {
        Set<SourceLocation> ordered = new LinkedHashSet<>(group(ofPublished(anchor, published)));
        ordered.addAll(group(ofAnchor(anchor)));
        return List.copyOf(ordered);
    }

    private static List<SourceLocation> ofAnchor(ConfigurationAnchor anchor) {
        return anchor.sources().stream()
                .map(source -> new SourceLocation(source.downloadUrl(), source.verificationCertificates()))
                .toList();
    }

    /** Published sources name only a host; the rest of the address is that of the anchor. */
    private static List<SourceLocation> ofPublished(ConfigurationAnchor anchor, List<PublishingSource> published) {
        String directory = directory(anchor);
        List<SourceLocation> locations = new ArrayList<>();
        for (PublishingSource source : published) {
            List<X509Certificate> certificates = certificates(source, directory);
            if (!certificates.isEmpty()) {
                url("http://" + source.address() + "/" + directory)
                        .ifPresent(url -> locations.add(new SourceLocation(url, certificates)));
            }
        }
        return locations;
    }

    private static List<X509Certificate> certificates(PublishingSource source, String directory) {
        if (directory.equals("internalconf")) {
            return source.internalVerificationCertificates();
        }
        if (directory.equals("externalconf")) {
            return source.externalVerificationCertificates();
        }
        List<X509Certificate> both = new ArrayList<>(source.internalVerificationCertificates());
        both.addAll(source.externalVerificationCertificates());
        return both;
    }

    /** Path and query, without the leading slash, of the anchor's first http address, or of its first if it has none. */
    private static String directory(ConfigurationAnchor anchor) {
        URI first = anchor.sources().stream()
                .map(ConfigurationAnchor.Source::downloadUrl)
                .filter(url -> "http".equalsIgnoreCase(url.getScheme()))
                .findFirst()
                .orElse(anchor.sources().get(0).downloadUrl());
        String path = first.getRawPath() == null ? "" : first.getRawPath();
        String query = first.getRawQuery() == null ? "" : "?" + first.getRawQuery();
        return (path.startsWith("/") ? path.substring(1) : path) + query;
    }

    /**
     * Addresses as they were given come first: X-Road's client tries an https twin of each http address before it, which
     * costs a connection time-out wherever nothing answers there. The twins come last, and addresses given as https, which
     * X-Road's client drops, stay. Nothing rests on TLS here: a directory is believed for its signature alone.
     */
    private List<SourceLocation> group(List<SourceLocation> locations) {
        Set<SourceLocation> https = new LinkedHashSet<>();
        Set<SourceLocation> http = new LinkedHashSet<>();
        Set<SourceLocation> twins = new LinkedHashSet<>();
        for (SourceLocation location : locations) {
            if ("http".equalsIgnoreCase(location.url().getScheme())) {
                http.add(location);
                String twin = "https" + location.url().toString().substring("http".length());
                url(twin).ifPresent(url -> twins.add(new SourceLocation(url, location.certificates())));
            } else {
                https.add(location);
            }
        }
        List<SourceLocation> ordered = shuffled(https);
        ordered.addAll(shuffled(http));
        ordered.addAll(shuffled(twins));
        return ordered;
    }

    private List<SourceLocation> shuffled(Set<SourceLocation> locations) {
        List<SourceLocation> list = new ArrayList<>(locations);
        Collections.shuffle(list, random);
        return list;
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            return url.getHost() == null ? Optional.empty() : Optional.of(url);
        } catch (URISyntaxException e) {
            // A host that is none: the other sources still serve.
            return Optional.empty();
        }
    }
}
