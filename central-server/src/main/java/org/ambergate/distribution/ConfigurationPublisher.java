package org.ambergate.distribution;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.net.EdgeThreads;
import org.ambergate.net.ExchangeThreads;
import org.ambergate.net.HttpServer;
import org.ambergate.net.HttpServerSettings;
import org.ambergate.net.HttpServerSettings.ConnectionLimits;
import org.ambergate.publication.DirectoryKind;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.publication.PublicationKey;
import org.ambergate.publication.PublicationKeys;
import org.ambergate.publication.PublishedSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the configuration of an instance over HTTP, in versions 2 to 6, and signs it anew in time. A download sees
 * either one whole generation or the next.
 */
public final class ConfigurationPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationPublisher.class);

    private static final int HTTP_PORT = 80;

    /** Thousands of servers ask once a minute each, some of them from behind one address. */
    private static final ConnectionLimits CONNECTIONS = new ConnectionLimits(4000, 256);

    /** Where threads cost memory; a slow reader of a large part keeps one for a minute at most. */
    private static final int THREADS = 256;

    private final PublisherSettings settings;
    private final PublishedConfiguration published;
    private final EdgeThreads edge;
    private final ExecutorService downloads;
    private final HttpServer server;
    private final ScheduledExecutorService refreshes;

    // guarded by this
    private PublicationKeys keys;
    private @Nullable InstanceDescription description;

    private ConfigurationPublisher(PublisherSettings settings, PublicationKeys keys, PublishedConfiguration published)
            throws IOException {
        this.settings = settings;
        this.keys = keys;
        this.published = published;
        this.edge = EdgeThreads.start(1);
        this.downloads = ExchangeThreads.create("configuration-download", THREADS);
        this.refreshes = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "configuration-refresh");
            thread.setDaemon(true);
            return thread;
        });
        try {
            this.server = HttpServer.start(
                    HttpServerSettings.at(settings.listen()).withConnectionLimits(CONNECTIONS),
                    new DownloadHandler(published),
                    downloads,
                    edge);
        } catch (IOException e) {
            stopThreads();
            throw e;
        }
    }

    /**
     * Begins to serve what was published last, if anything was; a server that asks before the first publication finds
     * nothing.
     *
     * @throws IOException if the address cannot be listened on, or the directory cannot be used
     */
    public static ConfigurationPublisher start(PublisherSettings settings, PublicationKeys keys, Clock clock)
            throws IOException {
        PublicationStore store = PublicationStore.open(settings.directory(), new LocalDisk());
        PublishedConfiguration published = PublishedConfiguration.open(store, settings.rules(), clock);
        try {
            ConfigurationPublisher publisher = new ConfigurationPublisher(settings, keys, published);
            publisher.scheduleRefreshes();
            return publisher;
        } catch (IOException e) {
            published.close();
            throw e;
        }
    }

    /**
     * As {@link #start(PublisherSettings, PublicationKeys, Clock)}, and publishes a description with one key for both
     * directories.
     *
     * @throws LocalFault if the description cannot be published
     */
    public static ConfigurationPublisher start(
            PublisherSettings settings, PublicationKey key, InstanceDescription first, Clock clock)
            throws IOException, LocalFault {
        ConfigurationPublisher publisher = start(settings, PublicationKeys.of(key), clock);
        try {
            publisher.publish(first);
            return publisher;
        } catch (LocalFault e) {
            publisher.close();
            throw e;
        }
    }

    /** The port listened on. */
    public int port() {
        return server.port();
    }

    /** What is published, with its anchors and until when it holds; empty before the first publication. */
    public Optional<PublishedSet> published() {
        return published.current();
    }

    /**
     * The anchor for servers of this instance.
     *
     * @throws IllegalStateException before the first publication
     */
    public ConfigurationAnchor internalAnchor() {
        return anchor(DirectoryKind.INTERNAL);
    }

    /**
     * The anchor to hand to federated instances.
     *
     * @throws IllegalStateException before the first publication
     */
    public ConfigurationAnchor externalAnchor() {
        return anchor(DirectoryKind.EXTERNAL);
    }

    /**
     * Publishes another description in place of the present one.
     *
     * @throws LocalFault if it cannot be published; then the present one stays
     */
    public synchronized void publish(InstanceDescription changed) throws LocalFault {
        published.publish(changed, keys, address(), PublishedConfiguration.NewKeys.WAIT);
        description = changed;
    }

    /**
     * Publishes the present description with other keys or nodes. A key that servers cannot know yet may be listed, but
     * not sign.
     *
     * @throws LocalFault if it cannot be published; then the present keys stay
     */
    public synchronized void useKeys(PublicationKeys changed) throws LocalFault {
        useKeys(changed, PublishedConfiguration.NewKeys.WAIT);
    }

    /** As {@link #useKeys(PublicationKeys)}, for a key that was lost or stolen: every server then needs the new anchor. */
    public synchronized void useKeysAtOnce(PublicationKeys changed) throws LocalFault {
        useKeys(changed, PublishedConfiguration.NewKeys.AT_ONCE);
    }

    /** As {@link #useKeysAtOnce(PublicationKeys)}, after a start with keys that differ from those of what was published. */
    public synchronized void useKeysAtOnce(PublicationKeys changed, InstanceDescription first) throws LocalFault {
        published.publish(first, changed, address(), PublishedConfiguration.NewKeys.AT_ONCE);
        keys = changed;
        description = first;
    }

    /**
     * Signs the present description anew, with a later Expire-date; also done by itself once per refresh interval.
     *
     * @throws LocalFault if signing fails; then the present directories stay until they expire
     */
    public synchronized void refresh() throws LocalFault {
        published.renew(keys);
    }

    /** Stops serving. */
    @Override
    public void close() {
        server.close();
        stopThreads();
        try {
            synchronized (this) {
                published.close();
            }
        } catch (IOException e) {
            LOG.warn("The lock of the published files could not be released", e);
        }
    }

    private void useKeys(PublicationKeys changed, PublishedConfiguration.NewKeys newKeys) throws LocalFault {
        InstanceDescription present = description;
        if (present == null) {
            throw new LocalFault(GeneralFault.NOT_FOUND, "Nothing was published whose keys could change");
        }
        published.publish(present, changed, address(), newKeys);
        keys = changed;
    }

    private void scheduleRefreshes() {
        long interval = settings.refreshInterval().toNanos();
        Future<?> unused =
                refreshes.scheduleAtFixedRate(this::scheduledRefresh, interval, interval, TimeUnit.NANOSECONDS);
    }

    private void scheduledRefresh() {
        try {
            if (published.current().isPresent()) {
                refresh();
            }
        } catch (LocalFault e) {
            LOG.error("The configuration could not be signed anew: {}", e.text(), e);
        } catch (RuntimeException e) {
            LOG.error("The configuration could not be signed anew for an unforeseen reason", e);
        }
    }

    private void stopThreads() {
        refreshes.shutdownNow();
        downloads.shutdownNow();
        edge.close();
    }

    private ConfigurationAnchor anchor(DirectoryKind kind) {
        return published
                .current()
                .orElseThrow(() -> new IllegalStateException("Nothing is published yet"))
                .anchor(kind);
    }

    private String address() {
        return port() == HTTP_PORT ? settings.host() : settings.host() + ":" + port();
    }
}
