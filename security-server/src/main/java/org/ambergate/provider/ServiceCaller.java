package org.ambergate.provider;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ambergate.exchange.BodySpool;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.HttpFieldMapper;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.journal.LogReceipt;
import org.ambergate.message.RestRequestHead;
import org.ambergate.net.BodySink;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpLink;
import org.ambergate.net.HttpLinks;
import org.ambergate.net.LinkTls;
import org.ambergate.net.TlsIdentity;
import org.ambergate.pki.Certificates;
import org.ambergate.serverconf.AccessGrant;
import org.ambergate.serverconf.LocalClient;
import org.ambergate.serverconf.Service;

/** Calls the information system that provides a service (client protocol specification, sections 2.8 and 4.3). */
final class ServiceCaller {
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final HttpLinks links;
    private final TlsIdentity internalTls;
    private final Duration connectTime;

    ServiceCaller(HttpLinks links, TlsIdentity internalTls, Duration connectTime) {
        this.links = links;
        this.internalTls = internalTls;
        this.connectTime = connectTime;
    }

    /**
     * Sends a request to its service and waits for the head of the answer.
     *
     * @param grant shows that the client may, and which path
     * @param logged shows that the request is durable
     */
    ServiceResponse call(
            AccessGrant grant,
            ReceivedRequest request,
            LogReceipt logged,
            ServerSnapshot snapshot,
            ExchangeContext exchange)
            throws LocalFault {
        Service service = grant.service();
        HttpLink link = links.open(
                List.of(address(service.url())),
                tls(service, snapshot),
                exchange.deadline().orAfter(connectTime));
        try {
            exchange.requestLeft();
            Deadline answered = exchange.deadline().orAfter(service.timeout());
            send(link, grant, request, exchange);
            return new ServiceResponse(link, link.receive(answered));
        } catch (LocalFault | RuntimeException e) {
            link.abort();
            throw e;
        }
    }

    private static void send(HttpLink link, AccessGrant grant, ReceivedRequest request, ExchangeContext exchange)
            throws LocalFault {
        RestRequestHead head = request.head();
        Optional<BodySpool> body = request.message().body();
        long length = body.map(BodySpool::length).orElse(0L);
        List<HttpField> fields = HttpFieldMapper.toHttpFields(head.fields());
        fields.add(new HttpField("Host", grant.service().url().getRawAuthority()));
        OptionalLong contentLength =
                length > 0 || METHODS_WITH_BODY.contains(head.method()) ? OptionalLong.of(length) : OptionalLong.of(0);
        BodySink sink = link.send(
                head.method(), target(grant, head), HttpFields.of(fields), contentLength, exchange.idleDeadline());
        if (body.isPresent()) {
            body.get().read(bytes -> sink.write(bytes, exchange.idleDeadline()));
        }
        sink.finish(exchange.idleDeadline());
    }

    private static String target(AccessGrant grant, RestRequestHead head) {
        String base = grant.service().url().getRawPath();
        String path = grant.path().forwarded();
        if (base.endsWith("/") && path.startsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        String whole = base + path;
        String rooted = whole.startsWith("/") ? whole : "/" + whole;
        return head.rawQuery().map(query -> rooted + "?" + query).orElse(rooted);
    }

    private static InetSocketAddress address(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : isTls(url) ? 443 : 80;
        return InetSocketAddress.createUnresolved(url.getHost().replace("[", "").replace("]", ""), port);
    }

    private Optional<LinkTls> tls(Service service, ServerSnapshot snapshot) {
        if (!isTls(service.url())) {
            return Optional.empty();
        }
        return Optional.of(LinkTls.presenting(() -> internalTls, (chain, address, deadline) -> {
                    if (service.verifyCertificate()) {
                        requireRegistered(service, chain, snapshot);
                    }
                })
                .withServerName(service.url().getHost()));
    }

    private static void requireRegistered(Service service, List<X509Certificate> chain, ServerSnapshot snapshot)
            throws LocalFault {
        Optional<LocalClient> provider =
                snapshot.configuration().client(service.id().client());
        if (chain.isEmpty()
                || provider.isEmpty()
                || !provider.get().certificates().contains(Certificates.sha256(chain.get(0)))) {
            throw new LocalFault(
                    MessageFault.SSL_AUTHENTICATION_FAILED,
                    "The service's TLS certificate is not registered for "
                            + service.id().client());
        }
    }

    private static boolean isTls(URI url) {
        return url.getScheme().toLowerCase(Locale.ROOT).equals("https");
    }
}
