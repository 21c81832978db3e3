package org.ambergate.provider;

import java.util.Optional;
import org.ambergate.exchange.AuthenticatedPeer;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.ExchangeLog;
import org.ambergate.exchange.ExchangeStep;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.exchange.ServerState;
import org.ambergate.fault.ExchangeFault;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.journal.LogReceipt;
import org.ambergate.message.MessageDigests;
import org.ambergate.message.ProxyVersion;
import org.ambergate.net.HttpRequest;
import org.ambergate.serverconf.AccessGrant;
import org.ambergate.serverconf.AccessRights;
import org.ambergate.signature.SignedMessage;
import org.ambergate.signature.VerifiedMessage;
import org.ambergate.signing.BatchSigner;

/**
 * The provider side of one REST exchange, top to bottom: if a step is not here, it does not happen. The service is
 * called only with a verified, permitted and durable request (promise D4), and no signature leaves before the response
 * is durable (promise D5). Rights are judged after the signature, so that a probe learns nothing about them.
 */
final class ProviderExchange {
    private final SecurityServerId server;
    private final Optional<ProxyVersion> oldestPeer;
    private final ServerState state;
    private final CallingPeers peers;
    private final ReplayGuard replays;
    private final ServiceCaller services;
    private final BatchSigner signer;
    private final ExchangeLog log;

    ProviderExchange(
            SecurityServerId server,
            Optional<ProxyVersion> oldestPeer,
            ServerState state,
            CallingPeers peers,
            ReplayGuard replays,
            ServiceCaller services,
            BatchSigner signer,
            ExchangeLog log) {
        this.server = server;
        this.oldestPeer = oldestPeer;
        this.state = state;
        this.peers = peers;
        this.replays = replays;
        this.services = services;
        this.signer = signer;
        this.log = log;
    }

    void run(HttpRequest request, ProviderReply reply, ExchangeContext exchange) throws ExchangeFault {
        IncomingTransport incoming = IncomingTransport.accept(request, oldestPeer);
        exchange.ended(ExchangeStep.ACCEPT);
        ServerSnapshot snapshot = state.current();
        ReceivedRequest received = incoming.read(exchange);
        exchange.ended(ExchangeStep.READ);
        AuthenticatedPeer peer = peers.authenticate(incoming, received, snapshot);
        exchange.ended(ExchangeStep.PEER);
        VerifiedMessage verified = received.verify(peer, snapshot, exchange);
        exchange.ended(ExchangeStep.VERIFY_REQUEST);
        received.requireAddressedTo(server);
        AccessGrant grant = AccessRights.check(received.head(), snapshot.configuration(), snapshot.global());
        replays.refuseSecond(received.head().requestId(), snapshot.ocspFreshness());
        exchange.ended(ExchangeStep.AUTHORIZE);
        LogReceipt requestLogged = log.verifiedRequest(exchange, received.head(), verified, received.message());
        exchange.ended(ExchangeStep.LOG_REQUEST);
        try (ServiceResponse response = services.call(grant, received, requestLogged, snapshot, exchange)) {
            exchange.ended(ExchangeStep.CALL);
            MessageDigests digests = reply.write(received.head(), verified.digests(), response, log.keeper(exchange));
            exchange.ended(ExchangeStep.WRITE);
            SignedMessage signed =
                    signer.sign(digests, received.head().service().client().member(), exchange.idleDeadline());
            exchange.ended(ExchangeStep.SIGN);
            LogReceipt responseLogged = log.signedResponse(exchange, reply.head(), signed, reply.kept());
            exchange.ended(ExchangeStep.LOG_RESPONSE);
            reply.finish(signed, responseLogged);
            exchange.ended(ExchangeStep.SEND);
            response.release();
        }
    }
}
