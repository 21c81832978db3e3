package org.ambergate.downloads;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.BodySink;
import org.ambergate.net.Deadline;

/** A reply's body as a stream. Writing blocks while whoever reads is slow, up to a deadline; little is held in memory. */
final class SinkStream extends OutputStream {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final BodySink sink;
    private final Deadline whole;
    private final Duration idle;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;

    /**
     * @param whole for the whole body
     * @param idle longest wait for the reader to take something
     */
    SinkStream(BodySink sink, Deadline whole, Duration idle) {
        this.sink = sink;
        this.whole = whole;
        this.idle = idle;
    }

    @Override
    public void write(int b) throws IOException {
        if (filled == buffer.length) {
            push();
        }
        buffer[filled] = (byte) b;
        filled++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int from = offset;
        int left = length;
        while (left > 0) {
            if (filled == buffer.length) {
                push();
            }
            int count = Math.min(left, buffer.length - filled);
            System.arraycopy(bytes, from, buffer, filled, count);
            filled += count;
            from += count;
            left -= count;
        }
    }

    /** Ends the body properly. Without it, what was written is not taken for the whole. */
    void finish() throws IOException {
        push();
        try {
            sink.finish(whole.orAfter(idle));
        } catch (LocalFault e) {
            throw broken(e);
        }
    }

    private void push() throws IOException {
        try {
            sink.write(ByteBuffer.wrap(buffer, 0, filled), whole.orAfter(idle));
        } catch (LocalFault e) {
            throw broken(e);
        }
        filled = 0;
    }

    private static IOException broken(LocalFault fault) {
        return new IOException("The reply broke off: " + fault.text(), fault);
    }
}
