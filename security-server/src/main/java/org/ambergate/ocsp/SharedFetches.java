package org.ambergate.ocsp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.Deadline;

/** One fetch for one thing at a time: whoever wants the same meanwhile waits for that one and shares its end. */
final class SharedFetches {
    private final ConcurrentMap<Object, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

    /** Does the work. */
    @FunctionalInterface
    interface Fetch {
        void run() throws LocalFault;
    }

    /**
     * Runs the fetch on this thread, or waits for the one that runs already.
     *
     * @throws LocalFault the fetch's own failure, or {@code network_error} if the deadline passes first
     */
    void once(Object subject, Deadline deadline, Fetch fetch) throws LocalFault {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> other = running.putIfAbsent(subject, mine);
        if (other != null) {
            await(other, deadline);
            return;
        }
        try {
            fetch.run();
            mine.complete(null);
        } catch (LocalFault e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(subject, mine);
            // Only if something unchecked came through; nobody may wait for ever.
            mine.completeExceptionally(
                    new LocalFault(GeneralFault.INTERNAL_ERROR, "Fetching OCSP responses ended unexpectedly"));
        }
    }

    private static void await(CompletableFuture<Void> fetch, Deadline deadline) throws LocalFault {
        try {
            fetch.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "The OCSP response did not come in time").causedBy(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LocalFault fault) {
                throw fault;
            }
            throw new LocalFault(GeneralFault.INTERNAL_ERROR, "Fetching OCSP responses failed").causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFault(GeneralFault.IO_ERROR, "Waiting for an OCSP response was interrupted").causedBy(e);
        }
    }
}
