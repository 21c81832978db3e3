package org.ambergate.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;

/**
 * Finds the delimiter {@code CRLF "--" boundary} that ends the content of a part, whatever the split of the input. The
 * search skips a boundary's length at a time (Horspool), so that most bytes of a body are never looked at; bytes that may
 * be the beginning of a delimiter at the end of a chunk are held back as a count, since they are known.
 *
 * <p>Other readers also take a boundary for one after a bare LF, or at the very beginning of the content. Content that
 * holds such a line is refused: two readers would see different parts. One thread.
 */
final class DelimiterScanner {
    /** Takes the content, as views of the input or of the delimiter. */
    interface Content {
        void accept(ByteBuffer bytes) throws LocalFault;
    }

    private final byte[] delimiter;
    /** How far the search may go on, by the byte under the delimiter's last one. */
    private final int[] skips = new int[256];

    /** Bytes {@code [heldFrom, heldTo)} of the delimiter have been seen and not passed on. */
    private int heldFrom;

    private int heldTo;

    DelimiterScanner(String boundary) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        // Searched for from its LF on; see find.
        int length = delimiter.length - 1;
        Arrays.fill(skips, length);
        for (int i = 0; i < length - 1; i++) {
            skips[delimiter[i + 1]] = length - 1 - i;
        }
        begin();
    }

    /** Prepares for the content of the next part. */
    void begin() {
        // The line end of the header stands before the content: a boundary there has no CRLF of its own.
        heldFrom = 2;
        heldTo = 2;
    }

    /**
     * Passes content on until the delimiter or the end of the chunk.
     *
     * @return whether the delimiter was found; the chunk's position is then behind it, otherwise at its limit
     */
    boolean scan(ByteBuffer chunk, Content content) throws LocalFault {
        if (heldTo > 0 && resume(chunk, content)) {
            return true;
        }
        int from = chunk.position();
        int lineFeed = find(chunk);
        if (lineFeed >= 0) {
            boolean hasReturn = lineFeed > from && chunk.get(lineFeed - 1) == '\r';
            requireReturn(hasReturn);
            pass(chunk, lineFeed - 1, content);
            chunk.position(lineFeed - 1 + delimiter.length);
            return true;
        }
        if (from < chunk.limit()) {
            hold(chunk);
            pass(chunk, chunk.limit() - (heldTo - heldFrom), content);
            chunk.position(chunk.limit());
        }
        return false;
    }

    /** Goes on with a delimiter that may have begun in the chunk before. */
    private boolean resume(ByteBuffer chunk, Content content) throws LocalFault {
        while (chunk.hasRemaining() && heldTo < delimiter.length) {
            if (chunk.get(chunk.position()) != delimiter[heldTo]) {
                // Neither CR nor LF comes again in a delimiter, so none can begin inside what was held.
                ByteBuffer held = ByteBuffer.wrap(delimiter, heldFrom, heldTo - heldFrom)
                        .slice()
                        .asReadOnlyBuffer();
                heldFrom = 0;
                heldTo = 0;
                if (held.hasRemaining()) {
                    content.accept(held);
                }
                return false;
            }
            chunk.get();
            heldTo++;
        }
        if (heldTo < delimiter.length) {
            return false;
        }
        requireReturn(heldFrom == 0);
        return true;
    }

    /**
     * The index of the LF of {@code LF "--" boundary}, or a negative number. Linear also for hostile input: the compare
     * runs forward from an LF, and what it matched holds no other LF.
     */
    private int find(ByteBuffer chunk) {
        int last = delimiter.length - 2;
        int end = chunk.limit() - last;
        int i = chunk.position();
        while (i < end) {
            byte tail = chunk.get(i + last);
            if (tail == delimiter[last + 1] && chunk.get(i) == '\n' && isDelimiter(chunk, i, last)) {
                return i;
            }
            i += skips[tail & 0xFF];
        }
        return -1;
    }

    /** Notes how many bytes at the end of the chunk could be the beginning of a delimiter. */
    private void hold(ByteBuffer chunk) {
        int limit = chunk.limit();
        heldFrom = 0;
        heldTo = chunk.get(limit - 1) == '\r' ? 1 : 0;
        int earliest = Math.max(chunk.position(), limit - (delimiter.length - 2));
        for (int i = limit - 1; i >= earliest; i--) {
            if (chunk.get(i) == '\n') {
                if (isDelimiter(chunk, i, limit - i)) {
                    boolean hasReturn = i > chunk.position() && chunk.get(i - 1) == '\r';
                    heldFrom = hasReturn ? 0 : 1;
                    heldTo = 1 + limit - i;
                }
                return;
            }
        }
    }

    private boolean isDelimiter(ByteBuffer chunk, int lineFeed, int length) {
        for (int i = 1; i < length; i++) {
            if (chunk.get(lineFeed + i) != delimiter[1 + i]) {
                return false;
            }
        }
        return true;
    }

    private static void pass(ByteBuffer chunk, int end, Content content) throws LocalFault {
        int from = chunk.position();
        if (end > from) {
            content.accept(chunk.slice(from, end - from));
        }
    }

    private static void requireReturn(boolean hasReturn) throws LocalFault {
        if (!hasReturn) {
            throw new LocalFault(
                    MessageFault.MIME_PARSING_FAILED, "The message has a boundary that does not follow a line end");
        }
    }
}
