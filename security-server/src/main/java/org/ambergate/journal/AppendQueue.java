package org.ambergate.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.ambergate.net.Deadline;
import org.ambergate.net.ReadyThreads;

/**
 * What waits for the log's writer; bounded. Many threads put, one takes all there is. What nobody waits for may fill the
 * queue further than the rest, since whoever offers it cannot do anything else with it.
 */
final class AppendQueue {
    /** How long records that nobody waits for gather at most before they get a sync of their own. */
    static final Duration OFFERED_WAIT = Duration.ofMillis(100);

    private final int capacity;
    private final int offeredCapacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    // all guarded by lock
    private final Deque<PendingAppend> waiting = new ArrayDeque<>();
    private boolean awaited;
    private boolean closed;

    /**
     * @param capacity places for {@link #put}
     * @param more places on top of them for {@link #offer}
     */
    AppendQueue(int capacity, int more) {
        this.capacity = capacity;
        this.offeredCapacity = capacity + more;
    }

    /** Waits for a place; false if there was none before the deadline, or the queue is closed. */
    boolean put(PendingAppend append, Deadline deadline) {
        lock.lock();
        try {
            while (!closed && waiting.size() >= capacity) {
                long left = deadline.remainingNanos();
                if (left <= 0) {
                    return false;
                }
                emptied.awaitNanos(left);
            }
            if (!add(append)) {
                return false;
            }
            awaited = true;
            filled.signal();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Does not wait; false if there is no place, or the queue is closed. */
    boolean offer(PendingAppend append) {
        lock.lock();
        try {
            return waiting.size() < offeredCapacity && add(append);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writer: waits until there is something that somebody waits for and takes all there is; what nobody waits for is
     * taken with it, or after {@link #OFFERED_WAIT} at the latest. Returns false once the queue is closed.
     */
    boolean takeAll(Collection<PendingAppend> into) throws InterruptedException {
        lock.lock();
        try {
            long left = OFFERED_WAIT.toNanos();
            while (!awaited && !closed && (left > 0 || waiting.isEmpty())) {
                // An offer signals nothing, so that it costs nothing: the queue is looked at from time to time.
                left = filled.awaitNanos(left > 0 ? left : OFFERED_WAIT.toNanos());
            }
        } finally {
            lock.unlock();
        }
        ReadyThreads.goFirst(this::size);
        lock.lock();
        try {
            drain(into);
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Writer: takes all there is, and waits no longer than this for the first. */
    boolean takeAll(Collection<PendingAppend> into, Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (waiting.isEmpty() && !closed && left > 0) {
                left = filled.awaitNanos(left);
            }
            drain(into);
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what is inside stays to be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean add(PendingAppend append) {
        if (closed) {
            return false;
        }
        waiting.add(append);
        return true;
    }

    private void drain(Collection<PendingAppend> into) {
        into.addAll(waiting);
        waiting.clear();
        awaited = false;
        emptied.signalAll();
    }
}
