package org.ambergate.serverconf;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ambergate.identifier.ClientId;

/** Clients, services and access rights of this server at one instant. Immutable. */
public final class ServerConfiguration {
    private final Map<ClientId, LocalClient> clients;

    public ServerConfiguration(Collection<LocalClient> clients) {
        Map<ClientId, LocalClient> byId = new HashMap<>();
        for (LocalClient client : clients) {
            byId.put(client.id(), client);
        }
        this.clients = Map.copyOf(byId);
    }

    public Optional<LocalClient> client(ClientId id) {
        return Optional.ofNullable(clients.get(id));
    }

    public Collection<LocalClient> clients() {
        return clients.values();
    }
}
