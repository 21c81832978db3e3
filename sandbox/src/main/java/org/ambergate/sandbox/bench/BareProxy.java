package org.ambergate.sandbox.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A plain reverse proxy: decodes HTTP, passes it on, and nothing else. Each connection that comes in has one upstream
 * connection on the same event loop for as long as it lives, so both are reused for all its requests.
 */
// How a write or a close ends is seen by the channel's own callbacks; its future says nothing more.
@SuppressWarnings("FutureReturnValueIgnored")
final class BareProxy implements AutoCloseable {
    // The name in the throwaway certificates of the bench; verified as any client would.
    static final String TLS_NAME = "localhost";

    private final EventLoopGroup eventLoops;
    private final Settings settings;
    private final Channel listening;

    /**
     * Where a proxy listens and where it passes requests to.
     *
     * @param listen address to listen on; port 0 takes a free one
     * @param listenTls TLS for connections that come in, or plain
     * @param upstream where requests go
     * @param upstreamTls TLS towards upstream, or plain
     */
    record Settings(
            InetSocketAddress listen,
            Optional<SslContext> listenTls,
            InetSocketAddress upstream,
            Optional<SslContext> upstreamTls) {}

    private BareProxy(Settings settings) {
        this.settings = settings;
        this.eventLoops =
                NettyTransport.eventLoops("bare-proxy", Runtime.getRuntime().availableProcessors());
        this.listening = new ServerBootstrap()
                .group(eventLoops)
                .channel(NettyTransport.server())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel front) {
                        accept(front);
                    }
                })
                .bind(settings.listen())
                .syncUninterruptibly()
                .channel();
    }

    static BareProxy start(Settings settings) {
        return new BareProxy(settings);
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void accept(Channel front) {
        settings.listenTls().ifPresent(tls -> front.pipeline().addLast(tls.newHandler(front.alloc())));
        front.pipeline().addLast(new HttpServerCodec());
        ChannelFuture connecting = connectUpstream(front);
        connecting.addListener(connected -> joined(front, connecting));
    }

    private static void joined(Channel front, ChannelFuture connecting) {
        if (connecting.isSuccess()) {
            front.pipeline().addLast(new RelayHandler(connecting.channel()));
            front.config().setAutoRead(true);
        } else {
            front.close();
        }
    }

    private ChannelFuture connectUpstream(Channel front) {
        return new Bootstrap()
                .group(front.eventLoop())
                .channel(NettyTransport.client())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel back) {
                        settings.upstreamTls()
                                .ifPresent(tls -> back.pipeline()
                                        .addLast(tls.newHandler(
                                                back.alloc(),
                                                TLS_NAME,
                                                settings.upstream().getPort())));
                        back.pipeline().addLast(new HttpClientCodec(), new RelayHandler(front));
                    }
                })
                .connect(settings.upstream());
    }
}
