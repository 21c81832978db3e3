package org.ambergate.publication;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.PublishingSource;

/** Makes the anchors of a central server: every node, with all keys it may sign with (specification, section 2). */
public final class Anchors {
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH_mm_ss").withZone(ZoneOffset.UTC);

    private Anchors() {}

    /**
     * The anchors of both kinds. One that says what the former one said is the former one, so that the hash that people
     * compare stays the same until a key or an address changes.
     */
    public static Map<DirectoryKind, ConfigurationAnchor> of(
            String instance,
            List<PublishingSource> sources,
            Optional<Map<DirectoryKind, ConfigurationAnchor>> former,
            Instant now) {
        Map<DirectoryKind, ConfigurationAnchor> anchors = new EnumMap<>(DirectoryKind.class);
        for (DirectoryKind kind : DirectoryKind.values()) {
            List<ConfigurationAnchor.Source> wanted = sources(sources, kind);
            ConfigurationAnchor anchor = former.flatMap(all -> Optional.ofNullable(all.get(kind)))
                    .filter(old ->
                            old.instance().equals(instance) && old.sources().equals(wanted))
                    .orElseGet(() -> ConfigurationAnchor.of(instance, now.truncatedTo(ChronoUnit.SECONDS), wanted));
            anchors.put(kind, anchor);
        }
        return anchors;
    }

    /** The name under which an anchor is handed out. */
    public static String fileName(ConfigurationAnchor anchor, DirectoryKind kind) {
        Instant time = anchor.generatedAt().orElse(Instant.EPOCH);
        return "configuration_anchor_" + anchor.instance() + "_" + kind.name().toLowerCase(Locale.ROOT) + "_UTC_"
                + FILE_TIME.format(time) + ".xml";
    }

    /** Addresses are http: servers in use derive https ones from them, and drop those given as https. */
    private static List<ConfigurationAnchor.Source> sources(List<PublishingSource> sources, DirectoryKind kind) {
        List<ConfigurationAnchor.Source> ofKind = new ArrayList<>();
        for (PublishingSource source : sources) {
            URI url = URI.create("http://" + source.address() + "/" + kind.directoryName());
            ofKind.add(new ConfigurationAnchor.Source(url, PublicationKeys.certificates(source, kind)));
        }
        return ofKind;
    }
}
