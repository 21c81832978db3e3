package org.ambergate.publication;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.globalconf.SignedDirectory;

/**
 * One whole publication: what is switched at once. The parts themselves lie apart, because they stay while directories
 * are signed anew every minute.
 *
 * @param parts what the directories list
 * @param directories signed, of all versions
 * @param anchors by the directory kind they point to
 */
public record PublishedSet(
        PartList parts, SignedDirectories directories, Map<DirectoryKind, ConfigurationAnchor> anchors) {
    /** Checks that there is an anchor of each kind. */
    public PublishedSet {
        anchors = Map.copyOf(anchors);
        if (anchors.size() != DirectoryKind.values().length) {
            throw new IllegalArgumentException("A set has an anchor of each kind");
        }
    }

    /** The anchor of a kind. */
    public ConfigurationAnchor anchor(DirectoryKind kind) {
        ConfigurationAnchor anchor = anchors.get(kind);
        if (anchor == null) {
            throw new IllegalStateException("A set has an anchor of each kind");
        }
        return anchor;
    }

    /** The set as files, by their paths below a directory of their own. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (DirectoryKind kind : DirectoryKind.values()) {
            for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
                byte[] directory = directories.find(kind, version).orElseThrow();
                files.put(directoryPath(kind, version), directory);
            }
            files.put(anchorPath(kind), anchor(kind).encode());
        }
        return files;
    }

    /**
     * Reads a set from its files; its signatures must be those of its own anchors, whether it has expired or not.
     *
     * @throws LocalFault if a file is missing or not what was written
     */
    public static PublishedSet read(FileSource files) throws LocalFault {
        Map<DirectoryKind, ConfigurationAnchor> anchors = new EnumMap<>(DirectoryKind.class);
        Map<DirectoryKind, Map<Integer, byte[]>> directories = new EnumMap<>(DirectoryKind.class);
        Map<Integer, List<ListedPart>> listed = new HashMap<>();
        Instant expires = Instant.MAX;
        for (DirectoryKind kind : DirectoryKind.values()) {
            ConfigurationAnchor anchor = ConfigurationAnchor.parse(files.read(anchorPath(kind)));
            anchors.put(kind, anchor);
            Map<Integer, byte[]> byVersion = new HashMap<>();
            for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
                byte[] directory = files.read(directoryPath(kind, version));
                SignedDirectory verified = SignedDirectory.verify(directory, certificates(anchor), Instant.MIN);
                expires = verified.expires().isBefore(expires) ? verified.expires() : expires;
                byVersion.put(version, directory);
                if (kind == DirectoryKind.INTERNAL) {
                    listed.put(version, listed(verified));
                }
            }
            directories.put(kind, byVersion);
        }
        String instance = instance(anchors);
        return new PublishedSet(
                new PartList(instance, stamp(listed), listed), new SignedDirectories(directories, expires), anchors);
    }

    /** Whether a key has signed the directories of a kind. */
    public boolean isSignedBy(DirectoryKind kind, X509Certificate certificate) {
        try {
            byte[] directory =
                    directories.find(kind, SharedParameters.VERSION_MAX).orElseThrow();
            SignedDirectory.verify(directory, List.of(certificate), Instant.MIN);
            return true;
        } catch (LocalFault e) {
            return false;
        }
    }

    /** All keys that an anchor lists. */
    static List<X509Certificate> certificates(ConfigurationAnchor anchor) {
        return anchor.sources().stream()
                .flatMap(source -> source.verificationCertificates().stream())
                .toList();
    }

    private static List<ListedPart> listed(SignedDirectory directory) {
        List<ListedPart> parts = new ArrayList<>();
        for (SignedDirectory.Part part : directory.parts()) {
            parts.add(new ListedPart(
                    part.contentIdentifier(), part.instance().orElse(""), part.location(), part.digest()));
        }
        return List.copyOf(parts);
    }

    private static String instance(Map<DirectoryKind, ConfigurationAnchor> anchors) throws LocalFault {
        List<String> instances = anchors.values().stream()
                .map(ConfigurationAnchor::instance)
                .distinct()
                .toList();
        if (instances.size() != 1) {
            throw malformed("The anchors of a set name different instances");
        }
        return instances.get(0);
    }

    /** All parts of a set lie below one stamp: {@code /V6/<stamp>/shared-params.xml}. */
    private static String stamp(Map<Integer, List<ListedPart>> listed) throws LocalFault {
        List<String> stamps = listed.values().stream()
                .flatMap(List::stream)
                .map(part -> part.path().split("/", -1))
                .map(path -> path.length == 4 ? path[2] : "")
                .distinct()
                .toList();
        if (stamps.size() != 1) {
            throw malformed("The parts of a set do not lie in one place");
        }
        return stamps.get(0);
    }

    private static String directoryPath(DirectoryKind kind, int version) {
        return "V" + version + "/" + kind.directoryName();
    }

    private static String anchorPath(DirectoryKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "-anchor.xml";
    }

    private static LocalFault malformed(String text) {
        return new LocalFault(ConfigurationFault.MALFORMED_GLOBAL_CONF, text);
    }
}
