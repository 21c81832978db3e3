package org.ambergate.asic;

import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.RestRequestHead;
import org.ambergate.message.RestResponseHead;

/**
 * What a message says about itself.
 *
 * @param protocol REST or SOAP
 * @param request whether it is a request; otherwise a response
 * @param client who called
 * @param provider whose service was called
 * @param service the called service, percent-encoded, with its version if it has one
 * @param queryId the message's name, chosen by the consumer
 */
public record MessageNames(
        Protocol protocol, boolean request, ClientId client, ClientId provider, String service, String queryId) {
    /** The two message protocols of X-Road. */
    public enum Protocol {
        REST,
        SOAP
    }

    /** Who has to have signed it: the client's member a request, the provider's a response. */
    public MemberId signer() {
        return request ? client.member() : provider.member();
    }

    /**
     * Reads {@code message.xml}: an envelope if it begins with a tag, a response's head if with a digit, else a request's
     * head (evidence specification, section 8).
     *
     * @throws LocalFault {@code invalid_message} and what reading heads raises
     */
    static MessageNames of(byte[] message) throws LocalFault {
        if (message.length == 0) {
            throw new LocalFault(MessageFault.INVALID_MESSAGE, "The message is empty");
        }
        int first = message[0];
        boolean tag = first == '<' || first == (byte) 0xEF || Character.isWhitespace(first);
        if (tag) {
            return SoapNames.read(message);
        }
        if (first >= '1' && first <= '9') {
            RestResponseHead head = RestResponseHead.parse(message);
            return rest(false, head.client(), head.service(), head.queryId());
        }
        RestRequestHead head = RestRequestHead.parse(message);
        return rest(true, head.client(), head.service(), head.queryId());
    }

    private static MessageNames rest(
            boolean request, ClientId client, org.ambergate.identifier.ServiceId service, String queryId) {
        return new MessageNames(Protocol.REST, request, client, service.client(), service.encoded(), queryId);
    }
}
