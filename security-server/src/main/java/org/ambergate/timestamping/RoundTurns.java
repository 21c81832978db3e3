package org.ambergate.timestamping;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When the next round of time-stamping is due: after a pause, or soon, because somebody waits for it. */
final class RoundTurns {
    /** Between a round and the next one that is asked for, so that nobody can have an authority asked without a break. */
    static final Duration ASKED_PAUSE = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // The fields below are guarded by the lock; rounds are counted from 1.
    private long begun;
    private long ended;
    private long asked;
    private boolean closed;

    /** Waits until a round is due; false if there will be none any more. */
    boolean await(Duration pause) throws InterruptedException {
        long since = System.nanoTime();
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Duration due = asked > begun && pause.compareTo(ASKED_PAUSE) > 0 ? ASKED_PAUSE : pause;
                long left = due.toNanos() - (System.nanoTime() - since);
                if (left <= 0) {
                    begun++;
                    return true;
                }
                long unused = changed.awaitNanos(left);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The round that was due has ended. */
    void end() {
        lock.lock();
        try {
            ended = begun;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a round that begins from now on, and waits for its end; false if it has not ended in time. */
    boolean ask(Duration longest) throws InterruptedException {
        long left = longest.toNanos();
        lock.lockInterruptibly();
        try {
            long mine = begun + 1;
            asked = Math.max(asked, mine);
            changed.signalAll();
            while (!closed && ended < mine && left > 0) {
                left = changed.awaitNanos(left);
            }
            return ended >= mine;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody waits for a round that has not begun. */
    boolean isAsked() {
        lock.lock();
        try {
            return asked > begun;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
