package org.ambergate.net;

import io.netty.buffer.ByteBuf;

/**
 * Takes the framing off a body. Chunk sizes are hexadecimal digits and nothing else: extensions, signs, blanks and bare
 * line ends are what smuggling is made of (RFC 9112, section 7.1; threat T-30).
 */
final class BodyDecoder {
    /** 8 digits: four GiB in one chunk are more than any sender gathers, and cannot overflow. */
    static final int CHUNK_SIZE_DIGITS_MAX = 8;

    /** Dropped trailers are read over, not stored; a few checksums fit. */
    static final int TRAILER_BYTES_MAX = 8 * 1024;

    /** What becomes of fields after the last chunk. */
    enum Trailers {
        /** From information systems: a field that nobody checked must not exist. */
        REFUSED,
        /** From services: read over and forgotten. */
        DROPPED
    }

    private enum State {
        SIZE,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_LINE,
        TRAILER_LF,
        LAST_LF,
        RAW,
        DONE
    }

    private final Trailers trailers;
    private final boolean chunked;
    private State state;
    /** What is left of the body or of the chunk; without bound in a body that ends with the connection. */
    private long remaining;

    private int digits;
    private int trailerBytes;

    BodyDecoder(Framing framing, Trailers trailers) {
        this.trailers = trailers;
        this.chunked = framing.kind() == Framing.Kind.CHUNKED;
        this.state = chunked ? State.SIZE : framing.isBodiless() ? State.DONE : State.RAW;
        this.remaining = framing.kind() == Framing.Kind.UNTIL_CLOSE ? Long.MAX_VALUE : framing.length();
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** The least number of body bytes that are still to come. */
    long remainingAtLeast() {
        return state == State.DONE ? 0 : remaining;
    }

    /** Passes body bytes on until the input is used up or the body has ended; true if it has ended. */
    boolean decode(ByteBuf in, InboundBody out) throws RefusedException {
        while (state != State.DONE && in.isReadable()) {
            if (state == State.RAW || state == State.DATA) {
                pass(in, out);
            } else {
                step(in.readByte());
            }
        }
        return state == State.DONE;
    }

    private void pass(ByteBuf in, InboundBody out) {
        int count = (int) Math.min(remaining, in.readableBytes());
        remaining -= count;
        out.offer(in, count);
        if (remaining == 0) {
            state = chunked ? State.DATA_CR : State.DONE;
        }
    }

    private void step(byte b) throws RefusedException {
        switch (state) {
            case SIZE -> size(b);
            case SIZE_LF -> {
                expect(b, '\n');
                state = remaining == 0 ? State.TRAILER_START : State.DATA;
                digits = 0;
            }
            case DATA_CR -> {
                expect(b, '\r');
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                expect(b, '\n');
                state = State.SIZE;
            }
            default -> trailer(b);
        }
    }

    private void size(byte b) throws RefusedException {
        int digit = Ascii.hexDigit(b);
        if (digit >= 0 && digits < CHUNK_SIZE_DIGITS_MAX) {
            remaining = digits == 0 ? digit : remaining * 16 + digit;
            digits++;
        } else if (b == '\r' && digits > 0) {
            state = State.SIZE_LF;
        } else {
            throw RefusedException.badRequest("Malformed chunk size");
        }
    }

    private void trailer(byte b) throws RefusedException {
        switch (state) {
            case TRAILER_START -> {
                if (b == '\r') {
                    state = State.LAST_LF;
                } else {
                    trailerByte(b);
                    state = State.TRAILER_LINE;
                }
            }
            case TRAILER_LINE -> {
                if (b == '\r') {
                    state = State.TRAILER_LF;
                } else {
                    trailerByte(b);
                }
            }
            case TRAILER_LF -> {
                expect(b, '\n');
                state = State.TRAILER_START;
            }
            default -> {
                expect(b, '\n');
                state = State.DONE;
            }
        }
    }

    private void trailerByte(byte b) throws RefusedException {
        if (trailers == Trailers.REFUSED) {
            throw RefusedException.badRequest("Trailers are not accepted");
        }
        trailerBytes++;
        if (trailerBytes > TRAILER_BYTES_MAX || (b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
            throw RefusedException.badRequest("Malformed trailers");
        }
    }

    private static void expect(byte b, char expected) throws RefusedException {
        if (b != expected) {
            throw RefusedException.badRequest("Malformed chunk");
        }
    }
}
