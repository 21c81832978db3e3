package org.ambergate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** A global configuration's files: in a directory, or in a ZIP file that is read into memory and never unpacked to disk. */
interface TrustFiles {
    /**
     * A file's content.
     *
     * @throws IOException if there is no such file, or it is longer
     */
    byte[] bytes(String name, int max) throws IOException;

    /** Whether there is such a file. */
    boolean has(String name);

    /** The directories on the first level that hold a file of this name. */
    List<String> directories(String file) throws IOException;

    /** The files in a directory or a ZIP file. */
    static TrustFiles of(Path place) throws IOException {
        return Files.isDirectory(place) ? new Directory(place) : Archive.read(place);
    }

    /** Files where X-Road's configuration client left them. */
    record Directory(Path root) implements TrustFiles {
        @Override
        public byte[] bytes(String name, int max) throws IOException {
            try (InputStream in = Files.newInputStream(root.resolve(name))) {
                return bounded(in, name, max);
            }
        }

        @Override
        public boolean has(String name) {
            return Files.exists(root.resolve(name));
        }

        @Override
        public List<String> directories(String file) throws IOException {
            try (Stream<Path> entries = Files.list(root)) {
                return entries.filter(entry -> Files.isRegularFile(entry.resolve(file)))
                        .map(entry -> String.valueOf(entry.getFileName()))
                        .sorted()
                        .toList();
            }
        }
    }

    /** {@code verificationconf.zip}, whose names begin with {@code verificationconf/}, or with nothing. */
    record Archive(Map<String, byte[]> files) implements TrustFiles {
        private static final String PREFIX = "verificationconf/";
        private static final int ENTRIES_MAX = 1000;
        private static final int BYTES_MAX = 64 * 1024 * 1024;

        static Archive read(Path file) throws IOException {
            Map<String, byte[]> files = new HashMap<>();
            int left = BYTES_MAX;
            try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
                for (@Nullable ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (entry.isDirectory()) {
                        continue;
                    }
                    byte[] content = bounded(zip, entry.getName(), left);
                    left -= content.length;
                    String name = entry.getName();
                    String plain = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
                    if (files.put(plain, content) != null || files.size() > ENTRIES_MAX) {
                        throw new ZipException("The configuration's ZIP file has doubled or too many entries");
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new ZipException("The configuration's ZIP file has unreadable names");
            }
            if (files.isEmpty()) {
                throw new ZipException("neither a directory nor a ZIP file with a configuration: " + file);
            }
            return new Archive(files);
        }

        @Override
        public byte[] bytes(String name, int max) throws IOException {
            byte @Nullable [] found = files.get(name);
            if (found == null) {
                throw new NoSuchFileException(name);
            }
            if (found.length > max) {
                throw tooLong(name, max);
            }
            return found;
        }

        @Override
        public boolean has(String name) {
            return files.containsKey(name);
        }

        @Override
        public List<String> directories(String file) {
            String end = "/" + file;
            return files.keySet().stream()
                    .filter(name -> name.endsWith(end) && name.indexOf('/') == name.length() - end.length())
                    .map(name -> name.substring(0, name.length() - end.length()))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] bounded(InputStream in, String name, int max) throws IOException {
        byte[] bytes = in.readNBytes(max + 1);
        if (bytes.length > max) {
            throw tooLong(name, max);
        }
        return bytes;
    }

    private static IOException tooLong(String name, int max) {
        return new IOException("A file is longer than " + max + " bytes: " + name);
    }
}
