package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.messagelog.SegmentName;

/** Segments as files: finding, preparing and removing them so that a crash at any moment leaves no half one. */
final class SegmentFiles {
    /** Written and synced at once while preparing: small enough not to hold up the syncs of the live segment. */
    private static final int ZEROS_BYTES = 1024 * 1024;

    /** Outside the heap, from which each write would copy it first. */
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(ZEROS_BYTES).asReadOnlyBuffer();

    /** Ends the name of a segment that is being written anew without some of its bodies. */
    static final String ERASING = ".erasing";

    private static final String UNFINISHED = ".new";

    private final LogStorage storage;

    SegmentFiles(LogStorage storage) {
        this.storage = storage;
    }

    /** Numbers of all segments, ascending. */
    List<Long> indexes() throws IOException {
        List<Long> indexes = new ArrayList<>();
        for (String name : storage.list()) {
            SegmentName.indexOf(name).ifPresent(indexes::add);
        }
        indexes.sort(null);
        return indexes;
    }

    LogFile open(long index) throws IOException {
        return storage.open(SegmentName.of(index));
    }

    /**
     * Prepares a segment of zeros. Its blocks exist and are initialised when it gets its name, so that a later sync of
     * records changes nothing in the file system's own books.
     */
    LogFile prepare(long index, long bytes) throws IOException {
        String name = SegmentName.of(index);
        String unfinished = name + UNFINISHED;
        if (storage.list().contains(unfinished)) {
            storage.delete(unfinished);
        }
        try (LogFile file = storage.create(unfinished)) {
            fill(file, bytes);
        } catch (IOException e) {
            deleteQuietly(unfinished, e);
            throw e;
        }
        storage.rename(unfinished, name);
        storage.syncDirectory();
        return storage.open(name);
    }

    void delete(List<Long> indexes) throws IOException {
        if (indexes.isEmpty()) {
            return;
        }
        for (long index : indexes) {
            storage.delete(SegmentName.of(index));
        }
        storage.syncDirectory();
    }

    void syncDirectory() throws IOException {
        storage.syncDirectory();
    }

    /** Removes what an interrupted preparation left. */
    void deleteUnfinished() throws IOException {
        for (String name : storage.list()) {
            if (name.endsWith(UNFINISHED)) {
                storage.delete(name);
            }
        }
    }

    /** Removes what an interrupted erasure left; the segment itself is as it was. */
    void deleteUnfinishedErasures() throws IOException {
        for (String name : storage.list()) {
            if (name.endsWith(ERASING)) {
                storage.delete(name);
            }
        }
    }

    /** Keeps bytes that are about to be cut from a segment's end, in case they are damage after all. */
    void keepAside(LogFile segment, long from) throws IOException {
        String name = segment.name() + "-" + from + ".cut";
        if (storage.list().contains(name)) {
            storage.delete(name);
        }
        try (LogFile aside = storage.create(name)) {
            ByteBuffer buffer = ByteBuffer.allocate(ZEROS_BYTES);
            long position = from;
            while (segment.read(buffer.clear(), position) > 0) {
                int length = buffer.flip().remaining();
                aside.write(buffer, position - from);
                position += length;
            }
            aside.sync();
        }
        storage.syncDirectory();
    }

    private static void fill(LogFile file, long bytes) throws IOException {
        for (long position = 0; position < bytes; position += ZEROS_BYTES) {
            int length = (int) Math.min(ZEROS_BYTES, bytes - position);
            file.write(ZEROS.duplicate().limit(length), position);
            file.sync();
        }
    }

    /** A full disk must not stay full because of a segment that could not be finished. */
    private void deleteQuietly(String name, IOException cause) {
        try {
            storage.delete(name);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
