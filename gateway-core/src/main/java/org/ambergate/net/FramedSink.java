package org.ambergate.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;

/** A body that leaves with a length or in chunks. */
final class FramedSink implements BodySink {
    /** Larger pieces are cut, so that a chunk's size line is written when the chunk is. */
    private static final int CHUNK_BYTES_MAX = 64 * 1024;

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** What the connection does for its sink. */
    interface Connection {
        ConnectionOutput output();

        /** Called before every step. */
        void checkSending() throws LocalFault;

        /** The last byte has been handed over, right before it is pushed. */
        void finished();

        void abort();
    }

    enum Mode {
        LENGTH,
        CHUNKED,
        /** The message has no body: what is written is dropped. */
        DROPPED
    }

    private final Connection connection;
    private final Mode mode;
    private long remaining;
    private boolean done;

    private FramedSink(Connection connection, Mode mode, long remaining) {
        this.connection = connection;
        this.mode = mode;
        this.remaining = remaining;
    }

    static FramedSink of(Connection connection, OptionalLong length) {
        return length.isPresent()
                ? new FramedSink(connection, Mode.LENGTH, length.getAsLong())
                : new FramedSink(connection, Mode.CHUNKED, 0);
    }

    static FramedSink dropping(Connection connection) {
        return new FramedSink(connection, Mode.DROPPED, 0);
    }

    @Override
    public void write(ByteBuffer data, Deadline deadline) throws LocalFault {
        checkOpen();
        connection.checkSending();
        switch (mode) {
            case LENGTH -> writeCounted(data, deadline);
            case CHUNKED -> writeChunks(data, deadline);
            case DROPPED -> data.position(data.limit());
        }
    }

    private void writeCounted(ByteBuffer data, Deadline deadline) throws LocalFault {
        remaining -= data.remaining();
        if (remaining < 0) {
            abort();
            throw new LocalFault(GeneralFault.INTERNAL_ERROR, "The body is longer than announced");
        }
        connection.output().add(data, deadline);
    }

    private void writeChunks(ByteBuffer data, Deadline deadline) throws LocalFault {
        while (data.hasRemaining()) {
            int count = Math.min(data.remaining(), CHUNK_BYTES_MAX);
            byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            ByteBuffer chunk = data.duplicate().limit(data.position() + count);
            connection.output().add(out -> out.writeBytes(size));
            connection.output().add(chunk, deadline);
            connection.output().add(out -> out.writeBytes(CRLF));
            data.position(data.position() + count);
        }
    }

    @Override
    public void finish(Deadline deadline) throws LocalFault {
        checkOpen();
        connection.checkSending();
        if (mode == Mode.LENGTH && remaining > 0) {
            abort();
            throw new LocalFault(GeneralFault.INTERNAL_ERROR, "The body is shorter than announced");
        }
        done = true;
        if (mode == Mode.CHUNKED) {
            connection.output().add(out -> out.writeBytes(LAST_CHUNK));
        }
        connection.finished();
        connection.output().push();
    }

    private void checkOpen() throws LocalFault {
        if (done) {
            throw new LocalFault(GeneralFault.INTERNAL_ERROR, "The body has ended already");
        }
    }

    @Override
    public void abort() {
        if (!done) {
            done = true;
            connection.abort();
        }
    }
}
