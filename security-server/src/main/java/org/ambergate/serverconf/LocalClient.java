package org.ambergate.serverconf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ambergate.digest.Digest;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;

/**
 * A client registered on this server.
 *
 * @param id its identifier
 * @param connection how its information systems must connect
 * @param certificates SHA-256 of the DER of each information system certificate
 * @param services its services by service code
 * @param groups the members of its local groups
 */
public record LocalClient(
        ClientId id,
        ConnectionType connection,
        Set<Digest> certificates,
        Map<String, Service> services,
        Map<GroupId.Local, Set<ClientId>> groups) {
    public LocalClient {
        certificates = Set.copyOf(certificates);
        services = Map.copyOf(services);
        groups = Map.copyOf(groups);
    }

    public Optional<Service> service(String serviceCode) {
        return Optional.ofNullable(services.get(serviceCode));
    }

    boolean isInGroup(GroupId.Local group, ClientId client) {
        return groups.getOrDefault(group, Set.of()).contains(client);
    }

    /** All services, in no particular order. */
    public List<Service> allServices() {
        return List.copyOf(services.values());
    }
}
