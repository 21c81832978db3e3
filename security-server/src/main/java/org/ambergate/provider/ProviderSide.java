package org.ambergate.provider;

import java.time.Clock;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.exchange.ExchangeLog;
import org.ambergate.exchange.ExchangeRunner;
import org.ambergate.exchange.PeerAuthenticator;
import org.ambergate.exchange.ServerState;
import org.ambergate.net.HttpLinks;
import org.ambergate.net.HttpRequestHandler;
import org.ambergate.net.TlsIdentity;
import org.ambergate.ocsp.OcspResponses;
import org.ambergate.signing.BatchSigner;

/**
 * What the provider side is made of.
 *
 * @param state the snapshots that exchanges take
 * @param replays refuses second copies
 * @param links connections to services
 * @param internalTls what this server presents to services by HTTPS
 * @param ocsp keeps what peers send along
 * @param signer signs responses
 * @param log keeps them
 * @param runner runs exchanges
 */
public record ProviderSide(
        ServerState state,
        ReplayGuard replays,
        HttpLinks links,
        TlsIdentity internalTls,
        OcspResponses ocsp,
        BatchSigner signer,
        ExchangeLog log,
        ExchangeRunner runner) {

    /** Wires the provider side. */
    public HttpRequestHandler listener(SecurityServerSettings settings, Clock clock) {
        ServiceCaller services =
                new ServiceCaller(links, internalTls, settings.peers().connect());
        ProviderExchange exchange = new ProviderExchange(
                settings.server(),
                settings.oldestPeerVersion(),
                state,
                new CallingPeers(new PeerAuthenticator(clock), ocsp),
                replays,
                services,
                signer,
                log);
        return new ProviderListener(exchange, runner);
    }
}
