package org.ambergate.downloads;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of downloads, a fixed number: reading files keeps a thread, and with virtual threads a processor of the
 * exchanges, until it returns. Whoever comes while all are taken is refused.
 */
final class DownloadThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadThreads.class);

    /** Beyond the deadline, for a disk that hangs. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Semaphore slots;
    private final Duration longest;
    private final ExecutorService threads;

    /** What is done on one of the threads. */
    @FunctionalInterface
    interface Download {
        void run(Deadline deadline) throws RefusedDownloadException, IOException, LocalFault;
    }

    /**
     * @param name of the threads
     * @param atOnce downloads at once
     * @param longest for one download
     */
    DownloadThreads(String name, int atOnce, Duration longest) {
        this.slots = new Semaphore(atOnce);
        this.longest = longest;
        this.threads = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs a download and waits for its end. Whatever goes wrong in it is answered, or the reply is broken off.
     *
     * @throws RefusedDownloadException if all threads are taken
     */
    void run(HttpReply reply, Download download) throws RefusedDownloadException {
        if (!slots.tryAcquire()) {
            throw new RefusedDownloadException(503, "Other downloads are going on; try again later");
        }
        Future<?> running = threads.submit(() -> {
            try {
                answer(reply, download);
            } finally {
                slots.release();
            }
        });
        try {
            running.get(longest.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            LOG.error("A download failed", e.getCause());
            reply.abort();
        } catch (TimeoutException e) {
            LOG.error("A download does not end", e);
            reply.abort();
        } catch (InterruptedException e) {
            reply.abort();
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more downloads; those under way end with their connections. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void answer(HttpReply reply, Download download) {
        try {
            run(download, reply);
        } catch (LocalFault gone) {
            reply.abort();
        }
    }

    private void run(Download download, HttpReply reply) throws LocalFault {
        try {
            download.run(Deadline.after(longest));
        } catch (RefusedDownloadException e) {
            e.send(reply);
        } catch (LateDownloadException e) {
            if (reply.isStarted()) {
                reply.abort();
                return;
            }
            new RefusedDownloadException(503, "The download took too long; try again later").send(reply);
        } catch (IOException | LocalFault | RuntimeException e) {
            // Runtime exceptions too: this is the root of what a thread does.
            if (reply.isStarted()) {
                LOG.info("A download was broken off: {}", e.getMessage());
                reply.abort();
                return;
            }
            LOG.error("A download failed", e);
            new RefusedDownloadException(500, "The download cannot be made now").send(reply);
        }
    }
}
