package org.ambergate.distribution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.publication.ConfigurationParts;
import org.ambergate.publication.SignedDirectories;
import org.jspecify.annotations.Nullable;

/** Everything that can be downloaded at one time: the current generation, and the parts of replaced ones. Immutable. */
final class PublishedFiles {
    private final ConfigurationParts parts;
    private final SignedDirectories directories;
    private final List<Replaced> replaced;
    private final Map<String, byte[]> files = new HashMap<>();

    private PublishedFiles(ConfigurationParts parts, SignedDirectories directories, List<Replaced> replaced) {
        this.parts = parts;
        this.directories = directories;
        this.replaced = List.copyOf(replaced);
        replaced.forEach(old -> files.putAll(old.parts.files()));
        files.putAll(parts.files());
    }

    /** Parts that are listed no longer, and until when they are kept. */
    private record Replaced(ConfigurationParts parts, Instant keptUntil) {}

    static PublishedFiles first(ConfigurationParts parts, SignedDirectories directories) {
        return new PublishedFiles(parts, directories, List.of());
    }

    /** The state after another generation has come, or the same one was signed anew. */
    PublishedFiles next(ConfigurationParts newParts, SignedDirectories newDirectories, Instant now, Instant keptUntil) {
        List<Replaced> kept = new ArrayList<>();
        for (Replaced old : replaced) {
            if (now.isBefore(old.keptUntil)) {
                kept.add(old);
            }
        }
        if (newParts != parts) {
            kept.add(new Replaced(parts, keptUntil));
        }
        return new PublishedFiles(newParts, newDirectories, kept);
    }

    ConfigurationParts parts() {
        return parts;
    }

    SignedDirectories directories() {
        return directories;
    }

    Optional<byte[]> file(String path) {
        byte @Nullable [] content = files.get(path);
        return Optional.ofNullable(content);
    }
}
