package org.ambergate.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.jspecify.annotations.Nullable;

/**
 * Takes a REST transport message apart as its bytes arrive, in any split (transport specification, sections 3 and 4).
 * Bodies pass through as views of the input; other parts are collected up to a limit each.
 *
 * <p>Accepts exactly the form that X-Road's writer produces and refuses what readers could take differently: a preamble,
 * an epilogue, bare line feeds, blanks behind a boundary, folded or additional part headers, a missing end. One thread.
 */
public final class TransportDecoder {
    private enum State {
        FIRST_DELIMITER,
        AFTER_DELIMITER,
        HEADER,
        CONTENT,
        CLOSING,
        ENDED
    }

    /** Room for the parts of most messages, so that it need not grow. */
    private static final int COLLECTED_BYTES = 8 * 1024;

    private final TransportHandler handler;
    private final PartSequence sequence;
    private final PartHeader header = new PartHeader();
    private final DelimiterScanner scanner;
    private final byte[] firstDelimiter;
    private final byte[] pair = new byte[2];
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(COLLECTED_BYTES);

    private State state = State.FIRST_DELIMITER;
    /** Bytes of a delimiter or of a pair seen so far. */
    private int seen;

    private PartType part = PartType.FAULT;
    private @Nullable LocalFault failure;

    /**
     * Prepares for one message.
     *
     * @param contentTypeHeader the Content-Type of the HTTP message
     * @throws LocalFault {@code invalid_content_type} unless it is {@code multipart/mixed} with one proper boundary
     */
    public TransportDecoder(Direction direction, String contentTypeHeader, TransportHandler handler) throws LocalFault {
        String boundary = MultipartType.boundary(contentTypeHeader);
        this.handler = handler;
        this.sequence = new PartSequence(direction);
        this.scanner = new DelimiterScanner(boundary);
        this.firstDelimiter = ("--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Takes the remaining bytes of the chunk.
     *
     * @throws LocalFault {@code mime_parsing_failed} if the framing is broken; {@code invalid_message} for a part that is
     *     unknown, too long or out of order, or anything behind the end; {@code missing_rest} or {@code
     *     missing_signature} if the message ends without; or what the handler throws. Every later call throws it again.
     */
    public void feed(ByteBuffer chunk) throws LocalFault {
        rethrow();
        try {
            while (chunk.hasRemaining()) {
                step(chunk);
            }
        } catch (LocalFault e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Says that no more bytes come.
     *
     * @throws LocalFault {@code mime_parsing_failed} if the message has not ended properly
     */
    public void finish() throws LocalFault {
        rethrow();
        if (state != State.ENDED) {
            failure = broken("The message ended before its closing delimiter");
            throw failure;
        }
    }

    private void step(ByteBuffer chunk) throws LocalFault {
        switch (state) {
            case FIRST_DELIMITER -> firstDelimiter(chunk.get());
            case AFTER_DELIMITER -> afterDelimiter(chunk.get());
            case HEADER -> header(chunk.get());
            case CONTENT -> content(chunk);
            case CLOSING -> closing(chunk.get());
            case ENDED ->
                throw new LocalFault(
                        MessageFault.INVALID_MESSAGE, "The message has extra content after its closing delimiter");
        }
    }

    private void firstDelimiter(byte next) throws LocalFault {
        if (next != firstDelimiter[seen]) {
            throw broken("The message does not begin with its boundary");
        }
        seen++;
        if (seen == firstDelimiter.length) {
            enter(State.AFTER_DELIMITER);
        }
    }

    private void afterDelimiter(byte next) throws LocalFault {
        if (!isPairComplete(next)) {
            return;
        }
        if (pair[0] == '\r' && pair[1] == '\n') {
            enter(State.HEADER);
        } else if (pair[0] == '-' && pair[1] == '-') {
            sequence.requireComplete();
            enter(State.CLOSING);
        } else {
            throw broken("A boundary is followed by neither a line end nor the end of the message");
        }
    }

    private void closing(byte next) throws LocalFault {
        if (!isPairComplete(next)) {
            return;
        }
        if (pair[0] != '\r' || pair[1] != '\n') {
            throw broken("The closing delimiter is not followed by a line end");
        }
        enter(State.ENDED);
    }

    private boolean isPairComplete(byte next) {
        pair[seen] = next;
        seen++;
        return seen == pair.length;
    }

    private void enter(State next) {
        state = next;
        seen = 0;
    }

    private void header(byte next) throws LocalFault {
        if (!header.isCompleteWith(next)) {
            return;
        }
        part = header.takeType();
        sequence.accept(part);
        collected.reset();
        scanner.begin();
        enter(State.CONTENT);
        if (part == PartType.REST_BODY) {
            handler.bodyStart();
        }
    }

    private void content(ByteBuffer chunk) throws LocalFault {
        boolean hasEnded =
                part == PartType.REST_BODY ? scanner.scan(chunk, handler::body) : scanner.scan(chunk, this::collect);
        if (hasEnded) {
            enter(State.AFTER_DELIMITER);
            dispatch();
        }
    }

    private void collect(ByteBuffer bytes) throws LocalFault {
        if (bytes.remaining() > part.bytesMax() - collected.size()) {
            throw new LocalFault(
                    MessageFault.INVALID_MESSAGE,
                    "The message has a part of type " + PartType.base(part.contentType()) + " longer than "
                            + part.bytesMax() + " bytes");
        }
        if (bytes.hasArray()) {
            collected.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            return;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        collected.writeBytes(copy);
    }

    private void dispatch() throws LocalFault {
        switch (part) {
            case OCSP_RESPONSE -> handler.ocspResponse(collected.toByteArray());
            case REST_REQUEST -> handler.restRequest(collected.toByteArray());
            case REST_RESPONSE -> handler.restResponse(collected.toByteArray());
            case REST_BODY -> handler.bodyEnd();
            case HASH_CHAIN_RESULT -> handler.hashChainResult(collected.toByteArray());
            case HASH_CHAIN -> handler.hashChain(collected.toByteArray());
            case SIGNATURE -> handler.signature(collected.toByteArray());
            case FAULT -> handler.fault(FaultMessage.parse(collected.toByteArray()));
        }
    }

    private void rethrow() throws LocalFault {
        if (failure != null) {
            throw failure;
        }
    }

    private static LocalFault broken(String text) {
        return new LocalFault(MessageFault.MIME_PARSING_FAILED, text);
    }
}
