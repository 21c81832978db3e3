package org.ambergate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.ambergate.evidence.FoundMessage;
import org.ambergate.fault.LocalFault;
import org.ambergate.messagelog.MessageDirection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ambergate log export}: logged messages as evidence. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes logged messages as ASiC-E containers in X-Road's layout, which 'ambergate verify' judges offline."
                    + " A file is named as X-Road names it: <message id>-<request|response>-<record>.asice.",
            "Name an exchange by its ID, or records by --record, or use the filters of 'log search'. The log's server may"
                    + " be running; a message can be exported as soon as it is time-stamped, within a minute or so."
        },
        exitCodeListHeading = "%nExit codes (of several the first that applies: 4, 3, 1, 0):%n",
        exitCodeList = {
            "0:everything was written",
            "1:nothing was found, or a record named by --record is no message",
            "2:wrong usage",
            "3:a message has no time-stamp yet and was left out; all others were written",
            "4:a file of the same name is there, or log, index or files cannot be read or written, or the log is damaged"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ambergate log export 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed -o evidence message-log",
            "  ambergate log export --service DEV/ORG/2222/PROVIDER/registry --from 2026-01-05 -o evidence message-log",
            "  ambergate log export --issue CASE-7 --trust globalconf -o evidence message-log",
            "  ambergate log export --record 17 --record 19 --json -o evidence message-log | jq -r .file"
        })
final class LogExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..2",
            paramLabel = "[ID] [DIR]",
            hideParamSyntax = true,
            description =
                    "an x-road-request-id or x-road-id, unless filters or --record say what; then the message log's"
                            + " directory, unless --log names it")
    private List<String> operands = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "the directory for the containers; it is made if it is not there")
    private Path output = Path.of("");

    @Option(names = "--record", paramLabel = "N", description = "a record by its number; may be given several times")
    private List<Long> records = new ArrayList<>();

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private FilterOptions filters = new FilterOptions();

    @Option(names = "--request-only", description = "requests and no responses")
    private boolean requestOnly;

    @Option(names = "--response-only", description = "responses and no requests")
    private boolean responseOnly;

    @Option(
            names = "--unstamped",
            description =
                    "also write what has no time-stamp yet, without one; it is INDETERMINATE to a verifier for ever")
    private boolean unstamped;

    @Option(
            names = "--trust",
            paramLabel = "CONF",
            description = "also put this global configuration, a directory or ZIP file, beside the containers, as "
                    + VerificationConf.NAME + " for 'ambergate verify --trust'")
    private @Nullable Path trust;

    @Option(names = "--overwrite", description = "replace files of the same names")
    private boolean overwrite;

    @Option(names = "--json", description = "print one JSON object per container and line")
    private boolean json;

    private long written;

    @Override
    public Integer call() {
        Operands named = operands();
        try {
            return export(new ExportChoice(named.id(), records, filters.query()), named.directory());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (FileAlreadyExistsException e) {
            return fail("There is a file already: " + e.getFile() + ". It was not replaced; --overwrite does so");
        } catch (ExportChoice.TooMany e) {
            return fail(String.valueOf(e.getMessage()));
        } catch (LocalFault e) {
            return fail("The global configuration cannot be used: " + e.text());
        } catch (IOException e) {
            return fail("Cannot export: " + e.getMessage());
        }
    }

    /** What stands on the command line without an option. */
    private record Operands(Optional<String> id, Path directory) {}

    private Operands operands() {
        boolean byOption = log.directory().isPresent();
        int most = byOption ? 1 : 2;
        if (operands.size() > most || (!byOption && operands.isEmpty()) || (requestOnly && responseOnly)) {
            throw new ParameterException(
                    spec.commandLine(), "Name a message log's directory once; --request-only excludes --response-only");
        }
        Path directory = log.directory().orElseGet(() -> Path.of(operands.get(operands.size() - 1)));
        return new Operands(operands.size() == most ? Optional.of(operands.get(0)) : Optional.empty(), directory);
    }

    private int export(ExportChoice choice, Path directory) throws IOException, LocalFault, ExportChoice.TooMany {
        Optional<byte[]> configuration = trust == null ? Optional.empty() : Optional.of(VerificationConf.of(trust));
        ExportChoice.Chosen chosen =
                choice.choose(log, directory, json, spec.commandLine().getErr());
        SortedSet<Long> sequences = chosen.sequences();
        try (LogDirectory opened = LogDirectory.open(directory)) {
            ExportRun run = new ExportRun(opened, new ExportRun.Target(output, overwrite, configuration));
            List<FoundMessage> found = run.find(sequences, !json);
            List<FoundMessage> wanted = found.stream().filter(this::isWanted).toList();
            List<FoundMessage> ready = wanted.stream().filter(this::isReady).toList();
            run.write(ready, !json, this::report);
            summarise(ready.size());
            wanted.stream().filter(message -> !isReady(message)).forEach(this::reportUnstamped);
            boolean missing = wanted.isEmpty() || found.size() < sequences.size();
            if (missing) {
                reportMissing(sequences, found);
            }
            if (chosen.damage().isPresent()) {
                return fail("What stands behind the damage in record "
                        + chosen.damage().get().place().sequence() + " was not looked at");
            }
            spec.commandLine().getErr().flush();
            return ready.size() < wanted.size()
                    ? ExitCodes.INDETERMINATE
                    : missing ? ExitCodes.NOTHING : ExitCodes.VALID;
        }
    }

    private boolean isReady(FoundMessage message) {
        return unstamped || message.timestamp().isPresent();
    }

    private boolean isWanted(FoundMessage message) {
        return !(requestOnly && message.direction() == MessageDirection.RESPONSE)
                && !(responseOnly && message.direction() == MessageDirection.REQUEST);
    }

    private void report(ExportedFile file) {
        written++;
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? file.json() : file.text());
        out.flush();
    }

    private void summarise(int count) {
        if (!json && count > 1) {
            spec.commandLine().getOut().printf(Locale.ROOT, "%,d containers%n", count);
            spec.commandLine().getOut().flush();
        }
    }

    private void reportUnstamped(FoundMessage message) {
        spec.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "Record %d (%s) has no time-stamp yet; try again in a minute, or use --unstamped%n",
                        message.place().sequence(),
                        message.containerName());
    }

    private void reportMissing(SortedSet<Long> sequences, List<FoundMessage> found) {
        PrintWriter err = spec.commandLine().getErr();
        SortedSet<Long> missing = new TreeSet<>(sequences);
        found.forEach(message -> missing.remove(message.place().sequence()));
        missing.forEach(sequence -> err.printf(Locale.ROOT, "Record %d is no message of this log%n", sequence));
        if (missing.isEmpty()) {
            err.println("No message was found");
        }
    }

    /** Standard output names each container that was written; here is their number, since the run ends with an error. */
    private int fail(String reason) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(SafeText.of(reason));
        err.printf(Locale.ROOT, "Containers written before that: %,d%n", written);
        err.flush();
        return ExitCodes.IO;
    }
}
