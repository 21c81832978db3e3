package org.ambergate.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;

/**
 * A body at rest until it may go on: in memory up to 64 KiB, then in an owner-only temporary file that is unlinked as
 * soon as it is open, so that nothing of it survives the process. Owned by one exchange; written first, then read any
 * number of times.
 */
public final class BodySpool implements AutoCloseable {
    /** Bodies up to this many bytes stay in memory; larger ones cost a file but no heap. */
    static final int MEMORY_BYTES_MAX = 64 * 1024;

    private static final int FIRST_BUFFER_BYTES = 4 * 1024;
    private static final int READ_BUFFER_BYTES = 64 * 1024;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private byte[] memory = new byte[0];
    private int inMemory;
    private long length;
    private @Nullable FileChannel file;

    /** Receives a spool's bytes piece by piece. */
    public interface Reader {
        void accept(ByteBuffer bytes) throws LocalFault;
    }

    public BodySpool(Path directory) {
        this.directory = directory;
    }

    /**
     * Appends the remaining bytes; the caller's position does not move.
     *
     * @throws LocalFault {@code io_error} if the temporary file cannot be written
     */
    public void write(ByteBuffer bytes) throws LocalFault {
        int size = bytes.remaining();
        try {
            if (file == null && length + size <= MEMORY_BYTES_MAX) {
                keep(bytes, size);
            } else {
                writeFully(openFile(), bytes.duplicate());
            }
        } catch (IOException e) {
            throw failed(e);
        }
        length += size;
    }

    /** Length in bytes. */
    public long length() {
        return length;
    }

    /**
     * Hands over the whole body in order.
     *
     * @throws LocalFault {@code io_error} if the temporary file cannot be read, or what the reader throws
     */
    public void read(Reader reader) throws LocalFault {
        if (inMemory > 0) {
            reader.accept(ByteBuffer.wrap(memory, 0, inMemory).asReadOnlyBuffer());
        }
        FileChannel channel = file;
        if (channel == null) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER_BYTES);
        long position = 0;
        long fileLength = length - inMemory;
        while (position < fileLength) {
            buffer.clear();
            position += readSome(channel, buffer, position);
            reader.accept(buffer.flip().asReadOnlyBuffer());
        }
    }

    /** Writes the whole body to a channel, as {@link #read} would. */
    void writeTo(WritableByteChannel out) throws IOException {
        try {
            read(bytes -> writeAll(out, bytes));
        } catch (LocalFault fault) {
            throw new IOException("The body could not be copied", fault);
        }
    }

    @Override
    public void close() {
        memory = new byte[0];
        FileChannel channel = file;
        file = null;
        if (channel != null) {
            closeQuietly(channel);
        }
    }

    private void keep(ByteBuffer bytes, int size) {
        if (inMemory + size > memory.length) {
            int wanted = Math.max(inMemory + size, Math.max(FIRST_BUFFER_BYTES, 2 * memory.length));
            memory = Arrays.copyOf(memory, Math.min(wanted, MEMORY_BYTES_MAX));
        }
        bytes.duplicate().get(memory, inMemory, size);
        inMemory += size;
    }

    private FileChannel openFile() throws IOException {
        FileChannel channel = file;
        if (channel == null) {
            Path path = Files.createTempFile(directory, "body-", ".spool", OWNER_ONLY);
            try {
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } finally {
                Files.delete(path);
            }
            file = channel;
        }
        return channel;
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws LocalFault {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static int readSome(FileChannel channel, ByteBuffer buffer, long position) throws LocalFault {
        try {
            int count = channel.read(buffer, position);
            if (count <= 0) {
                throw new IOException("The spool file is shorter than what was written");
            }
            return count;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The file has no name any more and its bytes are not needed: nothing is lost.
        }
    }

    private static LocalFault failed(IOException cause) {
        return new LocalFault(GeneralFault.IO_ERROR, "A body could not be kept on disk").causedBy(cause);
    }
}
