package org.ambergate.sandbox.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Keep-alive HTTP/1.1 load from one event loop. Every reply must be 200 with exactly the expected body; anything else is an
 * error. A connection that breaks is opened again.
 */
// How a write or a close ends is seen by the channel's own callbacks; its future says nothing more.
@SuppressWarnings("FutureReturnValueIgnored")
public final class LoadGenerator implements AutoCloseable {
    // Requests under way at the end get 15 s to be answered; then they are errors.
    private static final int LOOKS_MAX = 3000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    // A server that refuses connections must not be hammered at full speed.
    private static final Duration RECONNECT_AFTER = Duration.ofMillis(20);

    // One thread: it keeps up with several times what the servers on the same machine can carry.
    private final EventLoopGroup eventLoops = NettyTransport.eventLoops("load", 1);
    private final EventLoop eventLoop = eventLoops.next();

    /** Looks at things at the edges of the time that counts. */
    public interface Observer {
        /** Runs when counting starts. */
        void started();

        /** Runs when counting stops, before the last replies are waited for. */
        void stopped();

        /** Looks at nothing. */
        static Observer none() {
            return new Observer() {
                @Override
                public void started() {
                    // Nothing to note.
                }

                @Override
                public void stopped() {
                    // Nothing to note.
                }
            };
        }
    }

    private record Load(LoadRequest request, ByteBuf encoded, LoadCounts counts, ChannelGroup open) {}

    /** Loads for the time of the plan, and returns when the last request was answered or given up. */
    public LoadResult run(LoadRequest request, LoadPlan plan, Observer observer) throws InterruptedException {
        ByteBuf encoded = Unpooled.directBuffer().writeBytes(request.encode());
        Load load = new Load(request, encoded, new LoadCounts(), new DefaultChannelGroup(eventLoop));
        try {
            for (int i = 0; i < plan.connections(); i++) {
                eventLoop.execute(() -> connect(load));
            }
            Thread.sleep(plan.warmUp().toMillis());
            observer.started();
            eventLoop.submit(load.counts()::startCounting).sync();
            Thread.sleep(plan.duration().toMillis());
            eventLoop.submit(load.counts()::stopCounting).sync();
            observer.stopped();
            awaitLastReplies(load);
            Callable<LoadResult> result = load.counts()::result;
            return eventLoop.submit(result).sync().getNow();
        } finally {
            load.open().close().sync();
            Runnable release = encoded::release;
            eventLoop.submit(release).sync();
        }
    }

    @Override
    public void close() {
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void awaitLastReplies(Load load) throws InterruptedException {
        eventLoop.submit(load.counts()::stop).sync();
        // Looks are counted rather than time taken, so that a process that was stopped meanwhile still waits for its
        // turn.
        for (int look = 0; look < LOOKS_MAX && !load.open().isEmpty(); look++) {
            Thread.sleep(LOOK_EVERY.toMillis());
        }
        load.open().close().sync();
        // What the closing itself reports has run before this returns.
        eventLoop.submit(() -> {}).sync();
    }

    private void connect(Load load) {
        if (load.counts().isStopping()) {
            return;
        }
        ChannelFuture connecting = new Bootstrap()
                .group(eventLoop)
                .channel(NettyTransport.client())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_WITHIN.toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new LoadConnection(
                                        load.encoded(), load.request().expectedBody(), load.counts()));
                    }
                })
                .connect(new InetSocketAddress(
                        load.request().url().getHost(), load.request().url().getPort()));
        load.open().add(connecting.channel());
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                load.counts().wrong();
            }
        });
        connecting.channel().closeFuture().addListener(closed -> reconnect(load));
    }

    private void reconnect(Load load) {
        if (!load.counts().isStopping()) {
            eventLoop.schedule(() -> connect(load), RECONNECT_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
