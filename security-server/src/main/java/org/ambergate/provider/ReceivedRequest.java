package org.ambergate.provider;

import java.util.List;
import org.ambergate.exchange.AuthenticatedPeer;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.ReceivedMessage;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.RestRequestHead;
import org.ambergate.signature.VerifiedMessage;

/**
 * A request as received: its parsed head and its parts.
 *
 * @param head the parsed head
 * @param message the parts
 */
record ReceivedRequest(RestRequestHead head, ReceivedMessage message) {
    List<byte[]> ocspResponses() {
        return message.ocspResponses();
    }

    /**
     * Checks the signature against the client that the head names.
     *
     * @param peer shows that the sending server serves that client
     * @throws LocalFault with stage {@code signature_verification}
     */
    VerifiedMessage verify(AuthenticatedPeer peer, ServerSnapshot snapshot, ExchangeContext exchange)
            throws LocalFault {
        exchange.peer(peer.server());
        return snapshot.verifier()
                .verify(message.digests(), message.signature(), head.client().member(), exchange.now());
    }
}
