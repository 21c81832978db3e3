package org.ambergate.net;

import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;

/** TLS handshakes of outgoing connections, waited for by the calling thread. */
final class LinkHandshakes {
    private final LinkTlsContexts contexts = new LinkTlsContexts();

    /**
     * Secures a connection; nothing of HTTP is written.
     *
     * @throws LocalFault {@code ssl_authentication_failed} if the two sides do not agree, {@code network_error} if the
     *     connection breaks or the deadline passes
     */
    void run(LinkConnection connection, ConnectRace.Winner winner, LinkTls tls, Deadline deadline) throws LocalFault {
        boolean fast = contexts.speaksTls13(winner.lane().candidate());
        SslHandler handler = handler(winner, tls, fast);
        // the deadline is kept by the wait below
        handler.setHandshakeTimeoutMillis(0);
        connection.secures();
        connection.install(new RenegotiationGuard(), handler);
        await(handler, deadline);
        List<X509Certificate> chain = TlsPeers.certificates(handler.engine().getSession());
        if (chain.isEmpty()) {
            throw new LocalFault(MessageFault.SSL_AUTHENTICATION_FAILED, "The server presented no certificate");
        }
        connection.secured(chain, handler.engine().getSession().getProtocol());
        contexts.learn(connection.candidate(), connection.tlsProtocol());
        if (!fast && contexts.speaksTls13(connection.candidate())) {
            connection.carryOnce();
        }
    }

    /** Forgets what a peer spoke; false if it was not known. */
    boolean forget(InetSocketAddress address) {
        return contexts.forget(address);
    }

    private SslHandler handler(ConnectRace.Winner winner, LinkTls tls, boolean fast) throws LocalFault {
        InetSocketAddress candidate = winner.lane().candidate();
        // an address is no server name, but lets the engine find a session to resume
        String host = tls.serverName().isEmpty() ? winner.lane().address().getHostAddress() : tls.serverName();
        try {
            return contexts.context(tls.identity().get(), fast)
                    .newHandler(winner.channel().alloc(), host, candidate.getPort());
        } catch (SSLException e) {
            throw new LocalFault(MessageFault.SSL_AUTHENTICATION_FAILED, "TLS cannot be set up").causedBy(e);
        }
    }

    private static void await(SslHandler handler, Deadline deadline) throws LocalFault {
        boolean ended;
        try {
            ended = handler.handshakeFuture().await(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "The wait was interrupted").causedBy(e);
        }
        if (!ended) {
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "The TLS handshake took too long");
        }
        Throwable cause = handler.handshakeFuture().cause();
        if (cause instanceof SSLException) {
            throw new LocalFault(MessageFault.SSL_AUTHENTICATION_FAILED, "The TLS handshake failed").causedBy(cause);
        } else if (cause != null) {
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "The connection broke in the TLS handshake")
                    .causedBy(cause);
        }
    }
}
