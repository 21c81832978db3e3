package org.ambergate.register;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.SecurityServerId;

/**
 * A registered security server.
 *
 * @param id its identifier
 * @param address host name or IP address, without a port
 * @param maintenance a message, possibly empty, while it is in maintenance mode
 * @param authenticationCertificates those it may present, in the order of their SHA-256
 * @param clients its clients, without its owner
 */
public record SecurityServer(
        SecurityServerId id,
        String address,
        Optional<String> maintenance,
        List<X509Certificate> authenticationCertificates,
        List<ServerClient> clients) {
    public SecurityServer {
        authenticationCertificates = List.copyOf(authenticationCertificates);
        clients = List.copyOf(clients);
    }

    /** Whether a member or subsystem may use it: as its owner, or as an enabled client. */
    public boolean serves(ClientId client) {
        return ClientId.member(id.owner()).equals(client) || clients.contains(new ServerClient(client, true));
    }
}
