package org.ambergate.provider;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.MessageReceiver;
import org.ambergate.exchange.ReceivedMessage;
import org.ambergate.fault.ExchangeFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.fault.Stage;
import org.ambergate.message.ProxyVersion;
import org.ambergate.message.RestRequestHead;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpRequest;
import org.ambergate.transport.Direction;

/** The HTTP request of another security server, before its message is read (transport specification, section 2.1). */
final class IncomingTransport {
    private final HttpRequest request;
    private final String contentType;
    private final String requestId;

    private IncomingTransport(HttpRequest request, String contentType, String requestId) {
        this.request = request;
        this.contentType = contentType;
        this.requestId = requestId;
    }

    /**
     * Checks the method and the headers that a REST message needs.
     *
     * @param oldest what the calling server has to be at least; empty: anything
     */
    static IncomingTransport accept(HttpRequest request, Optional<ProxyVersion> oldest) throws LocalFault {
        if (!request.method().equals("POST")) {
            throw new LocalFault(MessageFault.INVALID_HTTP_METHOD, "Must use POST");
        }
        HttpFields fields = request.fields();
        if (oldest.isPresent()) {
            requireVersion(fields.first("x-proxy-version").flatMap(ProxyVersion::parse), oldest.get());
        }
        if (!fields.first("x-road-message-type").filter("REST"::equals).isPresent()) {
            throw new LocalFault(MessageFault.INVALID_MESSAGE, "This server takes REST messages only");
        }
        if (!fields.first("x-hash-algorithm")
                .filter("SHA-512"::equalsIgnoreCase)
                .isPresent()) {
            throw new LocalFault(MessageFault.INVALID_MESSAGE, "The message's hash algorithm is not SHA-512");
        }
        String contentType = fields.first("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/mixed"))
                .orElseThrow(() ->
                        new LocalFault(MessageFault.INVALID_CONTENT_TYPE, "The content type is not multipart/mixed"));
        String requestId = fields.first("x-road-request-id")
                .orElseThrow(() -> new LocalFault(MessageFault.INVALID_MESSAGE, "x-road-request-id is missing"));
        return new IncomingTransport(request, contentType, requestId);
    }

    private static void requireVersion(Optional<ProxyVersion> said, ProxyVersion oldest) throws LocalFault {
        if (said.isEmpty() || said.get().compareTo(oldest) < 0) {
            throw new LocalFault(
                    MessageFault.CLIENT_PROXY_VERSION_NOT_SUPPORTED,
                    "The calling security server must say that it has version " + oldest + " or later");
        }
    }

    List<X509Certificate> certificates() {
        return request.peer().certificates();
    }

    /** Reads the whole message; nothing of it is trusted yet. */
    ReceivedRequest read(ExchangeContext exchange) throws ExchangeFault {
        HeadHolder holder = new HeadHolder();
        ReceivedMessage message;
        try {
            message = MessageReceiver.receive(
                    Direction.REQUEST,
                    contentType,
                    request.body(),
                    exchange,
                    (head, ocsp) -> holder.take(head, exchange));
        } catch (LocalFault fault) {
            throw fault.within(Stage.SERVICE_FAILED);
        }
        return new ReceivedRequest(holder.head(), message);
    }

    /** Parses the head as soon as it is there, so that a bad one ends the exchange before its body is read. */
    private final class HeadHolder {
        private final java.util.List<RestRequestHead> parsed = new java.util.ArrayList<>(1);

        void take(byte[] bytes, ExchangeContext exchange) throws LocalFault {
            RestRequestHead head = RestRequestHead.parse(bytes);
            if (!head.requestId().equals(requestId)) {
                throw new LocalFault(
                        MessageFault.INVALID_MESSAGE, "The request identifiers of message and HTTP header differ");
            }
            exchange.concerns(head);
            parsed.add(head);
        }

        RestRequestHead head() throws LocalFault {
            if (parsed.size() != 1) {
                throw new LocalFault(MessageFault.MISSING_REST, "The message has no REST head");
            }
            return parsed.get(0);
        }
    }
}
