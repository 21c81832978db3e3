package org.ambergate.publication;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.SecurityServerId;

/**
 * A security server to be published.
 *
 * @param id its identifier; the owner must be one of the members published
 * @param address host name or IP address, without a port
 * @param authenticationCertificates those it may present
 * @param clients members and subsystems registered at it, without its owner
 * @param maintenance a message, possibly empty, while it is in maintenance mode (published since version 5)
 */
public record PublishedServer(
        SecurityServerId id,
        String address,
        List<X509Certificate> authenticationCertificates,
        List<ClientId> clients,
        Optional<String> maintenance) {
    public PublishedServer {
        authenticationCertificates = List.copyOf(authenticationCertificates);
        clients = List.copyOf(clients);
    }
}
