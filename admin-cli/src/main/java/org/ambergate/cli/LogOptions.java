package org.ambergate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name a message log's directory and its index. */
final class LogOptions {
    @Option(
            names = "--log",
            paramLabel = "DIR",
            description = "the message log's directory; its index is made or brought up to date first")
    private @Nullable Path directory;

    @Option(names = "--index", paramLabel = "FILE", description = "the index's file (default: beside DIR)")
    private @Nullable Path index;

    /** The directory, if the option names it. */
    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /** Opens the index of a log and brings it up to date. */
    LocalIndex openIndex(Path log, boolean quiet, PrintWriter err) throws IOException {
        LocalIndex opened = LocalIndex.open(index == null ? LocalIndex.defaultFile(log) : index);
        try {
            var unused = opened.catchUp(log, !quiet, err);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
