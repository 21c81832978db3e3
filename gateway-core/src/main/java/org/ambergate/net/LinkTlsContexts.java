package org.ambergate.net;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;

/**
 * Engines for outgoing connections. A peer never seen is offered TLS 1.3 and 1.2 with X-Road's suites by the JDK's
 * engine; one that is known to speak TLS 1.3 gets the native engine.
 */
final class LinkTlsContexts {
    /** Identities in use at a time: one, and for a moment the one before. Some more for consumers with their own. */
    private static final int IDENTITIES_MAX = 16;

    /** Forgetting costs one slower handshake. */
    private static final int ADDRESSES_MAX = 10_000;

    private record Contexts(SslContext jdk, Optional<SslContext> fast) {}

    private final Set<InetSocketAddress> speakTls13 = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock; the eldest leaves first. */
    private final Map<Optional<TlsIdentity>, Contexts> contexts = new LinkedHashMap<>();

    boolean speaksTls13(InetSocketAddress address) {
        return TlsContexts.isNative() && speakTls13.contains(address);
    }

    void learn(InetSocketAddress address, String protocol) {
        if (!protocol.equals(TlsContexts.TLS_1_3)) {
            speakTls13.remove(address);
        } else if (!speakTls13.contains(address)) {
            if (speakTls13.size() >= ADDRESSES_MAX) {
                speakTls13.clear();
            }
            speakTls13.add(address);
        }
    }

    /** Forgets what a peer spoke; false if it was not known. */
    boolean forget(InetSocketAddress address) {
        return speakTls13.remove(address);
    }

    SslContext context(Optional<TlsIdentity> identity, boolean fast) throws SSLException {
        lock.lock();
        try {
            Contexts known = contexts.get(identity);
            if (known == null) {
                known = make(identity);
                contexts.put(identity, known);
                if (contexts.size() > IDENTITIES_MAX) {
                    contexts.remove(contexts.keySet().iterator().next());
                }
            }
            return fast ? known.fast().orElse(known.jdk()) : known.jdk();
        } finally {
            lock.unlock();
        }
    }

    private static Contexts make(Optional<TlsIdentity> identity) throws SSLException {
        Optional<SslContext> fast =
                TlsContexts.isNative() ? Optional.of(TlsContexts.nativeClient(identity)) : Optional.empty();
        return new Contexts(TlsContexts.jdkClient(identity), fast);
    }
}
