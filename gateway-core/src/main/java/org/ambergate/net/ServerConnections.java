package org.ambergate.net;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections of one server: admits them within the limits and sees them off. */
final class ServerConnections {
    private static final long DRAIN_LOOK_MILLIS = 20;

    private final HttpServerSettings settings;
    private final HttpRequestHandler handler;
    private final Executor exchanges;
    private final Optional<ServerTls> tls;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger open = new AtomicInteger();
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private volatile boolean draining;

    ServerConnections(HttpServerSettings settings, HttpRequestHandler handler, Executor exchanges) {
        this.settings = settings;
        this.handler = handler;
        this.exchanges = exchanges;
        this.tls = settings.tls().map(ServerTls::new);
    }

    HttpServerSettings settings() {
        return settings;
    }

    HttpRequestHandler handler() {
        return handler;
    }

    Executor exchanges() {
        return exchanges;
    }

    boolean isDraining() {
        return draining;
    }

    int open() {
        return open.get();
    }

    /** On the connection's event loop, before it reads anything. */
    void accept(Channel channel) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        InetAddress address = remote.getAddress();
        int total = open.incrementAndGet();
        int ofAddress = perAddress.merge(address, 1, Integer::sum);
        channel.closeFuture().addListener(closed -> {
            open.decrementAndGet();
            perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        });
        if (total > settings.connectionLimits().total()) {
            refuse(channel, remote, "total");
        } else if (ofAddress > settings.connectionLimits().perAddress()) {
            refuse(channel, remote, "per address");
        } else {
            channels.add(channel);
            tls.ifPresent(t -> t.install(channel.pipeline()));
            channel.pipeline().addLast(new ServerConnection(this, channel, tls.isPresent()));
            if (draining) {
                // close() may have walked the channels before this one was among them
                channel.pipeline().fireUserEventTriggered(ServerConnection.DRAIN);
            }
        }
    }

    private void refuse(Channel channel, InetSocketAddress remote, String limit) {
        settings.listener().connectionRefused(remote, limit);
        Closing.now(channel);
    }

    boolean accepts(Peer peer) {
        return tls.isEmpty()
                || peer.certificates().isEmpty()
                || tls.get().accepts(peer.certificates().get(0));
    }

    void close() {
        draining = true;
        for (Channel channel : channels) {
            channel.pipeline().fireUserEventTriggered(ServerConnection.DRAIN);
        }
        Deadline deadline = Deadline.after(settings.deadlines().drain());
        // a server closes once: looking now and then is simpler than counting connections down
        while (open.get() > 0 && !deadline.isPast()) {
            try {
                TimeUnit.MILLISECONDS.sleep(DRAIN_LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        channels.close().awaitUninterruptibly();
    }
}
