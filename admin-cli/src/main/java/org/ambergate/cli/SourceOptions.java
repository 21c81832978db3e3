package org.ambergate.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that say where to search. */
final class SourceOptions {
    @Mixin
    private LogOptions log = new LogOptions();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "ask a server's administration port instead, such as http://127.0.0.1:4000")
    private @Nullable URI server;

    @Option(names = "--key-file", paramLabel = "FILE", description = "an auditor's key, for --server")
    private @Nullable Path keyFile;

    /** Opens the source; exactly one must have been named. */
    AuditSource open(CommandSpec spec, Optional<Path> positional, boolean quiet) throws IOException {
        Optional<Path> named = log.directory().or(() -> positional);
        if (named.isPresent() == (server != null) || (log.directory().isPresent() && positional.isPresent())) {
            throw new ParameterException(spec.commandLine(), "Name a message log's directory, or --server");
        }
        if (named.isPresent()) {
            return log.openIndex(named.get(), quiet, spec.commandLine().getErr());
        }
        if (server == null || keyFile == null) {
            throw new ParameterException(spec.commandLine(), "--server needs --key-file");
        }
        return RemoteIndex.of(server, keyFile);
    }
}
