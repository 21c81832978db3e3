package org.ambergate.consumer;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.OwnIdentity;
import org.ambergate.exchange.PeerAuthenticator;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;
import org.ambergate.identifier.ClientId;
import org.ambergate.message.RestRequestHead;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpLink;
import org.ambergate.net.HttpLinks;
import org.ambergate.net.LinkTls;
import org.ambergate.ocsp.OcspResponses;

/** Opens authenticated links to providers' security servers (transport specification, sections 1.4 to 1.6). */
final class ProviderLinks {
    private final HttpLinks links;
    private final OwnIdentity identity;
    private final OcspResponses ocsp;
    private final PeerAuthenticator peers;
    private final Duration responseTime;

    ProviderLinks(
            HttpLinks links, OwnIdentity identity, OcspResponses ocsp, PeerAuthenticator peers, Duration responseTime) {
        this.links = links;
        this.identity = identity;
        this.ocsp = ocsp;
        this.peers = peers;
        this.responseTime = responseTime;
    }

    ProviderLink open(
            List<InetSocketAddress> addresses,
            RestRequestHead request,
            ServerSnapshot snapshot,
            ExchangeContext exchange)
            throws LocalFault {
        ClientId provider = request.service().client();
        List<byte[]> ownOcsp = ownOcspResponses();
        LinkTls tls = LinkTls.presenting(
                identity::presented, (chain, address, deadline) -> check(chain, address, deadline, provider, snapshot));
        HttpLink link = links.open(addresses, Optional.of(tls), exchange.idleDeadline());
        return new ProviderLink(link, ownOcsp, request, exchange, responseTime);
    }

    private List<byte[]> ownOcspResponses() throws LocalFault {
        try {
            return ocsp.own(identity.current().chain());
        } catch (LocalFault fault) {
            throw fault.within(Stage.SSL_AUTHENTICATION_FAILED);
        }
    }

    private void check(
            List<X509Certificate> chain,
            InetSocketAddress address,
            Deadline deadline,
            ClientId provider,
            ServerSnapshot snapshot)
            throws LocalFault {
        List<byte[]> responses;
        try {
            responses = ocsp.ofPeer(chain, address.getHostString(), deadline);
        } catch (LocalFault fault) {
            throw fault.within(Stage.SSL_AUTHENTICATION_FAILED);
        }
        peers.authenticate(chain, responses, provider, snapshot);
    }
}
