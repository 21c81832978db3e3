package org.ambergate.provider;

import org.ambergate.exchange.AuthenticatedPeer;
import org.ambergate.exchange.PeerAuthenticator;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.fault.LocalFault;
import org.ambergate.ocsp.OcspResponses;

/**
 * The security servers that call. What they sent along to show that their certificates are good is kept: if this server
 * calls them in turn, it need not fetch it (transport specification, section 7.2).
 */
record CallingPeers(PeerAuthenticator authenticator, OcspResponses ocsp) {
    /**
     * Authenticates the peer that sent a request for its client.
     *
     * @throws LocalFault with stage {@code ssl_authentication_failed}; then nothing was kept
     */
    AuthenticatedPeer authenticate(IncomingTransport incoming, ReceivedRequest received, ServerSnapshot snapshot)
            throws LocalFault {
        AuthenticatedPeer peer = authenticator.authenticate(
                incoming.certificates(),
                received.ocspResponses(),
                received.head().client(),
                snapshot);
        ocsp.remember(incoming.certificates(), received.ocspResponses());
        return peer;
    }
}
