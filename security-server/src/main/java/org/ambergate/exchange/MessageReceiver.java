package org.ambergate.exchange;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.digest.Digester;
import org.ambergate.fault.ExchangeFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.fault.RemoteFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.net.BodySource;
import org.ambergate.signature.SignatureParts;
import org.ambergate.transport.Direction;
import org.ambergate.transport.TransportDecoder;
import org.ambergate.transport.TransportHandler;
import org.jspecify.annotations.Nullable;

/** Reads one transport message: digests each signed part as it passes and rests the body in a spool. */
public final class MessageReceiver implements TransportHandler {
    private final BodySpool spool;
    private final HeadCheck headCheck;
    private final List<byte[]> ocspResponses = new ArrayList<>(2);
    private byte @Nullable [] head;
    private @Nullable Digester bodyDigester;
    private @Nullable Digest bodyDigest;
    private byte @Nullable [] hashChainResult;
    private byte @Nullable [] hashChain;
    private byte @Nullable [] signature;
    private @Nullable RemoteFault fault;

    /** Looks at the head before the body is read, so that a hopeless message costs no spool. */
    public interface HeadCheck {
        void check(byte[] head, List<byte[]> ocspResponses) throws LocalFault;
    }

    private MessageReceiver(BodySpool spool, HeadCheck headCheck) {
        this.spool = spool;
        this.headCheck = headCheck;
    }

    /**
     * Reads a whole message.
     *
     * @param check looks at the head as soon as it is there
     * @throws ExchangeFault a {@link RemoteFault} if the other side sent a fault; a {@link LocalFault} for all else
     */
    public static ReceivedMessage receive(
            Direction direction, String contentType, BodySource source, ExchangeContext exchange, HeadCheck check)
            throws ExchangeFault {
        MessageReceiver receiver = new MessageReceiver(exchange.newSpool(), check);
        TransportDecoder decoder = new TransportDecoder(direction, contentType, receiver);
        Optional<ByteBuffer> chunk = source.read(exchange.idleDeadline());
        while (chunk.isPresent()) {
            decoder.feed(chunk.get());
            chunk = source.read(exchange.idleDeadline());
        }
        decoder.finish();
        return receiver.message();
    }

    @Override
    public void ocspResponse(byte[] der) {
        ocspResponses.add(der);
    }

    @Override
    public void restRequest(byte[] bytes) throws LocalFault {
        head = bytes;
        headCheck.check(bytes, ocspResponses);
    }

    @Override
    public void restResponse(byte[] bytes) throws LocalFault {
        head = bytes;
        headCheck.check(bytes, ocspResponses);
    }

    @Override
    public void bodyStart() {
        bodyDigester = new Digester(DigestAlgorithm.SHA512);
    }

    @Override
    public void body(ByteBuffer bytes) throws LocalFault {
        Digester digester = bodyDigester;
        if (digester == null) {
            throw new LocalFault(MessageFault.INVALID_MESSAGE, "Body bytes outside a body part");
        }
        digester.update(bytes);
        spool.write(bytes);
    }

    @Override
    public void bodyEnd() {
        Digester digester = bodyDigester;
        if (digester != null) {
            bodyDigest = digester.finish();
        }
    }

    @Override
    public void hashChainResult(byte[] xml) {
        hashChainResult = xml;
    }

    @Override
    public void hashChain(byte[] xml) {
        hashChain = xml;
    }

    @Override
    public void signature(byte[] xml) {
        signature = xml;
    }

    @Override
    public void fault(RemoteFault received) {
        fault = received;
    }

    private ReceivedMessage message() throws ExchangeFault {
        if (fault != null) {
            throw fault;
        }
        byte[] headBytes = head;
        if (headBytes == null) {
            throw new LocalFault(MessageFault.MISSING_REST, "The message has no REST head");
        }
        byte[] signatureBytes = signature;
        if (signatureBytes == null) {
            throw new LocalFault(MessageFault.MISSING_SIGNATURE, "The message has no signature");
        }
        Digest body = bodyDigest;
        MessageDigests digests =
                new MessageDigests(DigestAlgorithm.SHA512.of(headBytes), body == null ? List.of() : List.of(body));
        return new ReceivedMessage(
                List.copyOf(ocspResponses),
                headBytes,
                body == null ? Optional.empty() : Optional.of(spool),
                digests,
                new SignatureParts(signatureBytes, batch()));
    }

    private Optional<SignatureParts.Batch> batch() throws LocalFault {
        byte[] result = hashChainResult;
        byte[] chain = hashChain;
        if (result == null && chain == null) {
            return Optional.empty();
        }
        if (result == null || chain == null) {
            throw new LocalFault(MessageFault.INVALID_MESSAGE, "A hash chain and its result come only together");
        }
        return Optional.of(new SignatureParts.Batch(result, chain));
    }
}
