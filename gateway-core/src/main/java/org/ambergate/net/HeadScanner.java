package org.ambergate.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the lines of a head from however many pieces. Refuses at the offending byte, so that the verdict does not
 * depend on how the bytes are cut: bare CR or LF, controls, folded lines, an empty start line, sizes beyond the limits
 * (RFC 9112, sections 2.2 and 5.2, each taken the strict way).
 */
final class HeadScanner {
    private static final int FIRST_BYTES = 1024;
    private static final int FIRST_LINES = 32;

    private final HttpLimits limits;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    /** Where each finished line ends in {@link #bytes}; the lines are kept without CR and LF. */
    private int[] ends = new int[FIRST_LINES];

    private int lines;
    private int lineStart;
    private boolean carriageReturn;

    HeadScanner(HttpLimits limits) {
        this.limits = limits;
    }

    boolean isEmpty() {
        return length == 0 && lines == 0 && !carriageReturn;
    }

    /** Takes bytes up to the end of the head; true once the empty line has been read. */
    boolean feed(ByteBuf in) throws RefusedException {
        while (in.isReadable()) {
            byte b = in.readByte();
            if (carriageReturn) {
                if (b != '\n') {
                    throw RefusedException.badRequest("Bare CR in the head");
                }
                carriageReturn = false;
                if (endLine()) {
                    return true;
                }
            } else if (b == '\r') {
                carriageReturn = true;
            } else {
                append(b);
            }
        }
        return false;
    }

    private void append(byte b) throws RefusedException {
        if ((b < ' ' && b >= 0) || b == 0x7f) {
            checkControl(b);
        }
        boolean first = lines == 0;
        if (!first && length == lineStart && (b == ' ' || b == '\t')) {
            throw RefusedException.badRequest("Folded line or white space before a field name");
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        bytes[length++] = b;
        if (first && length > limits.startLineBytesMax()) {
            throw new RefusedException(414, "Request line too long");
        }
        checkFieldBytes();
    }

    private void checkControl(byte b) throws RefusedException {
        if (b == '\n') {
            throw RefusedException.badRequest("Bare LF in the head");
        }
        if (b != '\t' || lines == 0) {
            throw RefusedException.badRequest("Control character in the head");
        }
    }

    /** Counts each finished line with its CR LF. */
    private void checkFieldBytes() throws RefusedException {
        if (lines > 0 && length - ends[0] + 2 * (lines - 1) > limits.fieldBytesMax()) {
            throw new RefusedException(431, "Header fields too large");
        }
    }

    private boolean endLine() throws RefusedException {
        if (length == lineStart) {
            if (lines == 0) {
                throw RefusedException.badRequest("Empty start line");
            }
            return true;
        }
        if (lines > limits.fieldsMax()) {
            throw new RefusedException(431, "Too many header fields");
        }
        if (lines == ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
        }
        ends[lines++] = length;
        lineStart = length;
        if (lines > 1) {
            checkFieldBytes();
        }
        return false;
    }

    /** The number of lines, the start line included. */
    int lines() {
        return lines;
    }

    int start(int line) {
        return line == 0 ? 0 : ends[line - 1];
    }

    int end(int line) {
        return ends[line];
    }

    byte at(int index) {
        return bytes[index];
    }

    /** ISO 8859-1, so that what is written again has the same bytes. */
    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
