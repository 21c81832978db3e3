package org.ambergate.journal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentSource;

/** The segments of a storage for reading, one open at a time. */
final class StorageSegments implements SegmentSource, AutoCloseable {
    private final LogStorage storage;
    private Optional<LogFile> open = Optional.empty();

    StorageSegments(LogStorage storage) {
        this.storage = storage;
    }

    @Override
    public Optional<LogSegment> open(long index) throws IOException {
        close();
        String name = SegmentName.of(index);
        if (!storage.list().contains(name)) {
            return Optional.empty();
        }
        LogFile file = storage.open(name);
        open = Optional.of(file);
        return Optional.of(file);
    }

    @Override
    public long oldest() throws IOException {
        List<Long> segments = new SegmentFiles(storage).indexes();
        return segments.isEmpty() ? 1 : segments.get(0);
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            LogFile file = open.get();
            open = Optional.empty();
            file.close();
        }
    }
}
