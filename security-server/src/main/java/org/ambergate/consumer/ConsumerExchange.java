package org.ambergate.consumer;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import org.ambergate.exchange.AuthenticatedClient;
import org.ambergate.exchange.BodyKeeper;
import org.ambergate.exchange.ClientAuthenticator;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.ExchangeLog;
import org.ambergate.exchange.ExchangeStep;
import org.ambergate.exchange.HttpFieldMapper;
import org.ambergate.exchange.ReceivedMessage;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.exchange.ServerState;
import org.ambergate.fault.ExchangeFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.journal.LogReceipt;
import org.ambergate.message.MessageDigests;
import org.ambergate.message.RestRequestHead;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.ambergate.signature.SignedMessage;
import org.ambergate.signing.BatchSigner;

/**
 * The consumer side of one REST exchange, top to bottom: if a step is not here, it does not happen. Nothing leaves with
 * a signature before the request is durable (promise D5), and nothing of the response reaches the caller before it is
 * verified and durable (promise D1).
 */
final class ConsumerExchange {
    private final SecurityServerId server;
    private final ServerState state;
    private final ClientAuthenticator clients;
    private final ProviderResolver providers;
    private final ProviderLinks links;
    private final BatchSigner signer;
    private final ExchangeLog log;

    ConsumerExchange(
            SecurityServerId server,
            ServerState state,
            ClientAuthenticator clients,
            ProviderResolver providers,
            ProviderLinks links,
            BatchSigner signer,
            ExchangeLog log) {
        this.server = server;
        this.state = state;
        this.clients = clients;
        this.providers = providers;
        this.links = links;
        this.signer = signer;
        this.log = log;
    }

    void run(HttpRequest request, HttpReply reply, ExchangeContext exchange) throws ExchangeFault {
        RestRequestHead head = accept(request, exchange);
        ServerSnapshot snapshot = state.current();
        AuthenticatedClient client = clients.authenticate(head.client(), request.peer(), snapshot);
        exchange.ended(ExchangeStep.IDENTIFY);
        List<InetSocketAddress> addresses = providers.resolve(head, snapshot);
        exchange.ended(ExchangeStep.RESOLVE);
        try (ProviderLink link = links.open(addresses, head, snapshot, exchange)) {
            exchange.ended(ExchangeStep.CONNECT);
            BodyKeeper kept = log.keeper(exchange);
            MessageDigests digests = link.write(head, request.body(), kept);
            exchange.ended(ExchangeStep.WRITE);
            SignedMessage signed = signer.sign(digests, client.id().member(), exchange.idleDeadline());
            exchange.ended(ExchangeStep.SIGN);
            LogReceipt requestLogged = log.signedRequest(exchange, head, signed, kept);
            exchange.ended(ExchangeStep.LOG_REQUEST);
            link.finish(signed, requestLogged);
            exchange.ended(ExchangeStep.SEND);
            ReceivedMessage received = link.read();
            exchange.ended(ExchangeStep.RECEIVE);
            VerifiedResponse verified = VerifiedResponse.verify(received, head, digests, snapshot, exchange);
            exchange.ended(ExchangeStep.VERIFY_RESPONSE);
            LogReceipt responseLogged = log.verifiedResponse(exchange, verified.head(), verified.message(), received);
            exchange.ended(ExchangeStep.LOG_RESPONSE);
            ConsumerReply.send(reply, verified, received, responseLogged, exchange);
            exchange.ended(ExchangeStep.REPLY);
            link.release();
        }
    }

    private RestRequestHead accept(HttpRequest request, ExchangeContext exchange) throws LocalFault {
        RestRequestHead head = RestRequestHead.fromConsumer(
                request.method(),
                request.target(),
                HttpFieldMapper.toFields(request.fields()),
                UUID.randomUUID().toString(),
                server.owner().instance() + "-" + UUID.randomUUID());
        exchange.concerns(head);
        exchange.ended(ExchangeStep.ACCEPT);
        return head;
    }
}
