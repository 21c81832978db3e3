package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ambergate.messagelog.LogSegment;

/** An open file of a {@link LogStorage}. One thread at a time. */
public interface LogFile extends LogSegment, AutoCloseable {
    /** Writes all remaining bytes at a position. They are durable only after {@link #sync()}. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /**
     * Returns when everything written is on stable storage. After a failure nothing is known about what was written
     * since the last success, and calling again proves nothing: the file must be read again or given up.
     */
    void sync() throws IOException;

    /** Cuts the file; durable only after {@link #sync()}. */
    void truncate(long length) throws IOException;

    @Override
    void close() throws IOException;
}
