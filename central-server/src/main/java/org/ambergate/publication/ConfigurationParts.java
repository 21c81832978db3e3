package org.ambergate.publication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.PublishingSource;
import org.ambergate.globalconf.SharedParameters;

/** The parts of one instance in all versions, as bytes. Immutable. */
public final class ConfigurationParts {
    private final PartList list;
    private final Map<String, byte[]> files;

    private ConfigurationParts(PartList list, Map<String, byte[]> files) {
        this.list = list;
        this.files = Map.copyOf(files);
    }

    /** What a part is called in directories and in paths, and its bytes. */
    private record Content(String contentIdentifier, String fileName, byte[] bytes) {
        static Content of(ConfigurationPart kind, byte[] bytes) {
            return new Content(kind.contentIdentifier(), kind.fileName(), bytes);
        }
    }

    /**
     * Writes all versions, or none.
     *
     * @param sources where it will be published; at least one, or servers refuse versions from 3 on
     * @param stamp names this generation in paths: digits only, never used before
     * @throws LocalFault {@code malformed_global_conf} if the description contradicts itself
     */
    public static ConfigurationParts write(
            InstanceDescription description, List<PublishingSource> sources, String stamp) throws LocalFault {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Map<Integer, List<ListedPart>> listed = new HashMap<>();
        for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
            List<ListedPart> parts = new ArrayList<>();
            for (Content part : contents(description, sources, version)) {
                String path = "/V" + version + "/" + stamp + "/" + part.fileName();
                if (files.put(path, part.bytes()) != null) {
                    throw unpublishable("Two parts have the name " + part.fileName());
                }
                parts.add(new ListedPart(
                        part.contentIdentifier(),
                        description.instance(),
                        path,
                        DigestAlgorithm.SHA512.of(part.bytes())));
            }
            listed.put(version, List.copyOf(parts));
        }
        return new ConfigurationParts(new PartList(description.instance(), stamp, listed), files);
    }

    /** The list of the parts. */
    public PartList list() {
        return list;
    }

    /** The bytes of every part by its absolute path. The arrays are shared, not copied. */
    public Map<String, byte[]> files() {
        return files;
    }

    private static List<Content> contents(InstanceDescription description, List<PublishingSource> sources, int version)
            throws LocalFault {
        List<Content> contents = new ArrayList<>();
        try {
            contents.add(Content.of(ConfigurationPart.PRIVATE_PARAMETERS, PrivateParametersWriter.write(description)));
            contents.add(Content.of(
                    ConfigurationPart.SHARED_PARAMETERS, SharedParametersWriter.write(description, sources, version)));
        } catch (IllegalArgumentException e) {
            throw unpublishable("The description contradicts itself: " + e.getMessage())
                    .causedBy(e);
        }
        InstanceSettings settings = description.settings();
        settings.monitoringClient()
                .ifPresent(client -> contents.add(
                        Content.of(ConfigurationPart.MONITORING, PrivateParametersWriter.monitoring(client))));
        settings.ocspFetchInterval()
                .ifPresent(interval -> contents.add(
                        Content.of(ConfigurationPart.FETCH_INTERVAL, PrivateParametersWriter.fetchInterval(interval))));
        settings.verifyNextUpdate()
                .ifPresent(verify -> contents.add(
                        Content.of(ConfigurationPart.NEXT_UPDATE, PrivateParametersWriter.nextUpdate(verify))));
        description
                .extensions()
                .forEach(part -> contents.add(new Content(part.contentIdentifier(), part.fileName(), part.content())));
        return contents;
    }

    private static LocalFault unpublishable(String text) {
        return new LocalFault(ConfigurationFault.MALFORMED_GLOBAL_CONF, text);
    }
}
