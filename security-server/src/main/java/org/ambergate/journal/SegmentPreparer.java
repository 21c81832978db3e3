package org.ambergate.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares the next segment on its own thread, so that the writer finds it ready. Used by the writer's thread alone;
 * only the work itself is done elsewhere.
 */
final class SegmentPreparer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentPreparer.class);

    /** Longest wait for a segment that is not ready yet; appends wait as long, up to their own deadlines. */
    private static final Duration PREPARE_WAIT_MAX = Duration.ofSeconds(60);

    private final SegmentFiles files;
    private final long segmentBytes;
    private final ExecutorService worker;
    private Optional<CompletableFuture<LogFile>> next = Optional.empty();
    private long retryAtNanos;

    SegmentPreparer(SegmentFiles files, long segmentBytes) {
        this.files = files;
        this.segmentBytes = segmentBytes;
        this.worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "message-log-preparer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A segment that lies ready already. */
    void adopt(LogFile prepared) {
        next = Optional.of(CompletableFuture.completedFuture(prepared));
    }

    /** Sees to it that the segment of this number is being prepared; after a failure, again after a pause. */
    void ensure(long index, Duration pause) {
        if (next.isPresent()) {
            boolean failed = next.get().isCompletedExceptionally();
            if (!failed || System.nanoTime() - retryAtNanos < 0) {
                return;
            }
        }
        retryAtNanos = System.nanoTime() + pause.toNanos();
        next = Optional.of(CompletableFuture.supplyAsync(() -> prepare(index), worker));
    }

    /** The segment of this number, waiting for it if need be. */
    LogFile take(long index) throws IOException {
        ensure(index, Duration.ZERO);
        CompletableFuture<LogFile> taken = next.orElseThrow();
        LogFile file = finish(taken);
        next = Optional.empty();
        return file;
    }

    /** Cuts the unused end off a full segment and closes it. What is cut are zeros, so nothing depends on it. */
    void retire(LogFile full, long end) {
        worker.execute(() -> {
            try (full) {
                full.truncate(end);
            } catch (IOException e) {
                LOG.warn("A full log segment keeps its unused end", e);
            }
        });
    }

    /** Gives up what is prepared or being prepared. Waits for the work in hand, which must not go on meanwhile. */
    void reset() throws IOException {
        if (next.isPresent() && !next.get().isCompletedExceptionally()) {
            finish(next.get()).close();
        }
        next = Optional.empty();
    }

    @Override
    public void close() {
        worker.shutdown();
        try {
            reset();
            if (!worker.awaitTermination(PREPARE_WAIT_MAX.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("The message log closes while a segment is still being prepared");
            }
        } catch (IOException e) {
            LOG.warn("The message log closes while a segment is still being prepared", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static LogFile finish(CompletableFuture<LogFile> work) throws IOException {
        try {
            return work.get(PREPARE_WAIT_MAX.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException("The next log segment could not be prepared", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IOException("The next log segment was not prepared in time", e);
        }
    }

    private LogFile prepare(long index) {
        try {
            return files.prepare(index, segmentBytes);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
