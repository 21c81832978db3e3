package org.ambergate.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ambergate.evidence.ArchiveCheck;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ambergate log verify-archive}: are these archives whole, and does each follow the one before? */
@Command(
        name = "verify-archive",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks archives (mlog-*.zip) of X-Road and Ambergate against their linking information: no container was changed,"
                    + " taken out, put in or moved. Several archives have to follow one another as given.",
            "What the containers prove, 'ambergate verify' tells."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every archive is as it was written",
            "1:something is wrong with one of them",
            "2:wrong usage",
            "4:a file cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ambergate log verify-archive mlog-20260105101112-20260105161112-0123456789abcdef.zip",
            "  ambergate log verify-archive --previous - first.zip second.zip third.zip"
        })
final class LogVerifyArchiveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "archives, in the order of their chain")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--previous",
            paramLabel = "LINK",
            description = "last link of the archive before the first one, '-' if it begins a chain; without it the"
                    + " archive's word is taken for it")
    private @Nullable String previous;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> link = Optional.ofNullable(previous);
        boolean valid = true;
        for (Path file : files) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                ArchiveCheck.Result result = ArchiveCheck.of(in, link);
                print(out, file, result);
                valid &= result.lastLink().isPresent();
                link = result.lastLink();
            } catch (IOException e) {
                spec.commandLine().getErr().println(SafeText.of("Cannot read: " + e.getMessage()));
                return ExitCodes.IO;
            }
        }
        out.flush();
        return valid ? ExitCodes.VALID : ExitCodes.INVALID;
    }

    private static void print(PrintWriter out, Path file, ArchiveCheck.Result result) {
        out.printf(
                Locale.ROOT,
                "%s  %s  %,d containers%n",
                result.lastLink().isPresent() ? "VALID  " : "INVALID",
                SafeText.of(file.toString()),
                result.containers());
        result.previous()
                .ifPresent(before -> out.printf("  follows    %s (%s)%n", before.link(), SafeText.of(before.file())));
        result.lastLink().ifPresent(link -> out.printf("  last link  %s%n", link));
        result.problem().ifPresent(problem -> out.printf("  %s%n", SafeText.of(problem)));
    }
}
