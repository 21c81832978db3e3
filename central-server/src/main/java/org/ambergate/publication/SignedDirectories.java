package org.ambergate.publication;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.globalconf.SignedDirectory;

/** The internal and external directories of all versions, each verified after it was signed. Immutable. */
public final class SignedDirectories {
    private final Map<Integer, byte[]> internal;
    private final Map<Integer, byte[]> external;
    private final Instant expires;

    private SignedDirectories(Map<Integer, byte[]> internal, Map<Integer, byte[]> external, Instant expires) {
        this.internal = Map.copyOf(internal);
        this.external = Map.copyOf(external);
        this.expires = expires;
    }

    /**
     * Signs all, or none.
     *
     * @param now the time from which they are to hold
     * @param expires the first instant at which they no longer hold; fractions of a second are cut off
     * @throws LocalFault {@code cannot_create_signature}, {@code unsupported_algorithm}, or whatever verifying says
     */
    public static SignedDirectories sign(ConfigurationParts parts, PublicationKey key, Instant now, Instant expires)
            throws LocalFault {
        Map<Integer, byte[]> internal = new HashMap<>();
        Map<Integer, byte[]> external = new HashMap<>();
        for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
            internal.put(version, signed(parts.internal(version), version, expires, key, now));
            external.put(version, signed(parts.external(version), version, expires, key, now));
        }
        return new SignedDirectories(internal, external, expires);
    }

    /** The directory for servers of the own instance; empty for an unknown version. Shared, not copied. */
    public Optional<byte[]> internal(int version) {
        return Optional.ofNullable(internal.get(version));
    }

    /** The directory for servers of federated instances; empty for an unknown version. Shared, not copied. */
    public Optional<byte[]> external(int version) {
        return Optional.ofNullable(external.get(version));
    }

    public Instant expires() {
        return expires;
    }

    private static byte[] signed(List<ListedPart> parts, int version, Instant expires, PublicationKey key, Instant now)
            throws LocalFault {
        byte[] directory = DirectoryWriter.write(parts, version, expires, key);
        SignedDirectory.verify(directory, List.of(key.certificate()), now);
        return directory;
    }
}
