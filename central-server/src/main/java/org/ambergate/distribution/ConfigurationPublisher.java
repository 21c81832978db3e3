package org.ambergate.distribution;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.PublishingSource;
import org.ambergate.publication.ConfigurationParts;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.publication.PublicationKey;
import org.ambergate.publication.SignedDirectories;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the configuration of an instance over HTTP, in versions 2 to 6, and signs it anew in time. A download sees
 * either one whole generation or the next; {@link #publish} and {@link #refresh} change all versions or none.
 */
public final class ConfigurationPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationPublisher.class);

    private static final int HTTP_PORT = 80;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSSSSSSSS").withZone(ZoneOffset.UTC);

    private final PublisherSettings settings;
    private final PublicationKey key;
    private final Clock clock;
    private final ServerSocket listener;
    private final DownloadServer server;
    private final ScheduledExecutorService refreshes;

    /** Replaced whole, by one thread at a time: the methods that do so are synchronized. */
    private volatile PublishedFiles published;

    private String lastStamp = "";

    private ConfigurationPublisher(
            PublisherSettings settings,
            PublicationKey key,
            InstanceDescription first,
            Clock clock,
            ServerSocket listener)
            throws LocalFault {
        this.settings = settings;
        this.key = key;
        this.clock = clock;
        this.listener = listener;
        ConfigurationParts parts = ConfigurationParts.write(first, sources(), newStamp());
        this.published = PublishedFiles.first(parts, sign(parts));
        this.refreshes = Executors.newSingleThreadScheduledExecutor(DownloadServer.threads("configuration-refresh"));
        this.server = DownloadServer.start(listener, new Publication(() -> published));
    }

    /**
     * Publishes a first description and begins to serve.
     *
     * @throws IOException if the address cannot be listened on
     * @throws LocalFault if the description cannot be published
     */
    public static ConfigurationPublisher start(
            PublisherSettings settings, PublicationKey key, InstanceDescription first, Clock clock)
            throws IOException, LocalFault {
        ServerSocket listener = DownloadServer.listen(settings.listen());
        try {
            ConfigurationPublisher publisher = new ConfigurationPublisher(settings, key, first, clock, listener);
            publisher.scheduleRefreshes();
            return publisher;
        } catch (LocalFault e) {
            listener.close();
            throw e;
        }
    }

    /** The port listened on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The anchor for servers of this instance. */
    public ConfigurationAnchor internalAnchor() {
        return anchor(Publication.INTERNAL);
    }

    /** The anchor to hand to federated instances. */
    public ConfigurationAnchor externalAnchor() {
        return anchor(Publication.EXTERNAL);
    }

    /**
     * Publishes another description in place of the present one.
     *
     * @throws LocalFault if it cannot be published; then the present one stays
     */
    public synchronized void publish(InstanceDescription description) throws LocalFault {
        replace(ConfigurationParts.write(description, sources(), newStamp()));
    }

    /**
     * Signs the present description anew, with a later Expire-date; also done by itself once per refresh interval.
     *
     * @throws LocalFault if signing fails; then the present directories stay until they expire
     */
    public synchronized void refresh() throws LocalFault {
        replace(published.parts());
    }

    /** Stops serving at once. */
    @Override
    public void close() {
        refreshes.shutdownNow();
        server.close();
    }

    private void scheduleRefreshes() {
        long interval = settings.refreshInterval().toNanos();
        Future<?> unused =
                refreshes.scheduleAtFixedRate(this::scheduledRefresh, interval, interval, TimeUnit.NANOSECONDS);
    }

    private void scheduledRefresh() {
        try {
            refresh();
        } catch (LocalFault e) {
            LOG.error("The configuration could not be signed anew: {}", e.text(), e);
        } catch (RuntimeException e) {
            LOG.error("The configuration could not be signed anew for an unforeseen reason", e);
        }
    }

    private void replace(ConfigurationParts parts) throws LocalFault {
        Instant now = clock.instant();
        published = published.next(parts, sign(parts), now, now.plus(settings.partsKept()));
    }

    private SignedDirectories sign(ConfigurationParts parts) throws LocalFault {
        Instant now = clock.instant();
        return SignedDirectories.sign(parts, key, now, now.plus(settings.validity()));
    }

    /** Later than the last one, also if the clock stands still or goes back. */
    private String newStamp() {
        String stamp = STAMP.format(clock.instant());
        if (stamp.compareTo(lastStamp) <= 0) {
            stamp = new java.math.BigInteger(lastStamp)
                    .add(java.math.BigInteger.ONE)
                    .toString();
        }
        lastStamp = stamp;
        return stamp;
    }

    private ConfigurationAnchor anchor(String path) {
        URI url = URI.create("http://" + address() + path);
        return ConfigurationAnchor.of(
                published.parts().instance(),
                clock.instant(),
                List.of(new ConfigurationAnchor.Source(url, certificates())));
    }

    private List<PublishingSource> sources() {
        return List.of(new PublishingSource(address(), certificates(), certificates()));
    }

    private List<X509Certificate> certificates() {
        return List.of(key.certificate());
    }

    private String address() {
        return port() == HTTP_PORT ? settings.host() : settings.host() + ":" + port();
    }
}
