package org.ambergate.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** The two ways to end a connection. */
final class Closing {
    private Closing() {}

    /** At once; how closing goes interests nobody. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void now(Channel channel) {
        channel.close();
    }

    /**
     * Ends our side of a connection and leaves the other open. Closing at once while the peer still sends makes its
     * system throw away the refusal we have just written (RFC 9112, section 9.6).
     *
     * @param lastWrite behind this
     */
    static void output(Channel channel, ChannelFuture lastWrite) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        // TLS has encrypted what was flushed before, so its close_notify comes behind it
        ChannelFuture written = tls != null && tls.handshakeFuture().isSuccess() ? tls.closeOutbound() : lastWrite;
        written.addListener((ChannelFutureListener) future -> {
            if (channel instanceof DuplexChannel duplex && channel.isActive()) {
                shutdown(duplex);
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void shutdown(DuplexChannel channel) {
        channel.shutdownOutput();
    }
}
