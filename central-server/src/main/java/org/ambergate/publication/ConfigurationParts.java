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
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.PrivateParameters;
import org.ambergate.globalconf.PublishingSource;
import org.ambergate.globalconf.SharedParameters;

/** The parts of one instance in all versions, each read back by the reader that servers use. Immutable. */
public final class ConfigurationParts {
    private final String instance;
    private final Map<String, byte[]> files;
    private final Map<Integer, List<ListedPart>> listed;

    private ConfigurationParts(String instance, Map<String, byte[]> files, Map<Integer, List<ListedPart>> listed) {
        this.instance = instance;
        this.files = Map.copyOf(files);
        this.listed = Map.copyOf(listed);
    }

    /**
     * Writes all versions, or none.
     *
     * @param sources where it will be published; at least one, or servers refuse versions from 3 on
     * @param stamp names this generation in paths: digits only, never used before
     * @throws LocalFault {@code malformed_global_conf} if the description does not make a configuration that servers read
     */
    public static ConfigurationParts write(
            InstanceDescription description, List<PublishingSource> sources, String stamp) throws LocalFault {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Map<Integer, List<ListedPart>> listed = new HashMap<>();
        for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
            List<ListedPart> parts = new ArrayList<>();
            for (Map.Entry<ConfigurationPart, byte[]> part :
                    contents(description, sources, version).entrySet()) {
                ConfigurationPart kind = part.getKey();
                String path = "/V" + version + "/" + stamp + "/" + kind.fileName();
                files.put(path, part.getValue());
                parts.add(
                        new ListedPart(kind, description.instance(), path, DigestAlgorithm.SHA512.of(part.getValue())));
            }
            listed.put(version, List.copyOf(parts));
        }
        return new ConfigurationParts(description.instance(), files, listed);
    }

    /** Whose configuration this is. */
    public String instance() {
        return instance;
    }

    /** The bytes of every part by its absolute path. The arrays are shared, not copied. */
    public Map<String, byte[]> files() {
        return files;
    }

    List<ListedPart> internal(int version) {
        return listed.getOrDefault(version, List.of());
    }

    List<ListedPart> external(int version) {
        return internal(version).stream()
                .filter(part -> part.kind() == ConfigurationPart.SHARED_PARAMETERS)
                .toList();
    }

    private static Map<ConfigurationPart, byte[]> contents(
            InstanceDescription description, List<PublishingSource> sources, int version) throws LocalFault {
        Map<ConfigurationPart, byte[]> contents = new LinkedHashMap<>();
        try {
            contents.put(ConfigurationPart.PRIVATE_PARAMETERS, PrivateParametersWriter.write(description));
            contents.put(
                    ConfigurationPart.SHARED_PARAMETERS, SharedParametersWriter.write(description, sources, version));
        } catch (IllegalArgumentException e) {
            throw unpublishable("The description contradicts itself: " + e.getMessage())
                    .causedBy(e);
        }
        InstanceSettings settings = description.settings();
        settings.monitoringClient()
                .ifPresent(client ->
                        contents.put(ConfigurationPart.MONITORING, PrivateParametersWriter.monitoring(client)));
        settings.ocspFetchInterval()
                .ifPresent(interval -> contents.put(
                        ConfigurationPart.FETCH_INTERVAL, PrivateParametersWriter.fetchInterval(interval)));
        settings.verifyNextUpdate()
                .ifPresent(verify ->
                        contents.put(ConfigurationPart.NEXT_UPDATE, PrivateParametersWriter.nextUpdate(verify)));
        readBack(description, contents, version);
        return contents;
    }

    /** What servers would not read, or would read as something else, is never published. */
    private static void readBack(InstanceDescription description, Map<ConfigurationPart, byte[]> contents, int version)
            throws LocalFault {
        OptionalParts optionalParts = OptionalParts.DEFAULT;
        for (Map.Entry<ConfigurationPart, byte[]> part : contents.entrySet()) {
            optionalParts = optionalParts.with(part.getKey(), part.getValue());
        }
        PrivateParameters privateParameters =
                PrivateParameters.parse(bytes(contents, ConfigurationPart.PRIVATE_PARAMETERS));
        SharedParameters shared = SharedParameters.parse(bytes(contents, ConfigurationPart.SHARED_PARAMETERS), version);
        boolean same = shared.instance().equals(description.instance())
                && privateParameters.instance().equals(description.instance())
                && shared.authorities().size() == description.authorities().size()
                && shared.servers().size() == description.servers().size()
                && shared.members().stream()
                        .map(member -> member.id())
                        .toList()
                        .equals(description.members().stream().map(m -> m.id()).toList())
                && shared.groups().equals(description.groups());
        if (!same) {
            throw unpublishable("What was written reads back as something else");
        }
    }

    private static byte[] bytes(Map<ConfigurationPart, byte[]> contents, ConfigurationPart kind) {
        return contents.getOrDefault(kind, new byte[0]);
    }

    private static LocalFault unpublishable(String text) {
        return new LocalFault(ConfigurationFault.MALFORMED_GLOBAL_CONF, text);
    }
}
