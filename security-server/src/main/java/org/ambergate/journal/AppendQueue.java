package org.ambergate.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.ambergate.net.Deadline;

/**
 * What waits for the log's writer; bounded. Many threads put, one takes all there is. What nobody waits for may fill the
 * queue further than the rest, since whoever offers it cannot do anything else with it.
 */
final class AppendQueue {
    private final int capacity;
    private final int offeredCapacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final Deque<PendingAppend> waiting = new ArrayDeque<>();
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
            return add(append);
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

    /** Writer: waits until there is something, and takes all of it; returns false once the queue is closed. */
    boolean takeAll(Collection<PendingAppend> into) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                filled.await();
            }
            drain(into);
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Writer: the same, but waits no longer than this. */
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
        filled.signal();
        return true;
    }

    private void drain(Collection<PendingAppend> into) {
        into.addAll(waiting);
        waiting.clear();
        emptied.signalAll();
    }
}
