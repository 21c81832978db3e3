package org.ambergate.trust;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.GlobalConfiguration.OwnParameters;
import org.ambergate.globalconf.InstanceConfiguration;
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.PrivateParameters;
import org.ambergate.globalconf.SharedParameters;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one instance: its parts, parsed.
 *
 * @param hashes SHA-256 of each part's content
 * @param own the private side; present for the own instance only
 * @param shared the shared parameters
 */
record HeldInstance(Map<ConfigurationPart, Digest> hashes, Optional<OwnParameters> own, InstanceConfiguration shared) {
    HeldInstance {
        hashes = Map.copyOf(hashes);
    }

    /**
     * Parses parts, reusing what was parsed before where the bytes are the same.
     *
     * @throws LocalFault {@code malformed_global_conf}, also if a part belongs to another instance
     */
    static HeldInstance parse(
            String instance, Map<ConfigurationPart, StoredPart> parts, Optional<HeldInstance> previous)
            throws LocalFault {
        Map<ConfigurationPart, Digest> hashes = new EnumMap<>(ConfigurationPart.class);
        parts.forEach((kind, part) -> hashes.put(kind, part.hash()));
        StoredPart sharedPart = parts.get(ConfigurationPart.SHARED_PARAMETERS);
        if (sharedPart == null) {
            throw malformed("The shared parameters are missing");
        }
        InstanceConfiguration shared = shared(sharedPart, previous);
        if (!shared.instance().equals(instance)) {
            throw malformed("The shared parameters are those of another instance");
        }
        HeldInstance fresh = new HeldInstance(hashes, own(instance, parts, previous), shared);
        return previous.filter(fresh::equals).orElse(fresh);
    }

    String instance() {
        return shared.instance();
    }

    /** The first instant at which this instance, as a whole, no longer holds. */
    Instant expires() {
        Instant sharedExpires = shared.expires();
        return own.map(OwnParameters::expires)
                .filter(expires -> expires.isBefore(sharedExpires))
                .orElse(sharedExpires);
    }

    private static InstanceConfiguration shared(StoredPart part, Optional<HeldInstance> previous) throws LocalFault {
        Instant expires = part.metadata().expires();
        int version = part.metadata().version();
        Optional<HeldInstance> same = previous.filter(held -> held.holds(ConfigurationPart.SHARED_PARAMETERS, part)
                && held.shared.parameters().version() == version);
        return same.isPresent()
                ? same.get().shared.until(expires)
                : InstanceConfiguration.of(SharedParameters.parse(part.content(), version), expires);
    }

    private static Optional<OwnParameters> own(
            String instance, Map<ConfigurationPart, StoredPart> parts, Optional<HeldInstance> previous)
            throws LocalFault {
        @Nullable StoredPart part = parts.get(ConfigurationPart.PRIVATE_PARAMETERS);
        if (part == null) {
            return Optional.empty();
        }
        PrivateParameters parameters = privateParameters(part, previous);
        if (!parameters.instance().equals(instance)) {
            throw malformed("The private parameters are those of another instance");
        }
        OptionalParts optionalParts = OptionalParts.DEFAULT;
        for (Map.Entry<ConfigurationPart, StoredPart> entry : parts.entrySet()) {
            optionalParts = optionalParts.with(entry.getKey(), entry.getValue().content());
        }
        return Optional.of(new OwnParameters(parameters, part.metadata().expires(), optionalParts));
    }

    private static PrivateParameters privateParameters(StoredPart part, Optional<HeldInstance> previous)
            throws LocalFault {
        Optional<OwnParameters> same = previous.filter(held -> held.holds(ConfigurationPart.PRIVATE_PARAMETERS, part))
                .flatMap(HeldInstance::own);
        return same.isPresent() ? same.get().parameters() : PrivateParameters.parse(part.content());
    }

    private boolean holds(ConfigurationPart kind, StoredPart part) {
        return part.hash().equals(hashes.get(kind));
    }

    private static LocalFault malformed(String text) {
        return new LocalFault(ConfigurationFault.MALFORMED_GLOBAL_CONF, text);
    }
}
