package org.ambergate.publication;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.globalconf.SignedDirectory;

/** The internal and external directories of all versions. Immutable. */
public final class SignedDirectories {
    private final Map<DirectoryKind, Map<Integer, byte[]>> directories;
    private final Instant expires;

    SignedDirectories(Map<DirectoryKind, Map<Integer, byte[]>> directories, Instant expires) {
        this.directories = new EnumMap<>(DirectoryKind.class);
        directories.forEach((kind, byVersion) -> this.directories.put(kind, Map.copyOf(byVersion)));
        this.expires = expires;
    }

    /**
     * Signs all, or none, and verifies each signature.
     *
     * @param now the time from which they are to hold
     * @param expires the first instant at which they no longer hold, in whole seconds
     * @throws LocalFault {@code cannot_create_signature}, {@code unsupported_algorithm}, or whatever verifying says
     */
    public static SignedDirectories sign(PartList parts, PublicationKeys keys, Instant now, Instant expires)
            throws LocalFault {
        Map<DirectoryKind, Map<Integer, byte[]>> directories = new EnumMap<>(DirectoryKind.class);
        for (DirectoryKind kind : DirectoryKind.values()) {
            SourceKeys ofKind = keys.of(kind);
            Map<Integer, byte[]> byVersion = new HashMap<>();
            for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
                byte[] directory = DirectoryWriter.write(parts.of(kind, version), version, expires, ofKind.active());
                SignedDirectory.verify(directory, ofKind.certificates(), now);
                byVersion.put(version, directory);
            }
            directories.put(kind, byVersion);
        }
        return new SignedDirectories(directories, expires);
    }

    /** The directory of a kind; empty for an unknown version. Shared, not copied. */
    public Optional<byte[]> find(DirectoryKind kind, int version) {
        Map<Integer, byte[]> byVersion = directories.getOrDefault(kind, Map.of());
        return Optional.ofNullable(byVersion.get(version));
    }

    /** The first instant at which they no longer hold. */
    public Instant expires() {
        return expires;
    }
}
