package org.ambergate.securityserver;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.exchange.ErrorBody;
import org.ambergate.exchange.OwnIdentity;
import org.ambergate.exchange.ServerState;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.FaultSide;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.EdgeThreads;
import org.ambergate.net.HostRule;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpRequestHandler;
import org.ambergate.net.HttpServer;
import org.ambergate.net.HttpServerSettings;
import org.ambergate.net.HttpServerSettings.ConnectionLimits;
import org.ambergate.net.Refusal;
import org.ambergate.net.TlsIdentity;
import org.ambergate.net.TlsServerSettings;
import org.ambergate.observe.EdgeMeters;

/** The five ports and what answers on them. */
record Listeners(
        SecurityServerSettings settings,
        HttpRequestHandler consumer,
        HttpRequestHandler provider,
        HttpRequestHandler ocsp,
        HttpRequestHandler administration) {

    /**
     * What all ports share.
     *
     * @param keep is handed each port as soon as it is open
     */
    record Edge(EdgeThreads threads, Executor exchanges, MeterRegistry meters, Consumer<HttpServer> keep) {}

    /** Opens the ports. */
    Addresses start(Edge edge, OwnIdentity identity, TlsIdentity internalTls, ServerState state) throws IOException {
        SecurityServerSettings.Listen listen = settings.listen();
        HttpServerSettings http =
                port(edge, "consumer-http", listen.consumerHttp()).withRefusals(Listeners::refusal);
        HttpServerSettings https = port(edge, "consumer-https", listen.consumerHttps())
                .withRefusals(Listeners::refusal)
                .withTls(TlsServerSettings.modern(() -> internalTls, TlsServerSettings.ClientAuth.REQUESTED));
        HttpServerSettings server = port(edge, "server", listen.server())
                .withHostRule(HostRule.NOT_JUDGED)
                .withRefusals(Listeners::refusal)
                .withTls(TlsServerSettings.betweenServers(identity::presented, leaf -> isKnown(leaf, state)));
        return new Addresses(
                open(edge, "consumer-http", http, consumer),
                open(edge, "consumer-https", https, consumer),
                open(edge, "server", server, provider),
                open(edge, "ocsp", port(edge, "ocsp", listen.ocsp()), ocsp),
                open(edge, "administration", port(edge, "administration", listen.administration()), administration));
    }

    private HttpServerSettings port(Edge edge, String name, InetSocketAddress address) {
        return HttpServerSettings.at(address)
                .withConnectionLimits(new ConnectionLimits(
                        settings.limits().connections(), settings.limits().connectionsPerAddress()))
                .withListener(new EdgeMeters(edge.meters(), name));
    }

    private static InetSocketAddress open(
            Edge edge, String name, HttpServerSettings settings, HttpRequestHandler handler) throws IOException {
        HttpServer server = HttpServer.start(settings, handler, edge.exchanges(), edge.threads());
        edge.keep().accept(server);
        EdgeMeters.watch(edge.meters(), name, server);
        return server.address();
    }

    /** In the handshake a client certificate need only be a registered one; the rest is judged with the message. */
    private static boolean isKnown(X509Certificate leaf, ServerState state) {
        try {
            return state.current().global().serverOf(leaf).isPresent();
        } catch (LocalFault fault) {
            return false;
        }
    }

    private static Refusal refusal(int status, String text) {
        FaultReply fault = FaultReply.of(new LocalFault(GeneralFault.BAD_REQUEST, text), FaultSide.CLIENT, "");
        ErrorBody body = ErrorBody.of(fault, List.of());
        return new Refusal(
                body.contentType(),
                body.bytes(),
                HttpFields.of(List.of(new HttpField("X-Road-Error", fault.faultCode()))));
    }
}
