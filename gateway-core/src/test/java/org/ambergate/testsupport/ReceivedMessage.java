package org.ambergate.testsupport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.RemoteFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.message.RestRequestHead;
import org.ambergate.message.RestResponseHead;
import org.ambergate.signature.SignatureParts;
import org.ambergate.transport.Direction;
import org.ambergate.transport.TransportDecoder;
import org.ambergate.transport.TransportHandler;

/**
 * A recorded message taken apart as its receiver would.
 *
 * @param name where it was recorded
 * @param head the REST head
 * @param body the body, if there was one
 * @param parts the signature
 * @param ocspResponses the OCSP parts, of a request
 * @param signer who is to have signed
 * @param signingTime when the recorded signature says it was made; the recorded OCSP responses are fresh then
 */
public record ReceivedMessage(
        String name,
        byte[] head,
        Optional<byte[]> body,
        SignatureParts parts,
        List<byte[]> ocspResponses,
        MemberId signer,
        Instant signingTime) {
    private static final Pattern SIGNING_TIME = Pattern.compile("SigningTime>([^<]+)<");

    /** Every signed REST message of the recording, requests and responses. */
    public static List<ReceivedMessage> all() {
        List<ReceivedMessage> messages = new ArrayList<>();
        for (RecordedExchange exchange : RecordedExchange.all()) {
            messages.add(request(exchange));
            if (exchange.isAnswered()) {
                messages.add(response(exchange));
            }
        }
        return List.copyOf(messages);
    }

    public static ReceivedMessage request(RecordedExchange exchange) {
        return read(exchange.name() + " request", Direction.REQUEST, exchange.request());
    }

    public static ReceivedMessage response(RecordedExchange exchange) {
        return read(exchange.name() + " response", Direction.RESPONSE, exchange.response());
    }

    public MessageDigests digests() {
        List<Digest> attachments = body.map(DigestAlgorithm.SHA512::of).stream().toList();
        return new MessageDigests(DigestAlgorithm.SHA512.of(head), attachments);
    }

    public ReceivedMessage withHead(byte[] other) {
        return new ReceivedMessage(name, other, body, parts, ocspResponses, signer, signingTime);
    }

    public ReceivedMessage withBody(Optional<byte[]> other) {
        return new ReceivedMessage(name, head, other, parts, ocspResponses, signer, signingTime);
    }

    public ReceivedMessage withParts(SignatureParts other) {
        return new ReceivedMessage(name, head, body, other, ocspResponses, signer, signingTime);
    }

    @Override
    public String toString() {
        return name;
    }

    private static ReceivedMessage read(String name, Direction direction, RecordedHttp http) {
        Collector collector = new Collector();
        try {
            TransportDecoder decoder = new TransportDecoder(direction, http.contentType(), collector);
            decoder.feed(ByteBuffer.wrap(http.body()));
            decoder.finish();
            MemberId signer = direction == Direction.REQUEST
                    ? RestRequestHead.parse(collector.head).client().member()
                    : RestResponseHead.parse(collector.head).service().client().member();
            return collector.message(name, signer);
        } catch (LocalFault e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static final class Collector implements TransportHandler {
        private final List<byte[]> ocsp = new ArrayList<>();
        private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        private byte[] head = {};
        private Optional<byte[]> body = Optional.empty();
        private Optional<byte[]> result = Optional.empty();
        private Optional<byte[]> chain = Optional.empty();
        private byte[] signature = {};

        ReceivedMessage message(String name, MemberId signer) {
            Optional<SignatureParts.Batch> batch = result.map(r -> new SignatureParts.Batch(r, chain.orElseThrow()));
            return new ReceivedMessage(
                    name, head, body, new SignatureParts(signature, batch), ocsp, signer, signingTime());
        }

        private Instant signingTime() {
            Matcher matcher = SIGNING_TIME.matcher(new String(signature, StandardCharsets.UTF_8));
            if (!matcher.find()) {
                throw new IllegalStateException("the recorded signature has no signing time");
            }
            return Instant.parse(matcher.group(1));
        }

        @Override
        public void ocspResponse(byte[] der) {
            ocsp.add(der);
        }

        @Override
        public void restRequest(byte[] received) {
            head = received;
        }

        @Override
        public void restResponse(byte[] received) {
            head = received;
        }

        @Override
        public void bodyStart() {
            bytes.reset();
        }

        @Override
        public void body(ByteBuffer chunk) {
            byte[] copy = new byte[chunk.remaining()];
            chunk.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void bodyEnd() {
            body = Optional.of(bytes.toByteArray());
        }

        @Override
        public void hashChainResult(byte[] xml) {
            result = Optional.of(xml);
        }

        @Override
        public void hashChain(byte[] xml) {
            chain = Optional.of(xml);
        }

        @Override
        public void signature(byte[] xml) {
            signature = xml;
        }

        @Override
        public void fault(RemoteFault fault) {
            throw new IllegalStateException("a fault was recorded");
        }
    }
}
