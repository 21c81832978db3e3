package org.ambergate.securityserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ambergate.config.SettingsException;
import org.ambergate.exchange.ServerState;
import org.ambergate.serverconf.ServerConfigurationFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a changed services file into effect; one with an error leaves the last good version in effect. */
final class ServicesFileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServicesFileWatch.class);
    private static final long INTERVAL_SECONDS = 2;

    private final Path file;
    private final ServerState state;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "services-file");
        created.setDaemon(true);
        return created;
    });
    // owned by the thread above after start
    private FileTime seen;

    private ServicesFileWatch(Path file, ServerState state) throws IOException {
        this.file = file;
        this.state = state;
        this.seen = Files.getLastModifiedTime(file);
    }

    static ServicesFileWatch start(Path file, ServerState state) throws IOException {
        ServicesFileWatch watch = new ServicesFileWatch(file, state);
        var unused =
                watch.thread.scheduleWithFixedDelay(watch::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
        return watch;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            state.replace(ServerConfigurationFile.read(file));
            LOG.info("The changed services file is in effect");
        } catch (IOException | SettingsException e) {
            LOG.error("The changed services file is not in effect: {}", e.getMessage());
        } catch (RuntimeException e) {
            // The root of this thread: thrown further, it would end the watching for good and silently.
            LOG.error("The changed services file is not in effect", e);
        }
    }
}
