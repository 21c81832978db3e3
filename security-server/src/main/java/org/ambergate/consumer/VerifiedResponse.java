package org.ambergate.consumer;

import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.ReceivedMessage;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.message.RestRequestHead;
import org.ambergate.message.RestResponseHead;
import org.ambergate.signature.VerifiedMessage;

/** A response whose signature holds and that answers the very request that was sent. Made only by {@link #verify}. */
final class VerifiedResponse {
    private final RestResponseHead head;
    private final VerifiedMessage message;

    private VerifiedResponse(RestResponseHead head, VerifiedMessage message) {
        this.head = head;
        this.message = message;
    }

    /**
     * Checks signature, signer, coverage of each part, identifiers and request hash.
     *
     * @throws LocalFault with stage {@code signature_verification}, or {@code inconsistent_response}
     */
    static VerifiedResponse verify(
            ReceivedMessage received,
            RestRequestHead request,
            MessageDigests requestDigests,
            ServerSnapshot snapshot,
            ExchangeContext exchange)
            throws LocalFault {
        VerifiedMessage message = snapshot.verifier()
                .verify(
                        received.digests(),
                        received.head(),
                        received.signature(),
                        request.service().client().member(),
                        exchange.now());
        RestResponseHead head = RestResponseHead.parse(received.head());
        head.requireAnswers(request, requestDigests.requestHash());
        return new VerifiedResponse(head, message);
    }

    RestResponseHead head() {
        return head;
    }

    VerifiedMessage message() {
        return message;
    }
}
