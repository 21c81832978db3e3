package org.ambergate.testsupport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.RemoteFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.transport.Direction;
import org.ambergate.transport.PartType;
import org.ambergate.transport.TransportDecoder;
import org.ambergate.transport.TransportHandler;
import org.jspecify.annotations.Nullable;

/** Everything that a transport message holds, collected in memory in the order of the wire. */
public final class DecodedMessage implements TransportHandler {
    private final List<Part> parts = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Optional<RemoteFault> fault = Optional.empty();

    /** One part as it was handed over; a fault's content is its code. */
    public record Part(PartType type, byte[] content) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Part that && type == that.type && Arrays.equals(content, that.content);
        }

        @Override
        public int hashCode() {
            return 31 * type.hashCode() + Arrays.hashCode(content);
        }

        @Override
        public String toString() {
            return type + "[" + content.length + "]";
        }
    }

    /** Decodes a whole message, fed in the given pieces. */
    public static DecodedMessage decode(Direction direction, String contentType, List<ByteBuffer> pieces)
            throws LocalFault {
        DecodedMessage message = new DecodedMessage();
        TransportDecoder decoder = new TransportDecoder(direction, contentType, message);
        for (ByteBuffer piece : pieces) {
            decoder.feed(piece);
        }
        decoder.finish();
        return message;
    }

    /** Decodes a whole message, fed in one piece. */
    public static DecodedMessage decode(Direction direction, String contentType, byte[] bytes) throws LocalFault {
        return decode(direction, contentType, List.of(ByteBuffer.wrap(bytes)));
    }

    /** Decodes a recorded message. */
    public static DecodedMessage decode(Direction direction, RecordedHttp recorded) throws LocalFault {
        return decode(direction, recorded.contentType(), recorded.body());
    }

    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /** The content of the first part of this type. */
    public Optional<byte[]> part(PartType type) {
        return parts.stream()
                .filter(part -> part.type() == type)
                .map(Part::content)
                .findFirst();
    }

    /** The REST head. */
    public byte[] head() {
        return part(PartType.REST_REQUEST)
                .or(() -> part(PartType.REST_RESPONSE))
                .orElseThrow();
    }

    public Optional<RemoteFault> fault() {
        return fault;
    }

    /** SHA-512 of the head and, if there is one, of the body. */
    public MessageDigests digests() {
        List<Digest> attachments = part(PartType.REST_BODY).map(DigestAlgorithm.SHA512::of).stream()
                .toList();
        return new MessageDigests(DigestAlgorithm.SHA512.of(head()), attachments);
    }

    @Override
    public void ocspResponse(byte[] der) {
        parts.add(new Part(PartType.OCSP_RESPONSE, der));
    }

    @Override
    public void restRequest(byte[] head) {
        parts.add(new Part(PartType.REST_REQUEST, head));
    }

    @Override
    public void restResponse(byte[] head) {
        parts.add(new Part(PartType.REST_RESPONSE, head));
    }

    @Override
    public void bodyStart() {
        body.reset();
    }

    @Override
    public void body(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        body.writeBytes(copy);
    }

    @Override
    public void bodyEnd() {
        parts.add(new Part(PartType.REST_BODY, body.toByteArray()));
    }

    @Override
    public void hashChainResult(byte[] xml) {
        parts.add(new Part(PartType.HASH_CHAIN_RESULT, xml));
    }

    @Override
    public void hashChain(byte[] xml) {
        parts.add(new Part(PartType.HASH_CHAIN, xml));
    }

    @Override
    public void signature(byte[] xml) {
        parts.add(new Part(PartType.SIGNATURE, xml));
    }

    @Override
    public void fault(RemoteFault received) {
        fault = Optional.of(received);
        parts.add(new Part(PartType.FAULT, received.faultCode().getBytes(StandardCharsets.UTF_8)));
    }
}
