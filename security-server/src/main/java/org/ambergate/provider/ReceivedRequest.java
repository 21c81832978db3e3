package org.ambergate.provider;

import java.util.List;
import java.util.Optional;
import org.ambergate.exchange.AuthenticatedPeer;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.ReceivedMessage;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.identifier.SecurityServerId;
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
                .verify(
                        message.digests(),
                        message.head(),
                        message.signature(),
                        head.client().member(),
                        exchange.now());
    }

    /**
     * Checks the security server that the request names, if it names one. X-Road does so for SOAP only.
     *
     * @throws LocalFault {@code invalid_security_server} if it names another one
     */
    void requireAddressedTo(SecurityServerId server) throws LocalFault {
        Optional<SecurityServerId> target = head.securityServer();
        if (target.isPresent() && !target.get().equals(server)) {
            throw new LocalFault(
                    MessageFault.INVALID_SECURITY_SERVER, "The request is for security server " + target.get());
        }
    }
}
