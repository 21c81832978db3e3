package org.ambergate.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.SignedDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local copy and high-water marks together. A mark is durable before the parts it stands for are written; while they are
 * being written it allows the old and the new contents. A crash therefore never makes an older directory acceptable, and
 * never makes this server refuse its own copy. Guarded by the configuration client's update lock.
 */
final class ConfigurationStore {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationStore.class);

    private final LocalCopy localCopy;
    private final HighWaterMarks marks;
    private final Clock clock;

    private ConfigurationStore(LocalCopy localCopy, HighWaterMarks marks, Clock clock) {
        this.localCopy = localCopy;
        this.marks = marks;
        this.clock = clock;
    }

    static ConfigurationStore open(Path base, Clock clock) throws LocalFault {
        return new ConfigurationStore(new LocalCopy(base), HighWaterMarks.open(base), clock);
    }

    Optional<HighWaterMark> mark(ConfigurationAnchor anchor) {
        return marks.of(anchor.instance(), anchor.hash());
    }

    /** The mark of an instance, whatever anchor it was made under. */
    Optional<HighWaterMark> mark(String instance) {
        return marks.of(instance);
    }

    /** What is held on disk of an instance, without contents that were changed behind this program's back. */
    Map<ConfigurationPart, StoredPart> read(String instance) {
        try {
            Map<ConfigurationPart, StoredPart> parts = localCopy.read(instance);
            boolean changed = parts.values().removeIf(part -> !marks.allows(instance, part));
            if (changed) {
                LOG.warn("The local copy of instance {} was changed by somebody else; it is not used", instance);
            }
            return parts;
        } catch (IOException e) {
            LOG.warn("The local copy of instance {} cannot be read", instance, e);
            return Map.of();
        }
    }

    /**
     * The shared parameters of an instance, if the copy holds exactly those that were accepted. Files are replaced whole, so
     * this needs no lock.
     */
    Optional<PublishedParameters> published(HeldInstance accepted) throws IOException {
        return localCopy
                .content(accepted.instance(), ConfigurationPart.SHARED_PARAMETERS)
                .filter(content -> DigestAlgorithm.SHA256
                        .of(content)
                        .equals(accepted.hashes().get(ConfigurationPart.SHARED_PARAMETERS)))
                .map(content -> new PublishedParameters(
                        accepted.instance(), accepted.shared().parameters().version(), content));
    }

    /** Records an accepted directory and its parts. */
    void write(ConfigurationAnchor anchor, SignedDirectory directory, Map<ConfigurationPart, StoredPart> parts)
            throws LocalFault {
        String instance = anchor.instance();
        Instant accepted = mark(anchor)
                .filter(mark -> mark.expires().equals(directory.expires()))
                .map(HighWaterMark::accepted)
                .orElseGet(clock::instant);
        Set<String> fresh = new HashSet<>();
        parts.values().stream().map(StoredPart::hash).map(Digest::hex).forEach(fresh::add);
        Set<String> both = new HashSet<>(fresh);
        both.addAll(marks.contents(instance));
        try {
            marks.raise(instance, new HighWaterMark(anchor.hash(), directory.expires(), accepted, both));
            localCopy.write(instance, parts);
            marks.raise(instance, new HighWaterMark(anchor.hash(), directory.expires(), accepted, fresh));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Records which instances there are, and removes the copies of all others. */
    void keepOnly(String ownInstance, Set<String> instances) throws LocalFault {
        try {
            localCopy.writeOwnInstance(ownInstance);
            localCopy.keepOnly(instances);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static LocalFault unwritable(IOException cause) {
        return new LocalFault(GeneralFault.IO_ERROR, "The local copy of the configuration cannot be written")
                .causedBy(cause);
    }
}
