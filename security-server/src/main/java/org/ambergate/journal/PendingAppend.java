package org.ambergate.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.messagelog.PendingRecord;
import org.ambergate.net.Deadline;

/**
 * A record on its way into the log, and the thread that waits for it, if any. The state is the hand-over between the
 * two: whoever moves it away from {@code QUEUED} owns the body.
 */
final class PendingAppend {
    private enum State {
        QUEUED,
        /** The writer reads the body. */
        TAKEN,
        /** The writer has the bytes; they are not durable yet. */
        WRITTEN,
        DURABLE,
        FAILED,
        /** The waiting thread gave up before the writer came to it. */
        ABANDONED
    }

    private static final Duration CERTAINTY_STEP = Duration.ofSeconds(30);

    private final PendingRecord record;
    private final Optional<Thread> waiting;
    private final boolean bodyIsBorrowed;
    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
    private volatile Optional<LogReceipt> receipt = Optional.empty();
    private volatile String failure = "";
    private long sequence;

    private PendingAppend(PendingRecord record, Optional<Thread> waiting, boolean bodyIsBorrowed) {
        this.record = record;
        this.waiting = waiting;
        this.bodyIsBorrowed = bodyIsBorrowed;
    }

    /** @param bodyIsBorrowed whether the body belongs to the caller, who may take it away once the append returns */
    static PendingAppend awaited(PendingRecord record, boolean bodyIsBorrowed) {
        return new PendingAppend(record, Optional.of(Thread.currentThread()), bodyIsBorrowed);
    }

    static PendingAppend unawaited(PendingRecord record) {
        return new PendingAppend(record, Optional.empty(), false);
    }

    PendingRecord record() {
        return record;
    }

    boolean isAwaited() {
        return waiting.isPresent();
    }

    /** Writer: takes the record; false if nobody wants it any more. */
    boolean take() {
        return state.compareAndSet(State.QUEUED, State.TAKEN);
    }

    /** Writer: puts a record that it has taken, or that failed with its group, back to be taken again. */
    void requeue() {
        state.set(State.QUEUED);
    }

    /** Writer: the bytes are read. */
    void written(long sequenceNumber) {
        sequence = sequenceNumber;
        state.set(State.WRITTEN);
        if (bodyIsBorrowed) {
            wake();
        }
    }

    /** Writer: the sync has returned. */
    void durable(Instant time) {
        receipt = Optional.of(new LogReceipt(sequence, time));
        state.set(State.DURABLE);
        wake();
    }

    /** Writer: it did not work. */
    void fail(String reason) {
        failure = reason;
        state.set(State.FAILED);
        wake();
    }

    /**
     * Waits until the record is durable. Once the deadline has passed it only waits on while the writer reads a body
     * that belongs to the caller.
     *
     * @throws LocalFault {@code logging_failed} if it failed or did not get durable in time
     */
    LogReceipt await(Deadline deadline) throws LocalFault {
        boolean interrupted = false;
        try {
            while (true) {
                State now = Objects.requireNonNull(state.get());
                if (now == State.DURABLE) {
                    return receipt.orElseThrow();
                }
                if (now == State.FAILED) {
                    throw new LocalFault(MessageFault.LOGGING_FAILED, failure);
                }
                if (deadline.isPast() && letGo(now)) {
                    throw new LocalFault(
                            MessageFault.LOGGING_FAILED, "The message could not be logged in the time allowed");
                }
                park(deadline);
                // Being interrupted does not make a record less durable; the caller hears of it afterwards.
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Waits until the record is durable or certain never to be, however long the disk takes: for records that would be
     * wrong to append twice. Ends with the log at the latest.
     *
     * @throws LocalFault {@code logging_failed} if it is not in the log and never will be
     */
    LogReceipt awaitCertainty() throws LocalFault {
        while (true) {
            try {
                return await(Deadline.after(CERTAINTY_STEP));
            } catch (LocalFault e) {
                State now = Objects.requireNonNull(state.get());
                if (now == State.FAILED || now == State.ABANDONED) {
                    throw e;
                }
            }
        }
    }

    private boolean letGo(State now) {
        return switch (now) {
            case QUEUED -> state.compareAndSet(State.QUEUED, State.ABANDONED);
            case TAKEN -> !bodyIsBorrowed;
            case WRITTEN -> true;
            default -> false;
        };
    }

    private void park(Deadline deadline) {
        long left = deadline.remainingNanos();
        if (left > 0) {
            LockSupport.parkNanos(this, left);
        } else if (state.get() == State.TAKEN) {
            LockSupport.park(this);
        }
    }

    private void wake() {
        waiting.ifPresent(LockSupport::unpark);
    }
}
