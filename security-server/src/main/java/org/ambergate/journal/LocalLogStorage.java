package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A log's files in a local directory that only its owner can enter. */
public final class LocalLogStorage implements LogStorage {
    private static final String LOCK_NAME = "lock";

    /**
     * Directories open in this process. A file lock belongs to the process and is lost as soon as any channel of the
     * process on that file closes, so the lock file must not even be opened a second time.
     */
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel lockChannel;

    private LocalLogStorage(Path directory, FileChannel lockChannel) {
        this.directory = directory;
        this.lockChannel = lockChannel;
    }

    /**
     * Takes a directory, which is created if it does not exist.
     *
     * @throws LogInUseException if another server has it
     * @throws IOException if it cannot be created, entered or closed to others
     */
    public static LocalLogStorage open(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, permissions(directory, "rwx------"));
        }
        Path real = directory.toRealPath();
        if (isPosix(real)) {
            Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
        }
        if (!OPEN_HERE.add(real)) {
            throw new LogInUseException();
        }
        try {
            return new LocalLogStorage(real, lock(real));
        } catch (IOException e) {
            OPEN_HERE.remove(real);
            throw e;
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(LOCK_NAME))
                    .toList();
        }
    }

    @Override
    public LogFile create(String name) throws IOException {
        return open(name, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    }

    @Override
    public LogFile open(String name) throws IOException {
        return open(name, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        // A start tells by its time which segments hold recent requests.
        Files.setLastModifiedTime(directory.resolve(from), Files.getLastModifiedTime(directory.resolve(to)));
        Files.move(
                directory.resolve(from),
                directory.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(directory.resolve(name));
    }

    @Override
    public void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lockChannel.close();
        } finally {
            OPEN_HERE.remove(directory);
        }
    }

    private LogFile open(String name, Set<OpenOption> options) throws IOException {
        Path file = directory.resolve(name);
        return new LocalFile(name, file, FileChannel.open(file, options, permissions(directory, "rw-------")));
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve(LOCK_NAME),
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                permissions(directory, "rw-------"));
        try {
            // The lock goes with the channel or the process, whichever ends first; no file has to be cleaned up.
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (IOException | OverlappingFileLockException e) {
            channel.close();
            throw new IOException("The message log's directory cannot be locked", e);
        }
        channel.close();
        throw new LogInUseException();
    }

    private static FileAttribute<?>[] permissions(Path place, String permissions) {
        return isPosix(place)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private record LocalFile(String name, Path path, FileChannel channel) implements LogFile {
        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long to = position;
            while (bytes.hasRemaining()) {
                to += channel.write(bytes, to);
            }
        }

        @Override
        public void sync() throws IOException {
            // Data and what is needed to read it, not the time of change: the length was fixed when it was prepared.
            channel.force(false);
            // A file that somebody has removed takes writes and syncs as before, and is gone when it is closed.
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(name, null, "a file of the message log was removed");
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
