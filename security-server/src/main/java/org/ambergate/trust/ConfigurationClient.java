package org.ambergate.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.globalconf.GlobalConfiguration.OwnParameters;
import org.ambergate.globalconf.InstanceConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps global configuration current: downloads it from the sources that an anchor names, verifies it, keeps a copy on
 * disk, and hands out immutable snapshots (global configuration specification, sections 3, 4, 6 and 7). What it refuses
 * beyond X-Road's own client is listed in {@code docs/adr/0004-global-configuration-client.md}.
 *
 * <p>{@link #current()} may be called by any number of threads and takes no lock.
 */
public final class ConfigurationClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationClient.class);
    private static final long CLOSE_SECONDS_MAX = 5;
    private static final long PUBLISHED_WAIT_SECONDS = 5;

    private final Path anchorFile;
    private final ConfigurationClientSettings settings;
    private final Clock clock;
    private final ConfigurationListeners listeners = new ConfigurationListeners();
    private final AtomicReference<@Nullable GlobalConfiguration> current = new AtomicReference<>();
    private final String instance;
    private final UpdateSchedule schedule;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "configuration-client");
        created.setDaemon(true);
        return created;
    });

    private final ReentrantLock updateLock = new ReentrantLock();
    // The fields below are guarded by updateLock.
    private final ConfigurationStore store;
    private final InstanceUpdate instanceUpdate;
    private final StaleAlarm staleAlarm = new StaleAlarm(listeners);
    // Replaced whole under the lock; read by others without it.
    private volatile Map<String, HeldInstance> held = new LinkedHashMap<>();

    /** Rounds in a row that failed; touched by the client's own thread only. */
    private int failures;

    /**
     * Loads the local copy, if there is one; downloads nothing yet.
     *
     * @param anchor the anchor file; read again in every round, so that it can be replaced
     * @param directory the local copy's directory; made if missing. Belongs to this client alone
     * @throws LocalFault {@code malformed_anchor}; {@code malformed_global_conf} if the high-water marks are damaged
     */
    public ConfigurationClient(
            Path anchor,
            Path directory,
            ConfigurationClientSettings settings,
            ConfigurationDownloads downloads,
            Clock clock)
            throws LocalFault {
        this.anchorFile = anchor;
        this.settings = settings;
        this.clock = clock;
        Random random = new SecureRandom();
        this.schedule = new UpdateSchedule(settings.updateInterval(), random);
        this.store = ConfigurationStore.open(directory, clock);
        this.instanceUpdate = new InstanceUpdate(settings, downloads, store, clock, listeners, random);
        this.instance = readAnchor().instance();
        load();
    }

    /**
     * The configuration to work with; one object until another becomes current.
     *
     * @throws LocalFault {@code global_conf_outdated} from the very instant at which the own instance's configuration
     *     expires, or if there has never been one
     */
    public GlobalConfiguration current() throws LocalFault {
        Instant now = clock.instant();
        while (true) {
            GlobalConfiguration held = current.get();
            if (held == null) {
                throw new LocalFault(
                        ConfigurationFault.GLOBAL_CONF_OUTDATED, "No global configuration has been received yet");
            }
            if (!held.isValidAt(now)) {
                throw new LocalFault(
                        ConfigurationFault.GLOBAL_CONF_OUTDATED,
                        "The global configuration expired at " + held.expires());
            }
            GlobalConfiguration visible = held.withoutExpired(now);
            if (visible == held) {
                return held;
            }
            if (current.compareAndSet(held, visible)) {
                listeners.changed(visible);
            }
        }
    }

    /**
     * The shared parameters of an instance as its source published them, from the local copy. Ask {@link #current()} first
     * whether there is an instance of this name, and whether anything holds at all.
     *
     * @throws LocalFault {@code io_error} if the local copy does not hold what was accepted
     */
    public PublishedParameters published(String name) throws LocalFault {
        Optional<PublishedParameters> found = readPublished(name);
        if (found.isPresent()) {
            return found.get();
        }
        // A round writes the copy before it makes it current; with the lock no round is under way.
        boolean locked = false;
        try {
            locked = updateLock.tryLock(PUBLISHED_WAIT_SECONDS, TimeUnit.SECONDS);
            return readPublished(name)
                    .orElseThrow(() -> new LocalFault(
                            GeneralFault.IO_ERROR, "The local copy of the configuration cannot be given out now"));
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            if (locked) {
                updateLock.unlock();
            }
        }
    }

    private Optional<PublishedParameters> readPublished(String name) throws LocalFault {
        Optional<HeldInstance> accepted = Optional.ofNullable(held.get(name));
        try {
            return accepted.isEmpty() ? Optional.empty() : store.published(accepted.get());
        } catch (IOException e) {
            throw new LocalFault(GeneralFault.IO_ERROR, "The local copy of the configuration cannot be read")
                    .causedBy(e);
        }
    }

    /** Tells a listener of everything from now on. */
    public void addListener(ConfigurationListener listener) {
        listeners.add(listener);
    }

    /**
     * One round: the own instance, then the federated ones that are allowed. Waits for a round that is under way.
     *
     * @throws LocalFault if the own instance could not be brought up to date; what was held before stays current
     */
    public void update() throws LocalFault {
        try {
            updateLock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            round();
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            checkStaleness();
            updateLock.unlock();
        }
    }

    /** Begins to update in the background: now, and then once per interval, sooner after failures. */
    public void start() {
        thread.execute(this::scheduledRound);
    }

    /** Stops updating; a download under way is broken off. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("The configuration client is still busy after {} s", CLOSE_SECONDS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void scheduledRound() {
        try {
            update();
            failures = 0;
        } catch (LocalFault e) {
            failures++;
            LOG.warn("Global configuration could not be updated ({} times in a row): {}", failures, e.text());
        } catch (RuntimeException e) {
            failures++;
            LOG.error("Global configuration could not be updated for an unforeseen reason", e);
        }
        if (!thread.isShutdown()) {
            scheduleNext();
        }
    }

    private void scheduleNext() {
        try {
            Future<?> unused = thread.schedule(
                    this::scheduledRound, schedule.next(failures).toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // close() came between the check and the call.
            LOG.debug("The configuration client was closed");
        }
    }

    private void round() throws LocalFault, InterruptedException {
        ConfigurationAnchor anchor = readAnchor();
        if (!anchor.instance().equals(instance)) {
            throw new LocalFault(ConfigurationFault.MALFORMED_ANCHOR, "The anchor is that of another instance");
        }
        Map<String, HeldInstance> fresh = new LinkedHashMap<>();
        HeldInstance own = instanceUpdate.update(anchor, true, Optional.ofNullable(held.get(instance)));
        fresh.put(instance, own);
        for (ConfigurationAnchor federated : federation(own)) {
            updateFederated(federated, fresh);
        }
        publish(fresh);
        Set<String> kept = new HashSet<>(fresh.keySet());
        federation(own).forEach(federated -> kept.add(federated.instance()));
        store.keepOnly(instance, kept);
    }

    /** A federated instance that cannot be had stays as it is held, and vanishes when that expires. */
    private void updateFederated(ConfigurationAnchor anchor, Map<String, HeldInstance> fresh)
            throws InterruptedException {
        Optional<HeldInstance> before = Optional.ofNullable(held.get(anchor.instance()));
        before.ifPresent(h -> fresh.put(anchor.instance(), h));
        try {
            fresh.put(anchor.instance(), instanceUpdate.update(anchor, false, before));
        } catch (LocalFault e) {
            LOG.warn(
                    "The configuration of federated instance {} could not be updated: {}", anchor.instance(), e.text());
        }
    }

    /** The anchors to follow: allowed by the settings, not the own instance's, the first one of each instance. */
    private List<ConfigurationAnchor> federation(HeldInstance own) {
        Map<String, ConfigurationAnchor> anchors = new LinkedHashMap<>();
        for (ConfigurationAnchor anchor :
                own.own().map(o -> o.parameters().federation()).orElse(List.of())) {
            if (!anchor.instance().equals(instance)
                    && settings.allowedFederations().allows(anchor.instance())) {
                anchors.putIfAbsent(anchor.instance(), anchor);
            }
        }
        return List.copyOf(anchors.values());
    }

    private void load() {
        Map<String, HeldInstance> loaded = new LinkedHashMap<>();
        loadInstance(instance).ifPresent(own -> {
            loaded.put(instance, own);
            for (ConfigurationAnchor federated : federation(own)) {
                loadInstance(federated.instance()).ifPresent(h -> loaded.put(federated.instance(), h));
            }
        });
        if (!loaded.isEmpty()) {
            publish(loaded);
        }
    }

    private Optional<HeldInstance> loadInstance(String name) {
        Map<ConfigurationPart, StoredPart> parts = store.read(name);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(HeldInstance.parse(name, parts, Optional.empty()));
        } catch (LocalFault e) {
            LOG.warn("The local copy of instance {} is not usable: {}", name, e.text(), e);
            return Optional.empty();
        }
    }

    private void publish(Map<String, HeldInstance> fresh) {
        boolean changed = !fresh.equals(held);
        held = fresh;
        HeldInstance own = fresh.get(instance);
        Optional<OwnParameters> parameters = own == null ? Optional.empty() : own.own();
        if (!changed || parameters.isEmpty()) {
            return;
        }
        List<InstanceConfiguration> instances = new ArrayList<>();
        fresh.values().forEach(h -> instances.add(h.shared()));
        GlobalConfiguration previous = current.get();
        GlobalConfiguration next = previous == null
                ? GlobalConfiguration.of(parameters.get(), instances)
                : GlobalConfiguration.following(previous, parameters.get(), instances);
        current.set(next);
        listeners.changed(next);
    }

    private void checkStaleness() {
        Instant now = clock.instant();
        for (String name : held.keySet()) {
            store.mark(name).ifPresent(mark -> staleAlarm.check(name, mark, now));
        }
    }

    private ConfigurationAnchor readAnchor() throws LocalFault {
        try {
            byte[] content = TrustFiles.read(anchorFile, ConfigurationAnchor.ANCHOR_BYTES_MAX)
                    .orElseThrow(() -> new LocalFault(ConfigurationFault.MALFORMED_ANCHOR, "There is no anchor file"));
            return ConfigurationAnchor.parse(content);
        } catch (IOException e) {
            throw new LocalFault(ConfigurationFault.MALFORMED_ANCHOR, "The anchor file cannot be read").causedBy(e);
        }
    }

    private static LocalFault interrupted() {
        Thread.currentThread().interrupt();
        return new LocalFault(GeneralFault.NETWORK_ERROR, "The update of global configuration was broken off");
    }
}
