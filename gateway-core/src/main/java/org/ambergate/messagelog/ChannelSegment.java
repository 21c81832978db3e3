package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A segment read through a channel; the channel's owner opens and closes it. */
record ChannelSegment(String name, FileChannel channel) implements LogSegment {
    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return channel.read(into, position);
    }
}
