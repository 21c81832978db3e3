package org.ambergate.signing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A directory that only its owner can read (mode 0700, files 0600). Anything more open is refused, never repaired. */
final class OwnerOnlyDirectory {
    /** A PKCS#12 file with one key and its certificates is a few kilobytes; more is damage or an attack on memory. */
    static final int FILE_BYTES_MAX = 1 << 20;

    private static final Set<PosixFilePermission> DIRECTORY_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");

    private final Path directory;

    private OwnerOnlyDirectory(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory, or takes an existing one if it is empty and closed to others. */
    static OwnerOnlyDirectory create(Path directory) throws TokenException {
        try {
            if (!Files.isDirectory(directory)) {
                Path parent = directory.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new TokenException("The token directory " + directory + " cannot be made with mode 0700", e);
        }
        OwnerOnlyDirectory opened = open(directory);
        if (opened.exists(TokenIndex.FILE)) {
            throw new TokenException("The directory " + directory + " holds a token already");
        }
        return opened;
    }

    static OwnerOnlyDirectory open(Path directory) throws TokenException {
        PosixFileAttributes attributes = attributes(directory);
        if (!attributes.isDirectory()) {
            throw new TokenException("The token directory " + directory + " is not a directory");
        }
        requireClosed(directory, attributes, DIRECTORY_MODE, "chmod 700");
        return new OwnerOnlyDirectory(directory);
    }

    boolean exists(String name) {
        return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    byte[] read(String name) throws TokenException {
        return readClosed(directory.resolve(name));
    }

    /** Reads a file that holds a secret: a plain file, closed to others, and not large. */
    static byte[] readClosed(Path file) throws TokenException {
        PosixFileAttributes attributes = attributes(file);
        if (!attributes.isRegularFile() || attributes.size() > FILE_BYTES_MAX) {
            throw new TokenException(
                    "The file " + file + " is not a plain file of at most " + FILE_BYTES_MAX + " bytes");
        }
        requireClosed(file, attributes, FILE_MODE, "chmod 600");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new TokenException("The file " + file + " cannot be read", e);
        }
    }

    /**
     * Replaces a file. After a crash it holds either the old or the new content, whole; when this returns, the new
     * content survives a power loss.
     */
    void write(String name, byte[] content) throws TokenException {
        Path target = directory.resolve(name);
        FileAttribute<Set<PosixFilePermission>> mode = PosixFilePermissions.asFileAttribute(FILE_MODE);
        try {
            Path temporary = Files.createTempFile(directory, ".new-", ".tmp", mode);
            try {
                writeSynced(temporary, content);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw new TokenException("The file " + target + " cannot be written", e);
        }
    }

    private static void writeSynced(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static PosixFileAttributes attributes(Path path) throws TokenException {
        try {
            return Files.readAttributes(path, PosixFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new TokenException("There is no " + path, e);
        } catch (IOException | UnsupportedOperationException e) {
            throw new TokenException("The access mode of " + path + " cannot be determined", e);
        }
    }

    private static void requireClosed(
            Path path, PosixFileAttributes attributes, Set<PosixFilePermission> allowed, String remedy)
            throws TokenException {
        if (!allowed.containsAll(attributes.permissions())) {
            throw new TokenException("Others may access " + path + " (mode "
                    + PosixFilePermissions.toString(attributes.permissions()) + "); run: " + remedy + " " + path);
        }
    }
}
