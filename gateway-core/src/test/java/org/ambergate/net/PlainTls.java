package org.ambergate.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** The JDK's own sockets as the other side, the way X-Road uses them. */
final class PlainTls {
    static final String TLS_1_2 = "TLSv1.2";
    static final String TLS_1_3 = "TLSv1.3";

    private final SSLContext context;

    PlainTls(Optional<TlsIdentity> identity) {
        try {
            context = SSLContext.getInstance("TLS");
            KeyManager[] keys =
                    identity.map(i -> new KeyManager[] {new OneIdentity(i)}).orElse(new KeyManager[0]);
            context.init(keys, new TrustManager[] {new LeafTrust(leaf -> true)}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SSLSocket connect(InetSocketAddress address, String protocol, String... suites) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setEnabledProtocols(new String[] {protocol});
        if (suites.length > 0) {
            socket.setEnabledCipherSuites(suites);
        }
        return socket;
    }

    SSLServerSocket listen(int port, String protocol, String... suites) throws IOException {
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        socket.setReuseAddress(true);
        socket.setEnabledProtocols(new String[] {protocol});
        if (suites.length > 0) {
            socket.setEnabledCipherSuites(suites);
        }
        return socket;
    }

    /** The server's side of TLS over an accepted connection. */
    SSLSocket over(Socket accepted, String protocol) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(accepted, null, accepted.getPort(), false);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }
}
