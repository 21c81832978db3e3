package org.ambergate.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears whole or not at all: it is written under another name in the same directory, and moved. It is open to
 * its owner only, as the log is whose messages it holds.
 */
final class AtomicFile {
    private static final int BUFFER_BYTES = 64 * 1024;

    private AtomicFile() {}

    /** What writes a file's content, and knows something of it then. */
    @FunctionalInterface
    interface Content<T> {
        T writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file that is not there yet.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is
     * @throws IOException if it cannot be written, or as thrown by {@code content}
     */
    static <T> T create(Path file, Content<T> content) throws IOException {
        return write(file, content);
    }

    /**
     * Writes a file in the place of one that may be there.
     *
     * @throws IOException if it cannot be written, or as thrown by {@code content}; what was there stays then
     */
    static <T> T replace(Path file, Content<T> content) throws IOException {
        return write(file, content, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static <T> T write(Path file, Content<T> content, StandardCopyOption... options) throws IOException {
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".ambergate-", ".part");
        try {
            T known;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER_BYTES)) {
                known = content.writeTo(out);
            }
            Files.move(temporary, file, options);
            return known;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
