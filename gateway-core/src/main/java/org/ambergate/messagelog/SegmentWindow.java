package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Buffered reading of a segment from any position. */
final class SegmentWindow {
    private static final int WINDOW_BYTES = 256 * 1024;

    private final LogSegment segment;
    private final int windowBytes;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long start;

    SegmentWindow(LogSegment segment) {
        this(segment, WINDOW_BYTES);
    }

    /** @param windowBytes how much is read at once, at least a record's header */
    private SegmentWindow(LogSegment segment, int windowBytes) {
        this.segment = segment;
        this.windowBytes = windowBytes;
    }

    /** For looking at a record or two; reads only a few bytes at once. */
    static SegmentWindow narrow(LogSegment segment) {
        return new SegmentWindow(segment, LogFormat.COMMIT_RECORD_BYTES);
    }

    LogSegment segment() {
        return segment;
    }

    /** Forgets what was read, since the file may have grown meanwhile. */
    void forget() {
        window.limit(0);
    }

    /**
     * The bytes from a position on, as many as are at hand but at least {@code atLeast}, unless the file ends before.
     *
     * @param atLeast at most the window's size
     * @return a view that is valid until the next call
     */
    ByteBuffer at(long position, int atLeast) throws IOException {
        if (position < start || position + atLeast > start + window.limit()) {
            fill(position);
        }
        int from = (int) (position - start);
        return window.slice(from, window.limit() - from);
    }

    /**
     * Exactly so many bytes.
     *
     * @return a view that is valid until the next call
     * @throws UnreadableRecordException if the file ends before; nothing is allocated then
     */
    ByteBuffer exactly(long position, int length) throws IOException, UnreadableRecordException {
        if (length > windowBytes) {
            return copy(position, length);
        }
        ByteBuffer bytes = at(position, length);
        if (bytes.remaining() < length) {
            throw cutShort();
        }
        return bytes.limit(length);
    }

    private ByteBuffer copy(long position, int length) throws IOException, UnreadableRecordException {
        if (position + length > segment.length()) {
            throw cutShort();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        read(position, bytes);
        return bytes.flip();
    }

    /** Reads exactly, if the file is long enough. */
    void read(long position, ByteBuffer into) throws IOException, UnreadableRecordException {
        long from = position;
        while (into.hasRemaining()) {
            ByteBuffer chunk = at(from, 1);
            if (!chunk.hasRemaining()) {
                throw cutShort();
            }
            int length = Math.min(chunk.remaining(), into.remaining());
            into.put(chunk.limit(length));
            from += length;
        }
    }

    private void fill(long position) throws IOException {
        if (window.capacity() < windowBytes) {
            window = ByteBuffer.allocate((int) Math.min(windowBytes, segment.length()));
        }
        window.clear();
        start = position;
        int read = 0;
        while (window.hasRemaining() && read >= 0) {
            read = segment.read(window, start + window.position());
        }
        window.flip();
    }

    private static UnreadableRecordException cutShort() {
        return new UnreadableRecordException(FindingCode.CUT_SHORT, "The file ends inside a record");
    }
}
