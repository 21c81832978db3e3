package org.ambergate.net;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Connections that wait for their next request. */
final class LinkPool {
    /**
     * What a connection may be reused for.
     *
     * @param candidates never one address alone: the set stands for the provider (transport specification, section 1.6)
     * @param secure whether it is encrypted
     * @param serverName what it was opened for
     * @param presented our own chain, so that nothing goes out under a replaced certificate (threat T-57)
     */
    record Key(Set<InetSocketAddress> candidates, boolean secure, String serverName, List<X509Certificate> presented) {}

    private final int perKeyMax;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by the lock; the one used last is at the head and goes out first, so that the others may grow old
    private final Map<Key, Deque<LinkConnection>> waiting = new HashMap<>();
    private boolean closed;

    LinkPool(int perKeyMax) {
        this.perKeyMax = perKeyMax;
    }

    Optional<LinkConnection> take(Key key) {
        lock.lock();
        try {
            Deque<LinkConnection> links = waiting.get(key);
            LinkConnection link = links == null ? null : links.pollFirst();
            if (links != null && links.isEmpty()) {
                waiting.remove(key);
            }
            return Optional.ofNullable(link);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a connection; false if there is no room. */
    boolean put(Key key, LinkConnection link) {
        lock.lock();
        try {
            Deque<LinkConnection> links = waiting.computeIfAbsent(key, k -> new ArrayDeque<>());
            if (closed || links.size() >= perKeyMax) {
                return false;
            }
            links.addFirst(link);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a connection that has closed. */
    void remove(Key key, LinkConnection link) {
        lock.lock();
        try {
            Deque<LinkConnection> links = waiting.get(key);
            if (links != null && links.removeFirstOccurrence(link) && links.isEmpty()) {
                waiting.remove(key);
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.values().stream().mapToInt(Deque::size).sum();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }
}
