package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.ambergate.journal.ErasableBodies.Body;
import org.ambergate.messagelog.LogFormat;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.LogState;
import org.ambergate.messagelog.SegmentEnd;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentWalker;

/**
 * Takes bodies out of segments that nobody writes to any more. The segment is written anew with holes in place of the
 * bodies, and takes the place of the old one at once: a crash leaves the one or the other, and whoever reads the old one
 * goes on reading it.
 */
final class BodyEraser {
    /** Written and synced at once: small enough not to hold up the syncs of the live segment. */
    private static final int STEP_BYTES = 1024 * 1024;

    private final LogStorage storage;

    BodyEraser(LogStorage storage) {
        this.storage = storage;
    }

    /**
     * Erases bodies; those that are gone already stay so.
     *
     * @param bodies all of the segment that are to be gone, in order
     * @return how many were still there
     */
    int erase(long index, List<Body> bodies) throws IOException {
        String name = SegmentName.of(index);
        try (LogFile segment = storage.open(name)) {
            int there = 0;
            for (Body body : bodies) {
                there += isGone(segment, body) ? 0 : 1;
            }
            if (there > 0) {
                replace(segment, bodies);
            }
            return there;
        }
    }

    private void replace(LogFile segment, List<Body> bodies) throws IOException {
        String unfinished = segment.name() + SegmentFiles.ERASING;
        if (storage.list().contains(unfinished)) {
            storage.delete(unfinished);
        }
        try {
            write(segment, unfinished, bodies);
            storage.replace(unfinished, segment.name());
        } catch (IOException e) {
            deleteQuietly(unfinished, e);
            throw e;
        }
        storage.syncDirectory();
    }

    private void write(LogFile segment, String name, List<Body> bodies) throws IOException {
        try (LogFile copy = storage.create(name)) {
            long position = 0;
            for (Body body : bodies) {
                copy(segment, copy, position, body.offset());
                position = body.offset() + body.bytes();
            }
            copy(segment, copy, position, segment.length());
            copy.sync();
            requireSameRecords(segment, copy);
        }
    }

    private static void copy(LogFile from, LogFile to, long start, long end) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(STEP_BYTES, Math.max(end - start, 0)));
        long position = start;
        while (position < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
            int length = from.read(buffer, position);
            if (length <= 0) {
                throw new IOException("A segment ended while it was copied");
            }
            to.write(buffer.flip(), position);
            position += length;
            if (position < end) {
                to.sync();
            }
        }
    }

    /** What was copied must still be the same log: the tree covers all of a record but its body. */
    private static void requireSameRecords(LogFile segment, LogFile copy) throws IOException {
        SegmentEnd before = SegmentWalker.read(segment, (place, record) -> {});
        SegmentEnd after = SegmentWalker.read(new Renamed(segment.name(), copy), (place, record) -> {});
        boolean same = after.finding().isEmpty()
                && before.committedEnd() == after.committedEnd()
                && before.state().map(BodyEraser::root).equals(after.state().map(BodyEraser::root));
        if (!same) {
            throw new IOException("A segment without its bodies does not hold the same records");
        }
    }

    private static String root(LogState state) {
        return state.tree().size() + " " + state.tree().root();
    }

    /** Whether zeros stand in place of a body and its checksum. */
    static boolean isGone(LogFile segment, Body body) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(STEP_BYTES, body.bytes()));
        long end = body.offset() + body.bytes();
        // The checksum at the end tells at once in nearly every case.
        long position = end - LogFormat.CHECKSUM_BYTES;
        while (end > body.offset()) {
            int length = read(segment, buffer, position, end);
            if (!isZero(buffer, length)) {
                return false;
            }
            end = position;
            position = Math.max(body.offset(), end - buffer.capacity());
        }
        return true;
    }

    private static int read(LogFile segment, ByteBuffer buffer, long from, long to) throws IOException {
        buffer.clear().limit((int) (to - from));
        while (buffer.hasRemaining()) {
            if (segment.read(buffer, from + buffer.position()) <= 0) {
                throw new IOException("A segment ended while it was read");
            }
        }
        return buffer.position();
    }

    private static boolean isZero(ByteBuffer buffer, int length) {
        for (int i = 0; i < length; i++) {
            if (buffer.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** A segment as it will be called. */
    private record Renamed(String name, LogFile file) implements LogSegment {
        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }
    }

    private void deleteQuietly(String name, IOException cause) {
        try {
            if (storage.list().contains(name)) {
                storage.delete(name);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
