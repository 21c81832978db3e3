package org.ambergate.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ambergate.globalconf.ConfigurationPart;

/**
 * The copy on disk, in the layout that other X-Road programs read too (global configuration specification, section 4).
 * File names come from this program alone, never from what was downloaded. One writer: the configuration client.
 */
final class LocalCopy {
    private static final String INSTANCE_FILE = "instance-identifier";
    private static final String METADATA_SUFFIX = ".metadata";

    private final Path base;

    LocalCopy(Path base) {
        this.base = base;
    }

    /** Reads what is there of an instance; parts without usable metadata are left out, as if expired. */
    Map<ConfigurationPart, StoredPart> read(String instance) throws IOException {
        Map<ConfigurationPart, StoredPart> parts = new EnumMap<>(ConfigurationPart.class);
        Path directory = directory(instance);
        for (ConfigurationPart kind : ConfigurationPart.values()) {
            Optional<byte[]> content = TrustFiles.read(directory.resolve(kind.fileName()), ConfigurationPart.BYTES_MAX);
            Optional<PartMetadata> metadata = TrustFiles.read(metadataFile(directory, kind), PartMetadata.BYTES_MAX)
                    .flatMap(PartMetadata::parse);
            if (content.isPresent() && metadata.isPresent()) {
                parts.put(kind, StoredPart.of(metadata.get(), content.get()));
            }
        }
        return parts;
    }

    /** The bytes of one part; empty if there is none. */
    Optional<byte[]> content(String instance, ConfigurationPart kind) throws IOException {
        return TrustFiles.read(directory(instance).resolve(kind.fileName()), ConfigurationPart.BYTES_MAX);
    }

    /** Makes the copy of an instance consist of exactly these parts, then removes what else lies in its directory. */
    void write(String instance, Map<ConfigurationPart, StoredPart> parts) throws IOException {
        Path directory = directory(instance);
        Files.createDirectories(directory);
        Map<ConfigurationPart, StoredPart> present = read(instance);
        Set<String> names = new HashSet<>();
        for (Map.Entry<ConfigurationPart, StoredPart> entry : parts.entrySet()) {
            ConfigurationPart kind = entry.getKey();
            StoredPart part = entry.getValue();
            StoredPart old = present.get(kind);
            // Content first: beside new content, old metadata merely expires sooner.
            if (old == null || !old.hash().equals(part.hash())) {
                TrustFiles.replace(directory.resolve(kind.fileName()), part.content());
            }
            if (old == null || !old.metadata().equals(part.metadata())) {
                TrustFiles.replace(
                        metadataFile(directory, kind), part.metadata().encode());
            }
            names.add(kind.fileName());
            names.add(kind.fileName() + METADATA_SUFFIX);
        }
        removeFiles(directory, names);
    }

    /** Records which instance is the own one. */
    void writeOwnInstance(String instance) throws IOException {
        Path file = base.resolve(INSTANCE_FILE);
        byte[] content = instance.getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(base);
        if (!Arrays.equals(TrustFiles.read(file, PartMetadata.BYTES_MAX).orElse(new byte[0]), content)) {
            TrustFiles.replace(file, content);
        }
    }

    /** Removes the directories of all other instances. Directories that hold no configuration are left alone. */
    void keepOnly(Set<String> instances) throws IOException {
        Set<Path> kept = new HashSet<>();
        instances.forEach(instance -> kept.add(directory(instance)));
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(base, this::isInstanceDirectory)) {
            entries.forEach(others::add);
        }
        others.removeAll(kept);
        for (Path other : others) {
            removeFiles(other, Set.of());
            if (isEmpty(other)) {
                Files.delete(other);
            }
        }
    }

    private boolean isInstanceDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && Files.exists(path.resolve(ConfigurationPart.SHARED_PARAMETERS.fileName()));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private static void removeFiles(Path directory, Set<String> kept) throws IOException {
        List<Path> removed = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                boolean file = Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS);
                if (file && !kept.contains(String.valueOf(entry.getFileName()))) {
                    removed.add(entry);
                }
            }
        }
        for (Path file : removed) {
            Files.deleteIfExists(file);
        }
    }

    private Path directory(String instance) {
        return base.resolve(PublishedParameters.directory(instance));
    }

    private static Path metadataFile(Path directory, ConfigurationPart kind) {
        return directory.resolve(kind.fileName() + METADATA_SUFFIX);
    }
}
