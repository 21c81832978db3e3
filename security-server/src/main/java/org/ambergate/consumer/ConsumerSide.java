package org.ambergate.consumer;

import java.time.Clock;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.exchange.ClientAuthenticator;
import org.ambergate.exchange.ExchangeLog;
import org.ambergate.exchange.ExchangeRunner;
import org.ambergate.exchange.OwnIdentity;
import org.ambergate.exchange.PeerAuthenticator;
import org.ambergate.exchange.ServerState;
import org.ambergate.net.HttpLinks;
import org.ambergate.net.HttpRequestHandler;
import org.ambergate.ocsp.OcspResponses;
import org.ambergate.signing.BatchSigner;

/**
 * What the consumer side is made of.
 *
 * @param state the snapshots that exchanges take
 * @param links connections to other security servers
 * @param identity what this server presents to them
 * @param ocsp own and peers' OCSP responses
 * @param signer signs requests
 * @param log keeps them
 * @param runner runs exchanges
 */
public record ConsumerSide(
        ServerState state,
        HttpLinks links,
        OwnIdentity identity,
        OcspResponses ocsp,
        BatchSigner signer,
        ExchangeLog log,
        ExchangeRunner runner) {

    /** Wires the consumer side. */
    public HttpRequestHandler listener(SecurityServerSettings settings, Clock clock) {
        ProviderLinks providerLinks = new ProviderLinks(
                links,
                identity,
                ocsp,
                new PeerAuthenticator(clock),
                settings.limits().response());
        ConsumerExchange exchange = new ConsumerExchange(
                settings.server(),
                state,
                new ClientAuthenticator(settings.server(), clock),
                new ProviderResolver(settings.peers().serverPort()),
                providerLinks,
                signer,
                log);
        return new ConsumerListener(exchange, runner);
    }
}
