package org.ambergate.consumer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.ambergate.exchange.BodyKeeper;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.MessageReceiver;
import org.ambergate.exchange.MessageSender;
import org.ambergate.exchange.ReceivedMessage;
import org.ambergate.exchange.WholeBody;
import org.ambergate.fault.ExchangeFault;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.fault.RemoteFault;
import org.ambergate.fault.Stage;
import org.ambergate.journal.LogReceipt;
import org.ambergate.message.MessageDigests;
import org.ambergate.message.RestRequestHead;
import org.ambergate.net.BodySink;
import org.ambergate.net.BodySource;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpLink;
import org.ambergate.net.HttpResponse;
import org.ambergate.signature.SignedMessage;
import org.ambergate.transport.Direction;
import org.ambergate.transport.FaultMessage;
import org.ambergate.transport.PartType;
import org.ambergate.transport.TransportEncoder;

/** One exchange's use of a link to the provider's security server. Closing it unreleased breaks the connection. */
final class ProviderLink implements AutoCloseable {
    /** What this server answers to a peer's version check: X-Road's version, with our name as build metadata. */
    private static final String PROXY_VERSION = "7.8.0+ambergate";

    private static final int FAULT_BYTES_MAX = 64 * 1024;

    private final HttpLink link;
    private final List<byte[]> ownOcsp;
    private final ExchangeContext exchange;
    private final Duration responseTime;
    private final MessageSender message;
    private boolean released;

    ProviderLink(
            HttpLink link,
            List<byte[]> ownOcsp,
            RestRequestHead request,
            ExchangeContext exchange,
            Duration responseTime) {
        this.link = link;
        this.ownOcsp = ownOcsp;
        this.exchange = exchange;
        this.responseTime = responseTime;
        TransportEncoder encoder = new TransportEncoder(TransportEncoder.newBoundary(ThreadLocalRandom.current()));
        this.message = new MessageSender(encoder, () -> start(encoder, request));
    }

    /** Streams head and body toward the wire, digesting them and keeping the body for the log. */
    MessageDigests write(RestRequestHead head, BodySource body, BodyKeeper kept) throws LocalFault {
        message.ocspResponses(ownOcsp, exchange.idleDeadline());
        message.head(PartType.REST_REQUEST, head.bytes(), exchange.idleDeadline());
        Optional<ByteBuffer> chunk = body.read(exchange.idleDeadline());
        while (chunk.isPresent()) {
            kept.write(chunk.get());
            message.body(chunk.get(), exchange.idleDeadline());
            chunk = body.read(exchange.idleDeadline());
        }
        return message.digests();
    }

    /** Sends the signature; from here on the provider may act. */
    void finish(SignedMessage signed, LogReceipt logged) throws LocalFault {
        exchange.requestLeft();
        message.finish(signed, logged, exchange.idleDeadline());
    }

    /** Waits for the response and takes it apart. */
    ReceivedMessage read() throws ExchangeFault {
        HttpResponse response = link.receive(exchange.deadline().orAfter(responseTime));
        if (response.status() != 200 && response.status() != 500) {
            throw new LocalFault(
                    GeneralFault.HTTP_ERROR, "The provider's security server answered " + response.status());
        }
        String contentType = response.fields()
                .first("content-type")
                .orElseThrow(() -> new LocalFault(
                        MessageFault.INVALID_CONTENT_TYPE, "The provider's security server sent no content type"));
        if (contentType.toLowerCase(Locale.ROOT).startsWith("text/xml")) {
            throw wholeFault(response);
        }
        requireHashAlgorithm(response.fields());
        try {
            return MessageReceiver.receive(
                    Direction.RESPONSE, contentType, response.body(), exchange, (head, ocsp) -> {});
        } catch (LocalFault fault) {
            throw fault.within(Stage.SERVICE_FAILED);
        }
    }

    /** Gives the connection back for another exchange. */
    void release() {
        released = true;
        link.release();
    }

    @Override
    public void close() {
        if (!released) {
            link.abort();
        }
    }

    private BodySink start(TransportEncoder encoder, RestRequestHead request) throws LocalFault {
        List<HttpField> fields = new ArrayList<>(8);
        fields.add(new HttpField("Host", "localhost"));
        fields.add(new HttpField("Content-Type", encoder.contentType()));
        fields.add(new HttpField("x-hash-algorithm", "SHA-512"));
        fields.add(new HttpField("x-proxy-version", PROXY_VERSION));
        fields.add(new HttpField("x-road-message-type", "REST"));
        fields.add(new HttpField("x-road-request-id", request.requestId()));
        fields.add(
                new HttpField("x-original-content-type", request.contentType().orElse("")));
        return link.send("POST", "/", HttpFields.of(fields), OptionalLong.empty(), exchange.idleDeadline());
    }

    private RemoteFault wholeFault(HttpResponse response) throws LocalFault {
        Deadline deadline = exchange.idleDeadline();
        return FaultMessage.parse(WholeBody.read(response.body(), FAULT_BYTES_MAX, deadline));
    }

    private static void requireHashAlgorithm(HttpFields fields) throws LocalFault {
        if (!fields.first("x-hash-algorithm")
                .filter("SHA-512"::equalsIgnoreCase)
                .isPresent()) {
            throw new LocalFault(MessageFault.INVALID_MESSAGE, "The response's hash algorithm is not SHA-512")
                    .within(Stage.SERVICE_FAILED);
        }
    }
}
