package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Buffered reading of a segment from any position. */
final class SegmentWindow {
    private static final int WINDOW_BYTES = 256 * 1024;
    // A segment's own record has 64 hashes of the tree at most.
    private static final int BEGINNING_BYTES = 4 * 1024;

    private final LogSegment segment;
    private final int windowBytes;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long start;

    SegmentWindow(LogSegment segment) {
        this(segment, WINDOW_BYTES);
    }

    private SegmentWindow(LogSegment segment, int windowBytes) {
        this.segment = segment;
        this.windowBytes = windowBytes;
    }

    /** For a look at how a segment begins, which reads little more than that. */
    static SegmentWindow ontoBeginning(LogSegment segment) {
        return new SegmentWindow(segment, BEGINNING_BYTES);
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

    /** Reads exactly, if the file is long enough. */
    void read(long position, ByteBuffer into) throws IOException, UnreadableRecordException {
        long from = position;
        while (into.hasRemaining()) {
            ByteBuffer chunk = at(from, 1);
            if (!chunk.hasRemaining()) {
                throw new UnreadableRecordException(FindingCode.CUT_SHORT, "The file ends inside a record");
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
}
