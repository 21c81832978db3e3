package org.ambergate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that say where to search. */
final class SourceOptions {
    @Option(
            names = "--log",
            paramLabel = "DIR",
            description = "the message log's directory; its index is made or brought up to date first")
    private @Nullable Path directory;

    @Option(names = "--index", paramLabel = "FILE", description = "the index's file (default: beside DIR)")
    private @Nullable Path index;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "ask a server's administration port instead, such as http://127.0.0.1:4000")
    private @Nullable URI server;

    @Option(names = "--key-file", paramLabel = "FILE", description = "an auditor's key, for --server")
    private @Nullable Path keyFile;

    /** Opens the source; exactly one must have been named. */
    AuditSource open(CommandSpec spec, Optional<Path> positional, boolean quiet) throws IOException {
        Path named = directory == null ? positional.orElse(null) : directory;
        if ((named == null) == (server == null) || (directory != null && positional.isPresent())) {
            throw new ParameterException(spec.commandLine(), "Name a message log's directory, or --server");
        }
        if (server != null) {
            if (keyFile == null) {
                throw new ParameterException(spec.commandLine(), "--server needs --key-file");
            }
            return RemoteIndex.of(server, keyFile);
        }
        if (named == null) {
            throw new ParameterException(spec.commandLine(), "Name a message log's directory");
        }
        PrintWriter err = spec.commandLine().getErr();
        LocalIndex opened = LocalIndex.open(index == null ? LocalIndex.defaultFile(named) : index);
        try {
            var unused = opened.catchUp(named, !quiet, err);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
