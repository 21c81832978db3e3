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
    // owned by the thread above after start
    private FileTime seen = FileTime.fromMillis(0);

    ServicesFileWatch(Path file) {
        this.file = file;
    }

    /**
     * Reads the file; changes from now on are noticed.
     *
     * @throws SettingsException naming the key that is missing, unknown or wrong
     */
    ServerConfiguration read() throws IOException, SettingsException {
        // Before the reading: a change during it is read twice rather than never.
        seen = Files.getLastModifiedTime(file);
        return ServerConfigurationFile.read(file);
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
            if (Files.getLastModifiedTime(file).equals(seen)) {
                return;
            }
            effect.accept(read());
            LOG.info("The changed services file is in effect");
        } catch (IOException | SettingsException e) {
            LOG.error("The changed services file is not in effect: {}", e.getMessage());
        } catch (RuntimeException e) {
            // The root of this thread: thrown further, it would end the watching for good and silently.
            LOG.error("The changed services file is not in effect", e);
        }
    }
}
