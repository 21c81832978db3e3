package org.ambergate.sandbox.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.BodySink;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.jspecify.annotations.Nullable;

/** A body that is kept until it is given back: a small one in memory, a larger one in a temporary file. One thread. */
final class KeptBody implements AutoCloseable {
    // What most messages fit into; beyond it a sender could fill the heap.
    static final int MEMORY_BYTES_MAX = 64 * 1024;
    private static final int FIRST_BYTES = 2 * 1024;

    private final long bytesMax;
    private byte[] memory = new byte[FIRST_BYTES];
    private int inMemory;
    private long total;
    private @Nullable FileChannel file;

    KeptBody(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes the next bytes; false if they are more than may be kept. */
    boolean add(ByteBuffer bytes) throws LocalFault {
        total += bytes.remaining();
        if (total > bytesMax) {
            return false;
        }
        try {
            if (total <= MEMORY_BYTES_MAX) {
                remember(bytes);
            } else {
                write(bytes);
            }
            return true;
        } catch (IOException e) {
            throw new LocalFault(GeneralFault.IO_ERROR, "The body cannot be kept").causedBy(e);
        }
    }

    void giveBack(HttpReply reply, HttpFields fields, Duration stepWithin) throws LocalFault {
        FileChannel kept = file;
        if (kept == null) {
            reply.send(200, fields, Arrays.copyOf(memory, inMemory));
            return;
        }
        BodySink sink = reply.start(200, fields, OptionalLong.of(total));
        try {
            ByteBuffer block = ByteBuffer.allocate(MEMORY_BYTES_MAX);
            kept.position(0);
            while (kept.read(block.clear()) >= 0) {
                sink.write(block.flip(), Deadline.after(stepWithin));
            }
        } catch (IOException e) {
            throw new LocalFault(GeneralFault.IO_ERROR, "The body that was kept cannot be read").causedBy(e);
        }
        sink.finish(Deadline.after(stepWithin));
    }

    @Override
    public void close() throws LocalFault {
        FileChannel kept = file;
        if (kept != null) {
            try {
                kept.close();
            } catch (IOException e) {
                throw new LocalFault(GeneralFault.IO_ERROR, "A temporary file cannot be closed").causedBy(e);
            }
        }
    }

    private void remember(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (inMemory + length > memory.length) {
            memory = Arrays.copyOf(memory, Math.max(memory.length * 4, inMemory + length));
        }
        bytes.get(memory, inMemory, length);
        inMemory += length;
    }

    private void write(ByteBuffer bytes) throws IOException {
        FileChannel kept = file;
        if (kept == null) {
            Path path = Files.createTempFile("sample-service-", ".body");
            kept = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = kept;
            writeAll(kept, ByteBuffer.wrap(memory, 0, inMemory));
        }
        writeAll(kept, bytes);
    }

    private static void writeAll(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
