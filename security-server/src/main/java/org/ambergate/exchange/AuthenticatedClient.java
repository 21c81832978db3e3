package org.ambergate.exchange;

import org.ambergate.identifier.ClientId;

/** Proof that an information system may speak for a client. Made only by {@link ClientAuthenticator}. */
public final class AuthenticatedClient {
    private final ClientId id;

    AuthenticatedClient(ClientId id) {
        this.id = id;
    }

    public ClientId id() {
        return id;
    }
}
