package org.ambergate.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for a run's files: the one that was named, which stays, or a temporary one, which is removed.
 *
 * @param path the directory
 * @param temporary whether it is removed on closing
 */
record WorkingDirectory(Path path, boolean temporary) implements AutoCloseable {
    /** An empty path asks for a temporary directory. */
    static WorkingDirectory of(Path named) throws IOException {
        if (named.toString().isEmpty()) {
            return new WorkingDirectory(Files.createTempDirectory("ambergate-sandbox-"), true);
        }
        Files.createDirectories(named);
        try (Stream<Path> files = Files.list(named)) {
            if (files.findAny().isPresent()) {
                throw new IOException(named + " is not empty");
            }
        }
        return new WorkingDirectory(named.toAbsolutePath(), false);
    }

    @Override
    public void close() throws IOException {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
