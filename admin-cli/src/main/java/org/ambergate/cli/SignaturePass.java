package org.ambergate.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.FindingCode;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedTombstone;
import org.ambergate.messagelog.RecordPlace;

/** Verifies the signatures of a log on all processors while the log is being read. */
final class SignaturePass implements AutoCloseable {
    /** Findings kept for the report; the number of all is counted. */
    static final int FINDINGS_MAX = 1000;

    /** Messages in hand for each processor: enough to keep it busy, few enough to hold in memory. */
    private static final int PER_PROCESSOR = 16;

    private final SignatureCheck check;
    private final int permits = PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
    private final Semaphore room = new Semaphore(permits);
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final List<Finding> findings = new ArrayList<>();
    private long valid;
    private long invalid;

    SignaturePass(SignatureCheck check) {
        this.check = check;
    }

    /**
     * What the signatures are worth.
     *
     * @param findings those that do not verify, in the order of the log, up to {@link #FINDINGS_MAX}
     */
    record Result(long valid, long invalid, List<Finding> findings) {}

    /** Takes a message; waits while too many are in hand. */
    void add(RecordPlace place, LoggedMessage message) {
        examine(place, () -> check.complaint(message));
    }

    /** Takes a tombstone, which is signed as messages are. */
    void add(RecordPlace place, LoggedTombstone tombstone) {
        examine(place, () -> check.complaint(tombstone));
    }

    private void examine(RecordPlace place, Supplier<Optional<String>> complaint) {
        room.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                note(place, complaint.get());
            } finally {
                room.release();
            }
        });
    }

    /** Waits for the last message. */
    Result finish() {
        room.acquireUninterruptibly(permits);
        synchronized (findings) {
            List<Finding> sorted = new ArrayList<>(findings);
            sorted.sort(Comparator.comparingLong(finding -> finding.place().sequence()));
            return new Result(valid, invalid, List.copyOf(sorted));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(RecordPlace place, Optional<String> complaint) {
        synchronized (findings) {
            if (complaint.isEmpty()) {
                valid++;
                return;
            }
            invalid++;
            if (findings.size() < FINDINGS_MAX) {
                findings.add(new Finding(place, FindingCode.SIGNATURE, complaint.get()));
            }
        }
    }
}
