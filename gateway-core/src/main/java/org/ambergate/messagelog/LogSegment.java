package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** One file of a log, open for reading. */
public interface LogSegment {
    /** The file's name, for findings. */
    String name();

    /** Bytes in the file now. */
    long length() throws IOException;

    /**
     * Reads some bytes from a position.
     *
     * @return how many, at least one unless the buffer is full; -1 at or behind the end
     */
    int read(ByteBuffer into, long position) throws IOException;

    /** A segment in a file that somebody has opened, and closes. */
    static LogSegment of(String name, FileChannel channel) {
        return new ChannelSegment(name, channel);
    }
}
