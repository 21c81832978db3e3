package org.ambergate.provider;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.ambergate.exchange.BodyKeeper;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.HttpFieldMapper;
import org.ambergate.exchange.MessageSender;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.LogReceipt;
import org.ambergate.message.MessageDigests;
import org.ambergate.message.RestRequestHead;
import org.ambergate.message.RestResponseHead;
import org.ambergate.net.BodySink;
import org.ambergate.net.BodySource;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.ambergate.signature.SignedMessage;
import org.ambergate.transport.FaultMessage;
import org.ambergate.transport.PartType;
import org.ambergate.transport.TransportEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The answer to another security server: a signed message, a whole-response fault if nothing has left yet, or a fault
 * part if something has (transport specification, sections 2.2 and 8.1).
 */
final class ProviderReply {
    private final HttpReply reply;
    private final ExchangeContext exchange;
    private final MessageSender message;
    private @Nullable RestResponseHead head;
    private @Nullable BodyKeeper kept;

    ProviderReply(HttpReply reply, ExchangeContext exchange) {
        this.reply = reply;
        this.exchange = exchange;
        TransportEncoder encoder = new TransportEncoder(TransportEncoder.newBoundary(ThreadLocalRandom.current()));
        this.message = new MessageSender(encoder, () -> start(encoder));
    }

    /** Streams the service's answer toward the wire, digesting it and keeping the body for the log. */
    MessageDigests write(
            RestRequestHead request, MessageDigests requestDigests, ServiceResponse response, BodyKeeper keeper)
            throws LocalFault {
        RestResponseHead built = RestResponseHead.fromService(
                response.status(),
                response.reason(),
                HttpFieldMapper.toFields(response.fields()),
                request,
                requestDigests.requestHash().base64());
        head = built;
        kept = keeper;
        message.head(PartType.REST_RESPONSE, built.bytes(), exchange.idleDeadline());
        BodySource body = response.body();
        Optional<ByteBuffer> chunk = body.read(exchange.idleDeadline());
        while (chunk.isPresent()) {
            keeper.write(chunk.get());
            message.body(chunk.get(), exchange.idleDeadline());
            chunk = body.read(exchange.idleDeadline());
        }
        return message.digests();
    }

    RestResponseHead head() {
        RestResponseHead built = head;
        if (built == null) {
            throw new IllegalStateException("No response was written");
        }
        return built;
    }

    BodyKeeper kept() {
        BodyKeeper keeper = kept;
        if (keeper == null) {
            throw new IllegalStateException("No response was written");
        }
        return keeper;
    }

    /** Sends the signature; the receipt shows that the response is durable. */
    void finish(SignedMessage signed, LogReceipt logged) throws LocalFault {
        exchange.responseLogged();
        message.finish(signed, logged, exchange.idleDeadline());
    }

    /** Answers with a fault in the shape that still fits. */
    void refuse(FaultReply fault, boolean overloaded) {
        try {
            if (message.isOnTheWire()) {
                message.fault(fault, exchange.idleDeadline());
            } else {
                reply.send(overloaded ? 500 : 200, faultFields(), FaultMessage.encode(fault));
            }
        } catch (LocalFault gone) {
            message.abort();
            reply.abort();
        }
    }

    private BodySink start(TransportEncoder encoder) throws LocalFault {
        List<HttpField> fields = new ArrayList<>(2);
        fields.add(new HttpField("Content-Type", encoder.contentType()));
        fields.add(new HttpField("x-hash-algorithm", "SHA-512"));
        return reply.start(200, HttpFields.of(fields), OptionalLong.empty());
    }

    private static HttpFields faultFields() {
        return HttpFields.of(
                List.of(new HttpField("Content-Type", "text/xml;charset=utf-8"), new HttpField("SOAPAction", "")));
    }
}
