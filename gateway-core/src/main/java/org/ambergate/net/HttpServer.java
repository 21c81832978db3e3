package org.ambergate.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** An HTTP/1.1 server with a strict front (see {@code docs/adr/0003-http-edge-and-tls.md}). */
public final class HttpServer implements AutoCloseable {
    /** Connections waiting for accept; a burst of reconnecting partners fits. */
    private static final int BACKLOG = 1024;

    private final Channel listening;
    private final ServerConnections connections;

    private HttpServer(Channel listening, ServerConnections connections) {
        this.listening = listening;
        this.connections = connections;
    }

    /**
     * Listens.
     *
     * @param exchanges runs the handler, once per request; if it rejects, the request is answered with 503
     * @throws IOException if the address cannot be bound
     */
    public static HttpServer start(
            HttpServerSettings settings, HttpRequestHandler handler, Executor exchanges, EdgeThreads threads)
            throws IOException {
        ServerConnections connections = new ServerConnections(settings, handler, exchanges);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(threads.group())
                .channel(threads.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.accept(channel);
                    }
                });
        ChannelFuture bound = bootstrap.bind(settings.address()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("Cannot listen on " + settings.address(), bound.cause());
        }
        return new HttpServer(bound.channel(), connections);
    }

    public int port() {
        return address().getPort();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /** How many connections are open. */
    public int connections() {
        return connections.open();
    }

    /** Stops accepting, lets exchanges in flight end up to the drain deadline, then closes what is left. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        connections.close();
    }
}
