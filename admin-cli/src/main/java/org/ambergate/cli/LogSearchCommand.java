package org.ambergate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ambergate.audit.AuditJson;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.RefusedCursorException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ambergate log search}: which records match? */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Searches a message log through its index. All filters must match. A server answers only what the key may"
                    + " see, and logs the query; reading a directory needs no key and leaves no record."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:records were found",
            "1:nothing was found",
            "2:wrong usage, or a cursor that was not issued for this search",
            "4:the log, the index or the server cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ambergate log search --member DEV/ORG/1111 --from 2026-01-05 --before 2026-01-06 message-log",
            "  ambergate log search --outcome failed --json message-log | jq -r .requestId",
            "  ambergate log search --server http://127.0.0.1:4000 --key-file key --issue ABC-7 --csv"
        })
final class LogSearchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "the message log's directory")
    private @Nullable Path directory;

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Mixin
    private FilterOptions filters = new FilterOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "records of the page, 1 to " + AuditQuery.PAGE_RECORDS_MAX + " (default: ${DEFAULT-VALUE})")
    private int limit = AuditQuery.PAGE_RECORDS;

    @Option(names = "--cursor", paramLabel = "TEXT", description = "go on behind the page that named this cursor")
    private @Nullable String cursor;

    @Option(names = "--json", description = "print one JSON object per line")
    private boolean json;

    @Option(names = "--csv", description = "print comma-separated values")
    private boolean csv;

    @Override
    public Integer call() {
        if (limit < 1 || limit > AuditQuery.PAGE_RECORDS_MAX || (json && csv)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--limit is 1 to " + AuditQuery.PAGE_RECORDS_MAX + ", and --json excludes --csv");
        }
        try {
            AuditQuery query = filters.query();
            try (AuditSource opened = source.open(spec, Optional.ofNullable(directory), json || csv)) {
                AuditPage page = opened.search(query, Optional.ofNullable(cursor), limit);
                print(page);
                return page.records().isEmpty() ? ExitCodes.NOTHING : ExitCodes.VALID;
            }
        } catch (IllegalArgumentException | RefusedCursorException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            spec.commandLine().getErr().println(SafeText.of("Cannot search: " + e.getMessage()));
            return ExitCodes.IO;
        }
    }

    private void print(AuditPage page) {
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.println(csv ? RecordLines.CSV_HEADING : RecordLines.HEADING);
        }
        page.records()
                .forEach(record -> out.println(
                        json ? AuditJson.print(record) : csv ? RecordLines.csv(record) : RecordLines.text(record)));
        out.flush();
        // Beside the data, so that lines stay lines.
        page.next().ifPresent(next -> spec.commandLine().getErr().println("More: --cursor " + next));
        spec.commandLine().getErr().flush();
    }
}
