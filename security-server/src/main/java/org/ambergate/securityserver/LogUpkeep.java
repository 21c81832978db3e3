package org.ambergate.securityserver;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ambergate.fault.LocalFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Archives the message log and removes from it what is too old, from time to time, one after the other on one thread. */
final class LogUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogUpkeep.class);

    /** A server that is started every day must come to it, too; and a start has other things to do. */
    private static final Duration FIRST_RUN_MAX = Duration.ofMinutes(10);

    private static final long CLOSE_SECONDS_MAX = 30;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "log-upkeep");
        created.setDaemon(true);
        return created;
    });

    /** One kind of upkeep. */
    @FunctionalInterface
    interface Job {
        /** Does what is due now; returns how much that was. */
        long run() throws IOException, LocalFault;
    }

    /** From now on a job is done each time that its interval has passed, and once soon. */
    void start(String name, Duration interval, Job job) {
        var unused = thread.scheduleWithFixedDelay(
                () -> run(name, job),
                Math.min(interval.toMillis(), FIRST_RUN_MAX.toMillis()),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static void run(String name, Job job) {
        try {
            long unused = job.run();
        } catch (LocalFault fault) {
            LOG.warn("{} is put off: {}", name, fault.text());
        } catch (Throwable e) {
            // The root of this thread: thrown further, even an Error would end the job for good, and without a word.
            LOG.error("{} failed and is tried again after its interval", name, e);
        }
    }

    /** Lets a job end that has begun; one that is cut off is finished by the next run. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("The message log's upkeep is still at work while the server closes; its next run goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
