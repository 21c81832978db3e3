package org.ambergate.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentSource;

/** The segments of a log that may be written meanwhile, one open at a time. One thread. */
public final class LogReader implements SegmentSource, AutoCloseable {
    private final LogStorage storage;
    private Optional<LogFile> open = Optional.empty();

    LogReader(LogStorage storage) {
        this.storage = storage;
    }

    /** Number of the oldest segment; 1 if there is none. */
    public long firstSegment() throws IOException {
        return new SegmentFiles(storage).indexes().stream().findFirst().orElse(1L);
    }

    @Override
    public Optional<LogSegment> open(long index) throws IOException {
        close();
        try {
            LogFile file = storage.open(SegmentName.of(index));
            open = Optional.of(file);
            return Optional.of(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
            open = Optional.empty();
        }
    }
}
