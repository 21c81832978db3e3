package org.ambergate.securityserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ambergate.config.SettingsException;
import org.ambergate.serverconf.ServerConfiguration;
import org.ambergate.serverconf.ServerConfigurationFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a changed services file into effect; one with an error leaves the last good version in effect. The first reading
 * belongs to it, so that no change between that reading and the first look goes unnoticed.
 */
final class ServicesFileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServicesFileWatch.class);
    private static final long INTERVAL_SECONDS = 2;

    private final Path file;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "services-file");
        created.setDaemon(true);
        return created;
    });
    private final ServerConfiguration first;
    // owned by the thread above after start
    private FileTime seen;

    private ServicesFileWatch(Path file) throws IOException, SettingsException {
        this.file = file;
        // Before the reading: a change during it is read twice rather than never.
        this.seen = Files.getLastModifiedTime(file);
        this.first = ServerConfigurationFile.read(file);
    }

    /**
     * Reads the file.
     *
     * @throws SettingsException naming the key that is missing, unknown or wrong
     */
    static ServicesFileWatch open(Path file) throws IOException, SettingsException {
        return new ServicesFileWatch(file);
    }

    /** What the file held when it was opened. */
    ServerConfiguration first() {
        return first;
    }

    /** From now on every change is handed over. */
    void start(Consumer<ServerConfiguration> effect) {
        var unused =
                thread.scheduleWithFixedDelay(() -> look(effect), INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Hands the file over if it has changed since the last look. */
    void look(Consumer<ServerConfiguration> effect) {
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            effect.accept(ServerConfigurationFile.read(file));
            LOG.info("The changed services file is in effect");
        } catch (IOException | SettingsException e) {
            LOG.error("The changed services file is not in effect: {}", e.getMessage());
        } catch (RuntimeException e) {
            // The root of this thread: thrown further, it would end the watching for good and silently.
            LOG.error("The changed services file is not in effect", e);
        }
    }
}
