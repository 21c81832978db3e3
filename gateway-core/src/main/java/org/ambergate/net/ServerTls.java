package org.ambergate.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Chooses the engine for each accepted connection, with the identity of the moment. */
final class ServerTls {
    /** The contexts of one identity. */
    private record Contexts(TlsIdentity identity, @Nullable SslContext fast, SslContext jdk) {}

    private final TlsServerSettings settings;
    private volatile @Nullable Contexts contexts;

    ServerTls(TlsServerSettings settings) {
        this.settings = settings;
    }

    void install(ChannelPipeline pipeline) {
        pipeline.addLast(new ClientHelloRouter(this));
    }

    boolean accepts(X509Certificate leaf) {
        return settings.acceptedLeaf().test(leaf);
    }

    /**
     * Makes a handler for a connection.
     *
     * @param offersTls13 what its ClientHello says
     */
    SslHandler handler(boolean offersTls13, ByteBufAllocator allocator) throws SSLException {
        Contexts current = current();
        SslContext fast = current.fast();
        boolean wantsFast = offersTls13 || !settings.interoperableTls12();
        SslContext chosen = fast != null && wantsFast ? fast : current.jdk();
        SslHandler handler = chosen.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Two threads may build the same contexts once; the last one stays. */
    private Contexts current() throws SSLException {
        TlsIdentity identity = settings.identity().get();
        Contexts known = contexts;
        if (known != null && known.identity().equals(identity)) {
            return known;
        }
        boolean fast = TlsContexts.isNative();
        List<String> protocols =
                fast ? List.of(TlsContexts.TLS_1_2) : List.of(TlsContexts.TLS_1_3, TlsContexts.TLS_1_2);
        Contexts made = new Contexts(
                identity,
                fast ? TlsContexts.nativeServer(identity, settings) : null,
                TlsContexts.jdkServer(identity, settings, protocols));
        contexts = made;
        return made;
    }
}
