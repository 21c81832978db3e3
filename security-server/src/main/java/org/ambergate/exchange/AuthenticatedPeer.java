package org.ambergate.exchange;

import org.ambergate.identifier.SecurityServerId;

/** Proof of which security server is at the other end. Made only by {@link PeerAuthenticator}. */
public final class AuthenticatedPeer {
    private final SecurityServerId server;

    AuthenticatedPeer(SecurityServerId server) {
        this.server = server;
    }

    public SecurityServerId server() {
        return server;
    }
}
