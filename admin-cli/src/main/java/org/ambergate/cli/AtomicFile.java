package org.ambergate.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: it is written under another name in the same directory, and then gets its own.
 * When a method returns, the file survives a power failure. It is open to its owner only, as the log is whose messages it
 * holds.
 */
final class AtomicFile {
    private static final int BUFFER_BYTES = 64 * 1024;

    private AtomicFile() {}

    /** What writes a file's content, and knows something of it then. */
    @FunctionalInterface
    interface Content<T> {
        T writeTo(OutputStream out) throws IOException;
    }

    /** What gives a file its name. */
    @FunctionalInterface
    private interface Naming {
        void name(Path temporary, Path file) throws IOException;
    }

    /**
     * Writes a file that is not there yet. One that somebody else makes meanwhile is left as it is.
     *
     * @throws FileAlreadyExistsException if it is there
     * @throws IOException if it cannot be written, or as thrown by {@code content}
     */
    static <T> T create(Path file, Content<T> content) throws IOException {
        return write(file, content, AtomicFile::link);
    }

    /**
     * Writes a file in the place of one that may be there.
     *
     * @throws IOException if it cannot be written, or as thrown by {@code content}; what was there stays then
     */
    static <T> T replace(Path file, Content<T> content) throws IOException {
        return write(file, content, AtomicFile::moveOver);
    }

    private static <T> T write(Path file, Content<T> content, Naming naming) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(directory, ".ambergate-", ".part");
        T known;
        try {
            known = fill(temporary, content);
            naming.name(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
        return known;
    }

    private static <T> T fill(Path temporary, Content<T> content) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
            T known = content.writeTo(out);
            out.flush();
            channel.force(true);
            return known;
        }
    }

    /** A second name, unlike a new one, is never given in the place of a file that is there. */
    private static void link(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // Memory sticks have file systems without second names.
            reserve(temporary, file);
        }
    }

    /** Takes the name with an empty file first, which a crash may leave behind. */
    static void reserve(Path temporary, Path file) throws IOException {
        Files.createFile(file);
        try {
            moveOver(temporary, file);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void moveOver(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
