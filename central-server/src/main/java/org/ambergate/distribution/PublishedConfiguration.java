package org.ambergate.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.globalconf.PublishingSource;
import org.ambergate.publication.Anchors;
import org.ambergate.publication.ConfigurationParts;
import org.ambergate.publication.ConfigurationSchemas;
import org.ambergate.publication.DirectoryKind;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.publication.PublicationKeys;
import org.ambergate.publication.PublishedSet;
import org.ambergate.publication.ReadBack;
import org.ambergate.publication.SignedDirectories;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that is published, on disk and in memory. {@link #publish} and {@link #renew} change all versions or
 * none: everything is written, synced, read back from the disk as servers will read it, and only then turned to by one
 * link. Safe for use by several threads; reading never waits for publishing.
 */
public final class PublishedConfiguration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedConfiguration.class);

    private final PublicationStore store;
    private final PublicationRules rules;
    private final Clock clock;
    private final ReadBack readBack;
    private final Stamps stamps;
    private final Announcements announcements = new Announcements();
    /** Generations that are listed no longer, and until when they are kept. Guarded by this. */
    private final Map<String, Instant> replaced = new HashMap<>();

    /** Replaced whole, by one thread at a time. */
    private volatile State state = new State("", null, Set.of());

    /** What can be downloaded: one set, under its name on disk, and the parts of these generations. */
    private record State(String name, @Nullable PublishedSet set, Set<String> stamps) {}

    /** Whether a key may sign that servers cannot know yet. */
    public enum NewKeys {
        /** Only once it has been listed long enough. */
        WAIT,
        /** At once: every server then needs the new anchor. For a key that was lost or stolen. */
        AT_ONCE
    }

    private PublishedConfiguration(
            PublicationStore store, PublicationRules rules, Clock clock, Stamps stamps, ConfigurationSchemas schemas) {
        this.store = store;
        this.rules = rules;
        this.clock = clock;
        this.readBack = new ReadBack(store::part, schemas);
        this.stamps = stamps;
    }

    /**
     * Takes up what was published last. What a crash left half done is removed; parts of former generations stay for as
     * long as if they had been replaced now. A set that cannot be read is as none, and said so in the log.
     *
     * @param store closed with this, also if opening fails
     */
    public static PublishedConfiguration open(PublicationStore store, PublicationRules rules, Clock clock)
            throws IOException {
        return open(store, rules, clock, ConfigurationSchemas.load());
    }

    /** As {@link #open(PublicationStore, PublicationRules, Clock)}, with schemas that were compiled before. */
    static PublishedConfiguration open(
            PublicationStore store, PublicationRules rules, Clock clock, ConfigurationSchemas schemas)
            throws IOException {
        try {
            Set<String> used = new HashSet<>(store.stamps());
            used.addAll(store.sets());
            PublishedConfiguration published =
                    new PublishedConfiguration(store, rules, clock, new Stamps(clock, used), schemas);
            published.takeUp();
            return published;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** The set that is published; empty before the first. It may have expired. */
    public Optional<PublishedSet> current() {
        return Optional.ofNullable(state.set);
    }

    /** Where a part lies that can be downloaded under a path. */
    Optional<Path> part(String path) {
        String[] words = path.split("/", -1);
        boolean kept = words.length == 4 && state.stamps.contains(words[2]);
        return kept ? store.partFile(path) : Optional.empty();
    }

    /**
     * Publishes a description in place of the present one.
     *
     * @param address under which servers reach this one: a host, and a port if it is not 80
     * @throws LocalFault if a server would refuse the result, if a key was not announced, or if the disk fails; then the
     *     present one stays
     */
    public synchronized void publish(
            InstanceDescription description, PublicationKeys keys, String address, NewKeys newKeys) throws LocalFault {
        Instant now = clock.instant();
        if (newKeys == NewKeys.WAIT) {
            refuseUnannounced(keys, now);
        }
        List<PublishingSource> sources = keys.sources(address);
        ConfigurationParts parts = ConfigurationParts.write(description, sources, stamps.next());
        PublishedSet set = new PublishedSet(
                parts.list(),
                SignedDirectories.sign(parts.list(), keys, now, expiry(now)),
                Anchors.of(description.instance(), sources, current().map(PublishedSet::anchors), now));
        replace(set, parts.files(), written -> readBack.checkAll(written, description, now), now);
    }

    /**
     * Signs the present set anew, with a later Expire-date.
     *
     * @throws LocalFault if nothing was published, a server would refuse the result, or the disk fails; then the present
     *     directories stay until they expire
     */
    public synchronized void renew(PublicationKeys keys) throws LocalFault {
        PublishedSet present = current()
                .orElseThrow(
                        () -> new LocalFault(GeneralFault.NOT_FOUND, "Nothing was published that could be renewed"));
        Instant now = clock.instant();
        refuseUnannounced(keys, now);
        PublishedSet set = new PublishedSet(
                present.parts(), SignedDirectories.sign(present.parts(), keys, now, expiry(now)), present.anchors());
        replace(set, Map.of(), written -> readBack.checkSigned(written, now), now);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    private interface Check {
        void check(PublishedSet written) throws LocalFault;
    }

    private void takeUp() throws IOException {
        Instant now = clock.instant();
        Optional<String> name = store.current();
        Optional<PublishedSet> found = stored(name);
        for (String stamp : store.stamps()) {
            replaced.put(stamp, now.plus(rules.partsKept()));
        }
        if (found.isPresent()) {
            replaced.remove(found.get().parts().stamp());
            announcements.published(found.get(), now);
            show(name.orElse(""), found.get());
        }
        tidy(now);
    }

    private Optional<PublishedSet> stored(Optional<String> name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            PublishedSet set = store.read(name.get());
            // Expired or not, it must be whole.
            readBack.checkReadable(set, set.directories().expires().minusSeconds(1));
            return Optional.of(set);
        } catch (LocalFault e) {
            LOG.error("What was published last cannot be read and is not served: {}", e.text(), e);
            return Optional.empty();
        }
    }

    private void replace(PublishedSet set, Map<String, byte[]> parts, Check check, Instant now) throws LocalFault {
        String name = stamps.next();
        try {
            store.writeParts(parts);
            store.write(name, set);
            PublishedSet written = store.read(name);
            check.check(written);
            turnTo(name);
            Optional<PublishedSet> former = current();
            former.map(old -> old.parts().stamp())
                    .filter(stamp -> !stamp.equals(written.parts().stamp()))
                    .ifPresent(stamp -> replaced.put(stamp, now.plus(rules.partsKept())));
            announcements.published(written, now);
            show(name, written);
        } catch (IOException e) {
            throw new LocalFault(GeneralFault.IO_ERROR, "The configuration could not be written to disk").causedBy(e);
        } finally {
            tidy(now);
        }
    }

    /** The link itself says what came of an attempt to turn it; an error does not. */
    private void turnTo(String name) throws IOException {
        try {
            store.turnTo(name);
        } catch (IOException e) {
            if (!store.current().equals(Optional.of(name))) {
                throw e;
            }
            LOG.warn("The publication was turned to, but the disk complained", e);
        }
    }

    private void show(String name, PublishedSet set) {
        Set<String> kept = new HashSet<>(replaced.keySet());
        kept.add(set.parts().stamp());
        state = new State(name, set, Set.copyOf(kept));
    }

    /**
     * Removes what nobody can ask for any more. A failure costs disk space until the next time, nothing else. While the
     * link points to another set than the one known here, which takes a disk that fails in the middle of turning it,
     * everything stays.
     */
    private void tidy(Instant now) {
        try {
            replaced.values().removeIf(until -> !now.isBefore(until));
            PublishedSet set = state.set;
            if (set != null) {
                show(state.name, set);
            }
            if (!store.current().orElse("").equals(state.name)) {
                return;
            }
            for (String name : store.sets()) {
                if (!name.equals(state.name)) {
                    store.removeSet(name);
                }
            }
            for (String stamp : store.stamps()) {
                if (!replaced.containsKey(stamp) && !state.stamps.contains(stamp)) {
                    store.removeParts(stamp);
                }
            }
        } catch (IOException e) {
            LOG.warn("Former publications could not be removed", e);
        }
    }

    /** Never earlier than the last one: servers take a directory that expires earlier for an old one. */
    private Instant expiry(Instant now) {
        Instant wanted = now.plus(rules.validity()).truncatedTo(ChronoUnit.SECONDS);
        return current()
                .map(set -> set.directories().expires())
                .filter(last -> last.isAfter(wanted))
                // No server has believed such a date, so none holds it against this one.
                .filter(last -> !last.isAfter(now.plus(ReadBack.VALIDITY_MAX)))
                .orElse(wanted);
    }

    /** A key may sign if it has signed what is published now, or was listed long enough. */
    private void refuseUnannounced(PublicationKeys keys, Instant now) throws LocalFault {
        Optional<PublishedSet> present = current();
        if (present.isEmpty()) {
            return;
        }
        for (DirectoryKind kind : DirectoryKind.values()) {
            X509Certificate signer = keys.of(kind).active().certificate();
            if (!present.get().isSignedBy(kind, signer)
                    && !announcements.isAnnounced(kind, signer, rules.announcement(), now)) {
                throw new LocalFault(
                        VerificationFault.CANNOT_CREATE_SIGNATURE,
                        "The key for " + kind.directoryName() + " was not listed long enough for servers to know it");
            }
        }
    }
}
