package org.ambergate.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.publication.PublishedSet;

/**
 * What is published, as files:
 *
 * <pre>
 * current -> sets/NAME                  the one link that decides
 * sets/NAME/V6/internalconf             signed directories of all versions, and the anchors
 * parts/V6/STAMP/shared-params.xml      parts by the paths under which they are downloaded
 * lock                                  held while a process publishes
 * </pre>
 *
 * Parts and a set are written whole and synced before the link is turned to the set. Whatever the moment of a crash, the
 * link points to a whole set whose parts are there. One writer at a time, in this process and in all.
 */
public final class PublicationStore implements AutoCloseable {
    private static final String CURRENT = "current";
    private static final String SETS = "sets";
    private static final String PARTS = "parts";
    private static final String LOCK = "lock";
    private static final Pattern NAME = Pattern.compile("[0-9]{1,64}");
    private static final Pattern PART = Pattern.compile("/V[0-9]{1,2}/[0-9]{1,64}/[a-z0-9-]{1,80}\\.xml");

    private final Path base;
    private final PublicationDisk disk;
    private final FileChannel lock;

    private PublicationStore(Path base, PublicationDisk disk, FileChannel lock) {
        this.base = base;
        this.disk = disk;
        this.lock = lock;
    }

    /**
     * Opens a directory, which may be empty or absent.
     *
     * @throws IOException if it cannot be used, also because another process or store publishes from it
     */
    public static PublicationStore open(Path base, PublicationDisk disk) throws IOException {
        Files.createDirectories(base.resolve(SETS));
        Files.createDirectories(base.resolve(PARTS));
        FileChannel lock = FileChannel.open(base.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = lock.tryLock();
            if (held == null) {
                throw new IOException("Another process publishes from " + base);
            }
            return new PublicationStore(base, disk, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e instanceof IOException known ? known : new IOException("Already publishing from " + base, e);
        }
    }

    /** The name of the set that the link points to; empty if nothing was ever published. */
    Optional<String> current() throws IOException {
        try {
            Path name = Files.readSymbolicLink(base.resolve(CURRENT)).getFileName();
            return Optional.ofNullable(name)
                    .map(Path::toString)
                    .filter(text -> NAME.matcher(text).matches());
        } catch (NoSuchFileException | NotLinkException e) {
            return Optional.empty();
        }
    }

    /** Names of all sets that lie here, whole or not. */
    Set<String> sets() throws IOException {
        return names(base.resolve(SETS));
    }

    /** Stamps of all generations of parts that lie here, whole or not. */
    Set<String> stamps() throws IOException {
        Set<String> stamps = new TreeSet<>();
        for (Path version : entries(base.resolve(PARTS))) {
            stamps.addAll(names(version));
        }
        return stamps;
    }

    /** Reads a set; whether its parts are there is another question. */
    PublishedSet read(String name) throws LocalFault {
        Path directory = base.resolve(SETS).resolve(name);
        return PublishedSet.read(path -> content(directory.resolve(path)));
    }

    /** Reads a part by the path under which it is downloaded. */
    byte[] part(String path) throws LocalFault {
        Optional<Path> file = partFile(path);
        if (file.isEmpty()) {
            throw new LocalFault(GeneralFault.IO_ERROR, "A directory lists a part where none can be");
        }
        return content(file.get());
    }

    /** Where a part lies, if the path is one of a part; the file need not exist. */
    Optional<Path> partFile(String path) {
        return PART.matcher(path).matches()
                ? Optional.of(base.resolve(PARTS).resolve(path.substring(1)))
                : Optional.empty();
    }

    /** Writes parts; nothing refers to them yet. */
    void writeParts(Map<String, byte[]> parts) throws IOException {
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
            Path file = partFile(part.getKey())
                    .orElseThrow(() -> new IOException("A part has a name under which it cannot be stored"));
            disk.createDirectories(parent(file));
            disk.write(file, part.getValue());
        }
        syncAbove(parts.keySet().stream().map(path -> base.resolve(PARTS).resolve(path.substring(1))), PARTS);
    }

    /** Writes a set; it is not yet the current one. */
    void write(String name, PublishedSet set) throws IOException {
        Path directory = base.resolve(SETS).resolve(name);
        Map<String, byte[]> files = set.files();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            disk.createDirectories(parent(path));
            disk.write(path, file.getValue());
        }
        syncAbove(files.keySet().stream().map(directory::resolve), SETS);
    }

    /** Makes a set the current one. If this throws, {@link #current} says whether it has become so. */
    void turnTo(String name) throws IOException {
        disk.link(base.resolve(CURRENT), Path.of(SETS, name));
        disk.sync(base);
    }

    void removeSet(String name) throws IOException {
        remove(base.resolve(SETS).resolve(name));
    }

    /** Removes the parts of one generation in all versions. */
    void removeParts(String stamp) throws IOException {
        for (Path version : entries(base.resolve(PARTS))) {
            remove(version.resolve(stamp));
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Syncs every directory from the files up to the given one, each once, the deepest first. */
    private void syncAbove(Stream<Path> files, String top) throws IOException {
        Set<Path> directories = new LinkedHashSet<>();
        Path end = base.resolve(top);
        files.forEach(file -> {
            for (Path up = parent(file); up.startsWith(end); up = parent(up)) {
                directories.add(up);
            }
        });
        List<Path> deepestFirst = new ArrayList<>(directories);
        deepestFirst.sort((a, b) -> Integer.compare(b.getNameCount(), a.getNameCount()));
        for (Path directory : deepestFirst) {
            disk.sync(directory);
        }
    }

    private void remove(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : entries(path)) {
                remove(entry);
            }
        }
        disk.delete(path);
    }

    private static byte[] content(Path file) throws LocalFault {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(ConfigurationPart.BYTES_MAX + 1);
            if (content.length > ConfigurationPart.BYTES_MAX) {
                throw new LocalFault(GeneralFault.IO_ERROR, "A published file is longer than servers read");
            }
            return content;
        } catch (IOException e) {
            throw new LocalFault(GeneralFault.IO_ERROR, "A published file cannot be read").causedBy(e);
        }
    }

    private static Set<String> names(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path entry : entries(directory)) {
            String name = String.valueOf(entry.getFileName());
            if (NAME.matcher(name).matches()) {
                names.add(name);
            }
        }
        return names;
    }

    private static List<Path> entries(Path directory) throws IOException {
        List<Path> all = new ArrayList<>();
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                entries.forEach(all::add);
            }
        }
        return all;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("A published file lies in a directory");
        }
        return parent;
    }
}
