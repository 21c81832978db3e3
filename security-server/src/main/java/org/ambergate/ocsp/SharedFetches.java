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

/** One fetch for one thing at a time: whoever wants the same meanwhile waits for that one and shares its end. Thread-safe. */
final class SharedFetches {
    private final ConcurrentMap<Object, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();

    /** Does the work. */
    @FunctionalInterface
    interface Fetch {
        void run() throws LocalFault;
    }

    /**
     * Runs the fetch on this thread, or waits for the one that runs already. If that one ends because its own caller had
     * less time, somebody who still has time fetches anew.
     *
     * @throws LocalFault the fetch's own failure, or {@code network_error} if the deadline passes first
     */
    void once(Object subject, Deadline deadline, Fetch fetch) throws LocalFault {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> other = running.putIfAbsent(subject, mine);
        while (other != null) {
            if (hasFetched(other, deadline)) {
                return;
            }
            other = running.putIfAbsent(subject, mine);
        }
        run(subject, mine, deadline, fetch);
    }

    /** Whoever waits is told only after the subject is free again, so that nobody meets an ended fetch. */
    private void run(Object subject, CompletableFuture<Boolean> mine, Deadline deadline, Fetch fetch)
            throws LocalFault {
        LocalFault failure = new LocalFault(GeneralFault.INTERNAL_ERROR, "Fetching OCSP responses ended unexpectedly");
        boolean fetched = false;
        try {
            fetch.run();
            fetched = true;
        } catch (LocalFault e) {
            failure = e;
            throw e;
        } finally {
            running.remove(subject, mine);
            if (fetched || deadline.isPast()) {
                mine.complete(fetched);
            } else {
                mine.completeExceptionally(failure);
            }
        }
    }

    /** Waits; false if the other caller ran out of its own time. */
    private static boolean hasFetched(CompletableFuture<Boolean> fetch, Deadline deadline) throws LocalFault {
        try {
            return fetch.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
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
