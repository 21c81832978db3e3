package org.ambergate.exchange;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.net.Peer;
import org.ambergate.pki.Certificates;
import org.ambergate.serverconf.ConnectionType;
import org.ambergate.serverconf.LocalClient;

/**
 * Decides whether the information system on a connection may speak for the client it names (client protocol
 * specification, sections 2.5 and 4.2). Stricter than X-Road: an expired certificate of an information system is
 * refused.
 */
public final class ClientAuthenticator {
    private final SecurityServerId server;
    private final Clock clock;

    public ClientAuthenticator(SecurityServerId server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * Authenticates a client.
     *
     * @param id the client that a request names
     * @param peer the connection that it came by
     * @throws LocalFault {@code unknown_member} if the client is not registered here; {@code ssl_authentication_failed} if
     *     the connection is not one of this client's
     */
    public AuthenticatedClient authenticate(ClientId id, Peer peer, ServerSnapshot snapshot) throws LocalFault {
        LocalClient client = snapshot.configuration()
                .client(id)
                .filter(known -> snapshot.global().isRegisteredAt(known.id(), server))
                .orElseThrow(() -> new LocalFault(ConfigurationFault.UNKNOWN_MEMBER, "Client '" + id + "' not found"));
        if (client.connection() != ConnectionType.HTTP && !peer.secure()) {
            throw refused("Client " + id + " must connect by HTTPS");
        }
        if (client.connection() == ConnectionType.HTTPS) {
            requireRegistered(client, peer.certificates());
        }
        return new AuthenticatedClient(id);
    }

    private void requireRegistered(LocalClient client, List<X509Certificate> presented) throws LocalFault {
        if (presented.isEmpty()) {
            throw refused("Client " + client.id() + " must connect by HTTPS with a client certificate");
        }
        X509Certificate leaf = presented.get(0);
        if (!client.certificates().contains(Certificates.sha256(leaf))) {
            throw refused("The TLS certificate is not registered for client " + client.id());
        }
        Instant now = clock.instant();
        if (now.isBefore(leaf.getNotBefore().toInstant())
                || now.isAfter(leaf.getNotAfter().toInstant())) {
            throw refused("The TLS certificate registered for client " + client.id() + " is not valid now");
        }
    }

    private static LocalFault refused(String text) {
        return new LocalFault(MessageFault.SSL_AUTHENTICATION_FAILED, text);
    }
}
