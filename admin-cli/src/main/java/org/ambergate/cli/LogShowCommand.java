package org.ambergate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditJson;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.ExchangeTrace;
import org.ambergate.audit.RecordKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ambergate log show}: what became of this message? */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows an exchange with all its records and how it ended.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the exchange was found",
            "1:there is none, or the key may not see it",
            "2:wrong usage",
            "4:the log, the index or the server cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ambergate log show --log message-log 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
            "  ambergate log show --server http://127.0.0.1:4000 --key-file key --json DEV-0001"
        })
final class LogShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "ID", description = "an x-road-request-id or x-road-id")
    private String id = "";

    @Parameters(index = "1", paramLabel = "DIR", arity = "0..1", description = "the message log's directory")
    private @Nullable Path directory;

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Option(names = "--json", description = "print one JSON object per exchange and side")
    private boolean json;

    @Override
    public Integer call() {
        if (id.isEmpty() || id.length() > AuditFilter.VALUE_LENGTH_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "An ID has 1 to " + AuditFilter.VALUE_LENGTH_MAX + " characters");
        }
        try (AuditSource opened = source.open(spec, Optional.ofNullable(directory), json)) {
            List<ExchangeTrace> traces = opened.trace(id);
            PrintWriter out = spec.commandLine().getOut();
            traces.forEach(trace -> {
                if (json) {
                    out.println(AuditJson.print(trace));
                } else {
                    print(trace, out);
                }
            });
            out.flush();
            if (traces.isEmpty()) {
                spec.commandLine().getErr().println(SafeText.of("No exchange has the identifier " + id));
                return ExitCodes.NOTHING;
            }
            return ExitCodes.VALID;
        } catch (IOException e) {
            spec.commandLine().getErr().println(SafeText.of("Cannot search: " + e.getMessage()));
            return ExitCodes.IO;
        }
    }

    private static void print(ExchangeTrace trace, PrintWriter out) {
        line(out, "Exchange", trace.exchange().requestId());
        line(out, "  message id", trace.exchange().queryId());
        line(out, "  side", trace.exchange().side().name().toLowerCase(Locale.ROOT));
        line(out, "  client", trace.exchange().clientId());
        line(out, "  service", trace.exchange().serviceId());
        AuditRecord.Subject subject = trace.records().get(0).subject();
        subject.issue().ifPresent(issue -> line(out, "  issue", issue));
        subject.userId().ifPresent(user -> line(out, "  user id", user));
        String code = trace.end().code();
        line(out, "  ended", trace.end().state().label() + (code.isEmpty() ? "" : ", " + code));
        for (AuditRecord record : trace.records()) {
            out.printf(
                    Locale.ROOT,
                    "  record %-10d  %-24s  %-8s  %s (segment %d, byte %d)%n",
                    record.sequence(),
                    record.time(),
                    record.kind().label(),
                    detail(record),
                    record.place().segment(),
                    record.place().offset());
        }
    }

    private static String detail(AuditRecord record) {
        return record.kind() == RecordKind.OUTCOME
                ? record.end().state().label()
                : String.format(Locale.ROOT, "body of %,d bytes", record.bodyBytes());
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf(Locale.ROOT, "%-14s %s%n", name, SafeText.of(value));
    }
}
