package org.ambergate.net;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;

/**
 * Outgoing HTTP/1.1. Follows no redirects, keeps no cookies, decompresses nothing and never sends a request twice.
 * Thread-safe.
 */
public final class HttpLinks implements AutoCloseable {
    private final HttpLinkSettings settings;
    private final LinkConnector connector;
    private final LinkPool pool;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    public HttpLinks(HttpLinkSettings settings, EdgeThreads threads) {
        this(settings, threads, AddressRule.ANY, HostNames.SYSTEM);
    }

    /**
     * Links that do not lead everywhere.
     *
     * @param addresses what may be connected to; the rest is a {@code network_error}
     * @param names looks host names up, once for each new connection
     */
    public HttpLinks(HttpLinkSettings settings, EdgeThreads threads, AddressRule addresses, HostNames names) {
        this.settings = settings;
        this.connector = new LinkConnector(settings, threads, addresses, names);
        this.pool = new LinkPool(settings.idlePerCandidatesMax());
    }

    /**
     * Takes a pooled connection or makes one, and has its peer checked. Nothing has been written to it as HTTP when this
     * returns.
     *
     * @param candidates addresses of the same provider, in any order; names are looked up when a connection is made
     * @param tls empty for plain HTTP
     * @throws LocalFault {@code network_error} or {@code unknown_host} if nobody could be reached,
     *     {@code ssl_authentication_failed} if a handshake failed, or what the check threw; of several candidates the
     *     last one's
     */
    public HttpLink open(List<InetSocketAddress> candidates, Optional<LinkTls> tls, Deadline deadline)
            throws LocalFault {
        if (candidates.isEmpty()) {
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "There is no address to connect to");
        }
        LinkPool.Key key = key(candidates, tls);
        Optional<LinkConnection> kept = takeChecked(key, tls, deadline);
        return new PooledLink(
                this, new PooledLink.Target(key, tls), kept.isPresent() ? kept.get() : connect(key, tls, deadline));
    }

    private static LinkPool.Key key(List<InetSocketAddress> candidates, Optional<LinkTls> tls) {
        if (tls.isEmpty()) {
            return new LinkPool.Key(Set.copyOf(candidates), false, "", List.of());
        }
        return new LinkPool.Key(
                Set.copyOf(candidates),
                true,
                tls.get().serverName(),
                tls.get().identity().get().map(TlsIdentity::chain).orElse(List.of()));
    }

    /** A connection whose peer no longer passes is closed; whether another one passes is for a new connection to show. */
    private Optional<LinkConnection> takeChecked(LinkPool.Key key, Optional<LinkTls> tls, Deadline deadline) {
        Optional<LinkConnection> kept = pool.take(key);
        while (kept.isPresent()) {
            LinkConnection connection = kept.get();
            connection.busy();
            if (connection.isUsable() && passes(connection, tls, deadline)) {
                return kept;
            }
            connection.close();
            kept = pool.take(key);
        }
        return Optional.empty();
    }

    private static boolean passes(LinkConnection connection, Optional<LinkTls> tls, Deadline deadline) {
        try {
            if (tls.isPresent()) {
                tls.get().check().check(connection.certificates(), connection.candidate(), deadline);
            }
            return true;
        } catch (LocalFault refused) {
            return false;
        }
    }

    LinkConnection connect(LinkPool.Key key, Optional<LinkTls> tls, Deadline deadline) throws LocalFault {
        LinkConnection connection = connector.connect(key.candidates(), tls, deadline);
        channels.add(connection.channel());
        connection.channel().closeFuture().addListener(closed -> pool.remove(key, connection));
        return connection;
    }

    void giveBack(LinkPool.Key key, LinkConnection connection) {
        connection.idle(settings.idle());
        if (!settings.reuse() || !connection.isReusable() || !pool.put(key, connection)) {
            connection.close();
        } else if (!connection.isUsable()) {
            // it closed between the question and the pool
            pool.remove(key, connection);
        }
    }

    /** How many connections wait for a request. */
    public int pooled() {
        return pool.size();
    }

    /** How many connections are open, pooled ones included. */
    public int connections() {
        return connector.open();
    }

    /** Closes all connections, those in use too. */
    @Override
    public void close() {
        pool.close();
        connector.close();
        channels.close().awaitUninterruptibly();
    }
}
