package org.ambergate.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ServerConnectionsTest {
    private final ServerConnections connections = new ServerConnections(Edge.quick(), Edge::echo, Runnable::run);

    @Test
    void aConnectionThatComesWhileTheOthersAreToldOfClosingIsClosedAtOnce() {
        LocalChannel early = new LocalChannel();
        LocalChannel late = new LocalChannel();
        AtomicBoolean closed = new AtomicBoolean();
        connections.accept(early);
        early.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                connections.accept(late);
                closed.set(!late.isOpen());
                context.fireUserEventTriggered(event);
            }
        });

        connections.close();

        assertThat(closed).isTrue();
        assertThat(connections.open()).isZero();
    }

    private static final class LocalChannel extends EmbeddedChannel {
        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }
    }
}
