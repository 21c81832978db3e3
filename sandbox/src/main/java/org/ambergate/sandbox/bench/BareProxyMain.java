package org.ambergate.sandbox.bench;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** One bare proxy as a program of its own: listens on loopback, prints its port, and ends when its input ends. */
public final class BareProxyMain {
    static final String READY = "ready ";

    /** Which half of the pair a proxy is. */
    enum Half {
        /** HTTP from the client, TLS towards the other half. */
        FRONT,
        /** TLS from the other half, HTTP to the service. */
        BACK
    }

    private BareProxyMain() {}

    /**
     * Runs the proxy.
     *
     * @param args the half ({@code FRONT} or {@code BACK}), the port upstream, the folder with the TLS files
     */
    public static void main(String[] args) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        InetSocketAddress upstream = new InetSocketAddress(loopback, Integer.parseInt(args[1]));
        BareProxy proxy = BareProxy.start(
                settings(Half.valueOf(args[0]), new InetSocketAddress(loopback, 0), upstream, Path.of(args[2])));
        System.out.println(READY + proxy.port());
        while (System.in.read() != -1) {
            // Nothing is said on this channel; its end is the sign to go.
        }
        proxy.close();
    }

    static BareProxy.Settings settings(Half half, InetSocketAddress listen, InetSocketAddress upstream, Path tlsFolder)
            throws IOException {
        Optional<SslContext> plain = Optional.empty();
        return switch (half) {
            case FRONT -> new BareProxy.Settings(listen, plain, upstream, Optional.of(BareTls.client(tlsFolder)));
            case BACK -> new BareProxy.Settings(listen, Optional.of(BareTls.server(tlsFolder)), upstream, plain);
        };
    }
}
