package org.ambergate.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

/**
 * Waiting with a deadline that costs no timer. Nearly every wait of an exchange ends long before its deadline, and arming
 * a timer for each costs more than the wait itself (ADR 11); so waits are only noted, and one thread of the process looks
 * from time to time at who is late. A wait hears of its deadline up to {@link #LOOK_INTERVAL} late. Thread-safe.
 */
public final class LateWaits {
    /** Little against deadlines, which are seconds; settings allow none below a tenth of one. */
    public static final Duration LOOK_INTERVAL = Duration.ofMillis(20);

    /** Of the process, as its threads are: a watch for each server would only be more threads. */
    private static final LateWaits OF_PROCESS = new LateWaits();

    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private final Thread watch = new Thread(this::watch, "late-waits");
    private volatile boolean resting;

    private LateWaits() {
        watch.setDaemon(true);
        watch.start();
    }

    /** A wait; distinct from all others, whatever it holds. */
    private static final class Waiting {
        private final Deadline deadline;
        private final Runnable wake;

        Waiting(Deadline deadline, Runnable wake) {
            this.deadline = deadline;
            this.wake = wake;
        }
    }

    /**
     * Parks the calling thread until it is unparked, interrupted, or the deadline has passed; it may also return for no
     * reason.
     */
    public static void park(Object blocker, Deadline deadline) {
        Thread thread = Thread.currentThread();
        Waiting wait = OF_PROCESS.begin(deadline, () -> LockSupport.unpark(thread));
        try {
            LockSupport.park(blocker);
        } finally {
            OF_PROCESS.end(wait);
        }
    }

    /**
     * Waits until the condition is signalled or the deadline has passed; it may also return for no reason, so the caller
     * looks again. The caller holds the lock.
     *
     * @param lock the condition's lock, never held for longer than a moment
     */
    @SuppressWarnings("WaitNotInLoop") // the loop, with the condition, is the caller's
    static void await(Condition condition, Lock lock, Deadline deadline) throws InterruptedException {
        Waiting wait = OF_PROCESS.begin(deadline, () -> signal(condition, lock));
        try {
            condition.await();
        } finally {
            OF_PROCESS.end(wait);
        }
    }

    private static void signal(Condition condition, Lock lock) {
        lock.lock();
        try {
            condition.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Waiting begin(Deadline deadline, Runnable wake) {
        Waiting wait = new Waiting(deadline, wake);
        waiting.add(wait);
        // The watch says that it rests before it looks whether anybody waits, so one of the two sees the other.
        if (resting) {
            LockSupport.unpark(watch);
        }
        return wait;
    }

    private void end(Waiting wait) {
        waiting.remove(wait);
    }

    private void watch() {
        while (true) {
            try {
                rest();
                LockSupport.parkNanos(this, LOOK_INTERVAL.toNanos());
                waiting.forEach(LateWaits::wakeIfLate);
            } catch (RuntimeException | Error e) {
                // The root of this thread: whatever happened, those who wait must still be woken at the next look.
                resting = false;
                watch.getUncaughtExceptionHandler().uncaughtException(watch, e);
            }
        }
    }

    /** An idle process is not woken fifty times a second. */
    private void rest() {
        resting = true;
        while (waiting.isEmpty()) {
            LockSupport.park(this);
        }
        resting = false;
    }

    private static void wakeIfLate(Waiting wait) {
        if (wait.deadline.isPast()) {
            wait.wake.run();
        }
    }
}
