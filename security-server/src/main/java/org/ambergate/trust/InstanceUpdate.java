package org.ambergate.trust;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.PublishingSource;
import org.ambergate.globalconf.SignedDirectory;
import org.ambergate.net.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one instance up to date from the first source that delivers. Guarded by the client's update lock. */
final class InstanceUpdate {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceUpdate.class);

    private final ConfigurationClientSettings settings;
    private final ConfigurationDownloads downloads;
    private final ConfigurationStore store;
    private final Clock clock;
    private final ConfigurationListener alarms;
    private final SourceLocations locations;
    private final Map<String, LastSuccess> lastSuccesses = new HashMap<>();

    InstanceUpdate(
            ConfigurationClientSettings settings,
            ConfigurationDownloads downloads,
            ConfigurationStore store,
            Clock clock,
            ConfigurationListener alarms,
            Random random) {
        this.settings = settings;
        this.downloads = downloads;
        this.store = store;
        this.clock = clock;
        this.alarms = alarms;
        this.locations = new SourceLocations(random);
    }

    /** Where and in which version an instance was had last; tried first, without probing, until it fails. */
    private record LastSuccess(URI url, OptionalInt version) {}

    /**
     * Downloads, verifies and stores.
     *
     * @param own whether the anchor is the own instance's
     * @param held what is held already
     * @return what is held now; the same object if nothing has changed
     * @throws LocalFault if none delivered: of the last source that answered at all, else of the last one tried; then
     *     nothing has changed
     */
    HeldInstance update(ConfigurationAnchor anchor, boolean own, Optional<HeldInstance> held)
            throws LocalFault, InterruptedException {
        @Nullable LocalFault last = null;
        for (SourceLocation location : locationsFor(anchor, held)) {
            try {
                return attempt(anchor, own, location, held);
            } catch (LocalFault e) {
                LOG.info("Source {} of instance {} did not serve: {}", location.url(), anchor.instance(), e.text(), e);
                forget(anchor.instance(), location);
                last = moreTelling(last, e);
            }
        }
        throw last == null ? new LocalFault(ConfigurationFault.MALFORMED_ANCHOR, "The anchor has no source") : last;
    }

    private static LocalFault moreTelling(@Nullable LocalFault before, LocalFault now) {
        return before != null && now.code() == GeneralFault.NETWORK_ERROR ? before : now;
    }

    private HeldInstance attempt(
            ConfigurationAnchor anchor, boolean own, SourceLocation location, Optional<HeldInstance> held)
            throws LocalFault, InterruptedException {
        String instance = anchor.instance();
        SourceDownload download = new SourceDownload(downloads, Deadline.after(settings.sourceTimeout()));
        SourceDownload.Found found = download.directory(location, knownVersion(instance, location), clock.instant());
        SignedDirectory directory = found.directory();
        refuseFarFuture(directory);
        refuseRollback(anchor, directory);
        Map<ConfigurationPart, SignedDirectory.Part> wanted =
                own ? PartSelection.ofOwn(directory, instance) : PartSelection.ofFederated(directory, instance);
        Map<ConfigurationPart, StoredPart> parts = fetch(download, found, wanted, store.read(instance));
        HeldInstance fresh = HeldInstance.parse(instance, parts, held);
        store.write(anchor, directory, parts);
        lastSuccesses.put(instance, new LastSuccess(location.url(), found.version()));
        return fresh;
    }

    private void refuseFarFuture(SignedDirectory directory) throws LocalFault {
        Instant latest = clock.instant().plus(settings.validityMax());
        if (directory.expires().isAfter(latest)) {
            throw new LocalFault(
                    ConfigurationFault.MALFORMED_GLOBAL_CONF,
                    "The directory expires later than is believable: " + directory.expires());
        }
    }

    private void refuseRollback(ConfigurationAnchor anchor, SignedDirectory directory) throws LocalFault {
        Optional<HighWaterMark> mark = store.mark(anchor);
        if (mark.isPresent() && directory.expires().isBefore(mark.get().expires())) {
            Instant accepted = mark.get().expires();
            alarms.rollback(anchor.instance(), directory.expires(), accepted);
            throw new LocalFault(
                    ConfigurationFault.GLOBAL_CONF_OUTDATED,
                    "The directory is older than one accepted before: it expires at " + directory.expires()
                            + ", the other at " + accepted);
        }
    }

    /** Takes each part from the local copy if its bytes are the right ones, and downloads the others. */
    private static Map<ConfigurationPart, StoredPart> fetch(
            SourceDownload download,
            SourceDownload.Found found,
            Map<ConfigurationPart, SignedDirectory.Part> wanted,
            Map<ConfigurationPart, StoredPart> local)
            throws LocalFault, InterruptedException {
        Map<ConfigurationPart, StoredPart> parts = new EnumMap<>(ConfigurationPart.class);
        for (Map.Entry<ConfigurationPart, SignedDirectory.Part> entry : wanted.entrySet()) {
            SignedDirectory.Part part = entry.getValue();
            PartMetadata metadata = new PartMetadata(
                    part.contentIdentifier(),
                    part.instance(),
                    found.directory().expires(),
                    part.fileName(),
                    part.location(),
                    found.directory().version());
            @Nullable StoredPart present = local.get(entry.getKey());
            boolean unchanged = present != null
                    && part.digest().algorithm().of(present.content()).equals(part.digest());
            byte[] content = unchanged && present != null ? present.content() : download.part(found.url(), part);
            parts.put(entry.getKey(), StoredPart.of(metadata, content));
        }
        return parts;
    }

    private List<SourceLocation> locationsFor(ConfigurationAnchor anchor, Optional<HeldInstance> held) {
        List<PublishingSource> published =
                held.map(h -> h.shared().parameters().sources()).orElse(List.of());
        List<SourceLocation> ordered = new ArrayList<>(locations.order(anchor, published));
        @Nullable LastSuccess last = lastSuccesses.get(anchor.instance());
        if (last != null) {
            // A stable sort on a boolean: the one that served last goes to the front, the others keep their order.
            ordered.sort(
                    (a, b) -> Boolean.compare(b.url().equals(last.url), a.url().equals(last.url)));
        }
        return ordered;
    }

    private OptionalInt knownVersion(String instance, SourceLocation location) {
        @Nullable LastSuccess last = lastSuccesses.get(instance);
        return last != null && last.url.equals(location.url()) ? last.version : OptionalInt.empty();
    }

    private void forget(String instance, SourceLocation location) {
        @Nullable LastSuccess last = lastSuccesses.get(instance);
        if (last != null && last.url.equals(location.url())) {
            lastSuccesses.remove(instance);
        }
    }
}
