package org.ambergate.exchange;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.fault.Stage;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.Certificates;

/** Decides which security server presented a TLS certificate chain (transport specification, section 1.4). */
public final class PeerAuthenticator {
    private final Clock clock;

    public PeerAuthenticator(Clock clock) {
        this.clock = clock;
    }

    /**
     * Authenticates the other end for a client (the sender of a request, or the provider of a service).
     *
     * @param chain the certificates the peer presented, leaf first
     * @param ocspResponses DER OCSP responses for them
     * @param client who must be registered at the peer
     * @throws LocalFault with stage {@code ssl_authentication_failed}
     */
    public AuthenticatedPeer authenticate(
            List<X509Certificate> chain, List<byte[]> ocspResponses, ClientId client, ServerSnapshot snapshot)
            throws LocalFault {
        if (chain.isEmpty()) {
            throw failed("The security server presented no certificate");
        }
        if (ocspResponses.isEmpty()) {
            throw failed("No OCSP response came with the security server's certificate");
        }
        X509Certificate leaf = chain.get(0);
        if (!Certificates.isAuthentication(leaf)) {
            throw failed("The security server's certificate is not an authentication certificate");
        }
        try {
            snapshot.paths().validate(client.instance(), chain, ocspResponses, clock.instant());
        } catch (LocalFault fault) {
            throw fault.within(Stage.SSL_AUTHENTICATION_FAILED);
        }
        return registered(leaf, client, snapshot);
    }

    private static AuthenticatedPeer registered(X509Certificate leaf, ClientId client, ServerSnapshot snapshot)
            throws LocalFault {
        SecurityServerId server = snapshot.global()
                .serverOf(leaf)
                .orElseThrow(() -> failed("The authentication certificate belongs to no registered security server"));
        if (!snapshot.global().isRegisteredAt(client, server)) {
            throw failed("Client " + client + " is not registered at security server " + server);
        }
        return new AuthenticatedPeer(server);
    }

    private static LocalFault failed(String text) {
        return new LocalFault(MessageFault.SSL_AUTHENTICATION_FAILED, text);
    }
}
