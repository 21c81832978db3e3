package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.ambergate.messagelog.ByteSink;

/** Gathers writes to a segment, so that a group of small records is one write. Owned by the log's writer thread. */
final class StagedFile implements ByteSink {
    private final LogFile file;
    private final ByteBuffer stage;
    private long flushed;
    private Optional<IOException> failure = Optional.empty();

    /**
     * @param stage a buffer for this file's use alone, until the next file
     * @param position where writing goes on
     */
    StagedFile(LogFile file, ByteBuffer stage, long position) {
        this.file = file;
        this.stage = stage.clear();
        this.flushed = position;
    }

    LogFile file() {
        return file;
    }

    long position() {
        return flushed + stage.position();
    }

    /** The storage's failure, which tells it from a body that could not be read. */
    Optional<IOException> failure() {
        return failure;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (!stage.hasRemaining()) {
                flush();
            }
            int length = Math.min(stage.remaining(), bytes.remaining());
            ByteBuffer part = bytes.duplicate().limit(bytes.position() + length);
            stage.put(part);
            bytes.position(bytes.position() + length);
        }
    }

    /** Takes back all bytes written since a position. What has reached the file is overwritten with zeros. */
    void rewind(long position) throws IOException {
        long end = position();
        if (position >= flushed) {
            stage.position((int) (position - flushed));
            return;
        }
        long written = flushed;
        stage.clear();
        flushed = position;
        for (long at = position; at < Math.min(end, written); at = position()) {
            int length = (int) Math.min(stage.capacity(), written - at);
            stage.clear().put(new byte[length]);
            flush();
        }
        flushed = position;
        stage.clear();
    }

    void flush() throws IOException {
        stage.flip();
        int length = stage.remaining();
        try {
            file.write(stage, flushed);
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
        flushed += length;
        stage.clear();
    }
}
