package org.ambergate.sandbox.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads replies on one connection, as they arrive in pieces, and compares each body with the expected one. It knows just
 * enough HTTP for that: a length or chunks. One event loop.
 */
final class ReplyReader {
    // A head line longer than this is nothing that a server under test would send.
    static final int LINE_BYTES_MAX = 8 * 1024;
    private static final String STATUS_OK = "HTTP/1.1 200";

    private final ByteBuf expected;
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int lineLength;
    private State state = State.STATUS;
    private boolean right = true;
    private long remaining;
    private int bodyOffset;
    private boolean chunked;

    /** What is known after some bytes. */
    enum Outcome {
        MORE,
        RIGHT,
        WRONG,
        BROKEN
    }

    private enum State {
        STATUS,
        FIELDS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        DONE,
        BROKEN
    }

    ReplyReader(byte[] expectedBody) {
        this.expected = Unpooled.wrappedBuffer(expectedBody);
    }

    /** Reads up to the end of the current reply. Bytes behind that end break the connection: nothing was asked for. */
    Outcome read(ByteBuf in) {
        while (in.isReadable() && state != State.DONE && state != State.BROKEN) {
            if (state == State.BODY || state == State.CHUNK) {
                body(in);
            } else if (takeLine(in)) {
                line(new String(line, 0, lineLength, StandardCharsets.ISO_8859_1));
                lineLength = 0;
            }
        }
        if (state == State.BROKEN || (state == State.DONE && in.isReadable())) {
            return Outcome.BROKEN;
        }
        return state == State.DONE ? finish() : Outcome.MORE;
    }

    private Outcome finish() {
        boolean whole = right && bodyOffset == expected.readableBytes();
        state = State.STATUS;
        right = true;
        bodyOffset = 0;
        remaining = 0;
        chunked = false;
        return whole ? Outcome.RIGHT : Outcome.WRONG;
    }

    /** Collects bytes up to a line feed; true when there is a whole line, without its end. */
    private boolean takeLine(ByteBuf in) {
        int end = in.bytesBefore((byte) '\n');
        int take = end < 0 ? in.readableBytes() : end;
        if (lineLength + take > line.length) {
            state = State.BROKEN;
            return false;
        }
        in.readBytes(line, lineLength, take);
        lineLength += take;
        if (end < 0) {
            return false;
        }
        in.skipBytes(1);
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
            lineLength--;
        }
        return true;
    }

    private void line(String text) {
        switch (state) {
            case STATUS -> {
                right = text.startsWith(STATUS_OK);
                state = text.startsWith("HTTP/1.1 ") ? State.FIELDS : State.BROKEN;
            }
            case FIELDS -> field(text);
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> state = text.isEmpty() ? State.CHUNK_SIZE : State.BROKEN;
            case TRAILER -> state = text.isEmpty() ? State.DONE : State.TRAILER;
            default -> state = State.BROKEN;
        }
    }

    private void field(String text) {
        if (text.isEmpty()) {
            if (chunked) {
                state = State.CHUNK_SIZE;
            } else {
                state = remaining == 0 ? State.DONE : State.BODY;
            }
        } else if (text.regionMatches(true, 0, "Content-Length:", 0, 15)) {
            number(text.substring(15).strip(), 10);
        } else if (text.regionMatches(true, 0, "Transfer-Encoding:", 0, 18)) {
            chunked = text.toLowerCase(Locale.ROOT).endsWith("chunked");
        }
    }

    private void chunkSize(String text) {
        int extension = text.indexOf(';');
        number((extension < 0 ? text : text.substring(0, extension)).strip(), 16);
        if (state != State.BROKEN) {
            state = remaining == 0 ? State.TRAILER : State.CHUNK;
        }
    }

    private void number(String digits, int radix) {
        try {
            remaining = Long.parseUnsignedLong(digits, radix);
        } catch (NumberFormatException e) {
            state = State.BROKEN;
        }
        if (remaining < 0) {
            state = State.BROKEN;
        }
    }

    private void body(ByteBuf in) {
        int take = (int) Math.min(in.readableBytes(), remaining);
        right = right
                && bodyOffset + take <= expected.readableBytes()
                && ByteBufUtil.equals(in, in.readerIndex(), expected, bodyOffset, take);
        in.skipBytes(take);
        bodyOffset += right ? take : 0;
        remaining -= take;
        if (remaining == 0) {
            state = state == State.BODY ? State.DONE : State.CHUNK_END;
        }
    }
}
