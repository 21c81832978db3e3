package org.ambergate.consumer;

import java.util.List;
import java.util.OptionalLong;
import org.ambergate.exchange.BodySpool;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.HttpFieldMapper;
import org.ambergate.exchange.ReceivedMessage;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.LogReceipt;
import org.ambergate.net.BodySink;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;

/** Answers the information system with a verified, durable response. */
final class ConsumerReply {
    private ConsumerReply() {}

    static void send(
            HttpReply reply,
            VerifiedResponse response,
            ReceivedMessage received,
            LogReceipt logged,
            ExchangeContext exchange)
            throws LocalFault {
        List<HttpField> fields = HttpFieldMapper.toHttpFields(response.head().fields());
        fields.removeIf(field -> field.name().equalsIgnoreCase("content-length"));
        long length = received.body().map(BodySpool::length).orElse(0L);
        BodySink sink = reply.start(response.head().status(), HttpFields.of(fields), OptionalLong.of(length));
        if (received.body().isPresent()) {
            received.body().get().read(bytes -> sink.write(bytes, exchange.idleDeadline()));
        }
        sink.finish(exchange.idleDeadline());
    }
}
