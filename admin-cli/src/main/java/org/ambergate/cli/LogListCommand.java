package org.ambergate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.LogAuditor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ambergate log list}: what is in this log? */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists the messages of a log and how their exchanges ended, one line each.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was listed",
            "1:the log is damaged; what stands before the damage was listed",
            "2:wrong usage",
            "4:a file cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ambergate log list --last 20 /var/lib/ambergate/message-log",
            "  ambergate log list --request-id 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed message-log",
            "  ambergate log list --json message-log | jq -r .service | sort | uniq -c"
        })
final class LogListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "the message log's directory")
    private Path directory = Path.of("");

    @Option(names = "--last", paramLabel = "N", description = "only the last N lines")
    private @Nullable Integer last;

    @Option(names = "--request-id", paramLabel = "ID", description = "only this exchange")
    private @Nullable String requestId;

    @Option(names = "--json", description = "print one JSON object per line")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (LogDirectory log = LogDirectory.open(directory)) {
            if (!json) {
                out.println(ListedRecord.HEADING);
            }
            Deque<ListedRecord> tail = new ArrayDeque<>();
            AuditReport report = new LogAuditor((place, record) -> ListedRecord.of(place, record)
                            .filter(line ->
                                    requestId == null || line.requestId().equals(requestId))
                            .ifPresent(line -> take(line, tail, out)))
                    .audit(log.segments());
            tail.forEach(line -> print(line, out));
            out.flush();
            return report.finding().isEmpty() ? ExitCodes.VALID : damaged(report.finding());
        } catch (IOException e) {
            spec.commandLine().getErr().println(SafeText.of("Cannot read: " + e.getMessage()));
            return ExitCodes.IO;
        }
    }

    private void take(ListedRecord line, Deque<ListedRecord> tail, PrintWriter out) {
        if (last == null) {
            print(line, out);
            return;
        }
        tail.add(line);
        if (tail.size() > last) {
            tail.remove();
        }
    }

    private void print(ListedRecord line, PrintWriter out) {
        out.println(json ? line.json() : line.text());
    }

    private int damaged(Optional<Finding> finding) {
        finding.ifPresent(f -> spec.commandLine()
                .getErr()
                .printf(
                        "The log is damaged in segment %s at byte %d: %s%n",
                        SafeText.of(f.place().segment()), f.place().offset(), f.reason()));
        return ExitCodes.INVALID;
    }
}
