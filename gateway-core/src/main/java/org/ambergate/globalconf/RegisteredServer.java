package org.ambergate.globalconf;

import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.SecurityServerId;

/**
 * A security server as the shared parameters list it.
 *
 * @param id its identifier
 * @param address host name or IP address, without a port
 * @param authenticationCertificateHashes of the DER certificates; SHA-1 in version 2, SHA-256 in all later ones
 * @param clients subsystems and members registered at it; its owner is one of its clients without standing here
 * @param maintenance present while the server is in maintenance mode; the message may be empty
 */
public record RegisteredServer(
        SecurityServerId id,
        Optional<String> address,
        List<Digest> authenticationCertificateHashes,
        List<ClientId> clients,
        Optional<String> maintenance) {
    public RegisteredServer {
        authenticationCertificateHashes = List.copyOf(authenticationCertificateHashes);
        clients = List.copyOf(clients);
    }
}
