package org.ambergate.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ambergate.audit.AuditIndex;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ambergate log reindex}: builds the index anew. */
@Command(
        name = "reindex",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Builds the index of a message log anew. The log itself is only read. Its server may be running; until the"
                    + " index has caught up, searches find less."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the index knows the whole log",
            "1:the log is damaged; the index knows what stands before the damage",
            "2:wrong usage",
            "4:the log or the index cannot be read or written"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ambergate log reindex /var/lib/ambergate/message-log",
            "  ambergate log reindex --index /tmp/index.sqlite copy-of-the-log"
        })
final class LogReindexCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "the message log's directory")
    private Path directory = Path.of("");

    @Option(names = "--index", paramLabel = "FILE", description = "the index's file (default: beside DIR)")
    private @Nullable Path index;

    @Override
    public Integer call() {
        try (LocalIndex opened = LocalIndex.open(index == null ? LocalIndex.defaultFile(directory) : index)) {
            AuditIndex.Progress progress =
                    opened.rebuild(directory, spec.commandLine().getErr());
            spec.commandLine().getOut().printf(Locale.ROOT, "The index knows %,d records%n", progress.records());
            spec.commandLine().getOut().flush();
            return progress.stopped().isPresent() ? ExitCodes.INVALID : ExitCodes.VALID;
        } catch (IOException e) {
            spec.commandLine().getErr().println(SafeText.of("Cannot reindex: " + e.getMessage()));
            return ExitCodes.IO;
        }
    }
}
