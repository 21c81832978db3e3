package org.ambergate.exchange;

import java.nio.ByteBuffer;
import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.digest.Digester;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.LogReceipt;
import org.ambergate.message.MessageDigests;
import org.ambergate.net.BodySink;
import org.ambergate.net.Deadline;
import org.ambergate.signature.SignatureParts;
import org.ambergate.signature.SignedMessage;
import org.ambergate.transport.PartType;
import org.ambergate.transport.TransportEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes one transport message. What is written gathers in memory until a full piece is due, so that a small message
 * leaves in one piece together with its signature; the signature is asked for together with the log's receipt, so none
 * leaves before it is logged (promise D5).
 */
public final class MessageSender {
    /** One piece on the wire; two TLS records. */
    private static final int PIECE_BYTES = 32 * 1024;

    /** Enough for a message with a small body and a signature. */
    private static final int FIRST_BYTES = 16 * 1024;

    private final TransportEncoder encoder;
    private final Opening opening;
    private ByteBuffer gathered = ByteBuffer.allocate(FIRST_BYTES);
    private @Nullable BodySink sink;
    private @Nullable Digest headDigest;
    private @Nullable Digester bodyDigester;

    /** Opens the HTTP message when the first piece is due. */
    public interface Opening {
        BodySink open() throws LocalFault;
    }

    public MessageSender(TransportEncoder encoder, Opening opening) {
        this.encoder = encoder;
        this.opening = opening;
    }

    public void ocspResponses(List<byte[]> responses, Deadline deadline) throws LocalFault {
        for (byte[] response : responses) {
            part(PartType.OCSP_RESPONSE, response, deadline);
        }
    }

    /** Writes the REST head and digests it. */
    public void head(PartType type, byte[] head, Deadline deadline) throws LocalFault {
        headDigest = DigestAlgorithm.SHA512.of(head);
        part(type, head, deadline);
    }

    /** Writes body bytes and digests them; the body part begins with the first ones. */
    public void body(ByteBuffer bytes, Deadline deadline) throws LocalFault {
        Digester digester = bodyDigester;
        if (digester == null) {
            digester = new Digester(DigestAlgorithm.SHA512);
            bodyDigester = digester;
            put(encoder.open(PartType.REST_BODY), deadline);
        }
        digester.update(bytes);
        put(bytes, deadline);
    }

    /** The digests of what was written. */
    public MessageDigests digests() {
        Digest head = headDigest;
        if (head == null) {
            throw new IllegalStateException("No head was written");
        }
        Digester digester = bodyDigester;
        return new MessageDigests(head, digester == null ? List.of() : List.of(digester.finish()));
    }

    /** Writes the signature and ends the message; the receipt shows that it is durable here. */
    public void finish(SignedMessage signed, LogReceipt receipt, Deadline deadline) throws LocalFault {
        SignatureParts parts = signed.parts();
        if (parts.batch().isPresent()) {
            part(PartType.HASH_CHAIN_RESULT, parts.batch().get().hashChainResult(), deadline);
            part(PartType.HASH_CHAIN, parts.batch().get().hashChain(), deadline);
        }
        part(PartType.SIGNATURE, parts.signature(), deadline);
        put(encoder.close(), deadline);
        flush(deadline);
        sink().finish(deadline);
    }

    /** Whether anything has left, after which a fault can only be a part of this message. */
    public boolean isOnTheWire() {
        return sink != null;
    }

    /** Ends the message with a fault in place of what is missing (transport specification, section 8.1). */
    public void fault(FaultReply fault, Deadline deadline) throws LocalFault {
        put(encoder.fault(fault), deadline);
        put(encoder.close(), deadline);
        flush(deadline);
        sink().finish(deadline);
    }

    /** Breaks off; the receiver sees a message without an end. */
    public void abort() {
        if (sink != null) {
            sink.abort();
        }
    }

    private void part(PartType type, byte[] content, Deadline deadline) throws LocalFault {
        put(encoder.open(type), deadline);
        put(content, deadline);
    }

    private void put(byte[] bytes, Deadline deadline) throws LocalFault {
        put(ByteBuffer.wrap(bytes), deadline);
    }

    private void put(ByteBuffer bytes, Deadline deadline) throws LocalFault {
        if (gathered.position() + bytes.remaining() > PIECE_BYTES) {
            flush(deadline);
        }
        if (bytes.remaining() > PIECE_BYTES) {
            sink().write(bytes, deadline);
            return;
        }
        if (bytes.remaining() > gathered.remaining()) {
            gathered = ByteBuffer.allocate(PIECE_BYTES).put(gathered.flip());
        }
        gathered.put(bytes.duplicate());
    }

    private void flush(Deadline deadline) throws LocalFault {
        if (gathered.position() > 0) {
            sink().write(gathered.flip(), deadline);
            gathered.clear();
        }
    }

    private BodySink sink() throws LocalFault {
        BodySink open = sink;
        if (open == null) {
            open = opening.open();
            sink = open;
        }
        return open;
    }
}
