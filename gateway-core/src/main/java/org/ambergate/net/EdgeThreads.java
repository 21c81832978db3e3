package org.ambergate.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The event loops, shared by all servers and links of a process. They move bytes and never block. */
public final class EdgeThreads implements AutoCloseable {
    private static final int SHUTDOWN_SECONDS_MAX = 5;

    private final EventLoopGroup group;
    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends Channel> channel;

    private EdgeThreads(
            EventLoopGroup group, Class<? extends ServerChannel> serverChannel, Class<? extends Channel> channel) {
        this.group = group;
        this.serverChannel = serverChannel;
        this.channel = channel;
    }

    /** One loop for two processors, which they share with the threads that run exchanges (ADR 11). */
    public static EdgeThreads start() {
        return start(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** The given number of loops: epoll where its library loads, else NIO. */
    public static EdgeThreads start(int loops) {
        return Epoll.isAvailable() ? epoll(loops) : nio(loops);
    }

    /**
     * Loads the edge's native libraries, of which the first connection would otherwise wait.
     *
     * @return whether this platform has them all
     */
    public static boolean loadNative() {
        boolean tls = TlsContexts.isNative();
        return Epoll.isAvailable() && tls;
    }

    private static EdgeThreads epoll(int loops) {
        return new EdgeThreads(
                group(loops, EpollIoHandler.newFactory()), EpollServerSocketChannel.class, EpollSocketChannel.class);
    }

    /** The portable loops, whatever the platform offers. */
    static EdgeThreads nio(int loops) {
        return new EdgeThreads(
                group(loops, NioIoHandler.newFactory()), NioServerSocketChannel.class, NioSocketChannel.class);
    }

    private static EventLoopGroup group(int loops, IoHandlerFactory handlers) {
        return new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("edge", true), handlers);
    }

    EventLoopGroup group() {
        return group;
    }

    Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    Class<? extends Channel> channel() {
        return channel;
    }

    /** Stops the loops; close servers and links first. */
    @Override
    public void close() {
        group.shutdownGracefully(0, SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS)
                .awaitUninterruptibly(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
