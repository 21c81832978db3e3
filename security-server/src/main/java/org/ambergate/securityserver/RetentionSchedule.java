package org.ambergate.securityserver;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ambergate.config.RetentionSettings;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.Retention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs retention from time to time on a thread of its own, if there are rules. */
final class RetentionSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSchedule.class);

    /** A server that is started every day must come to it, too; and a start has other things to do. */
    private static final Duration FIRST_RUN_MAX = Duration.ofMinutes(10);

    private static final long CLOSE_SECONDS_MAX = 30;

    private final RetentionSettings settings;
    private final Retention retention;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "retention");
        created.setDaemon(true);
        return created;
    });

    RetentionSchedule(RetentionSettings settings, Retention retention) {
        this.settings = settings;
        this.retention = retention;
    }

    void start() {
        if (settings.rules().isEmpty()) {
            return;
        }
        long interval = settings.interval().toMillis();
        var unused = thread.scheduleWithFixedDelay(
                this::run, Math.min(interval, FIRST_RUN_MAX.toMillis()), interval, TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            long unused = retention.run();
        } catch (LocalFault fault) {
            LOG.warn("Retention removed nothing, for its tombstone was not signed or logged: {}", fault.text());
        } catch (IOException | RuntimeException e) {
            // The root of this thread: thrown further, it would end retention for good.
            LOG.error("Retention stopped and tries again after its interval", e);
        }
    }

    /** Lets a run end that has begun; one that is cut off is finished by the next. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("Retention is still at work while the server closes; its next run goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
