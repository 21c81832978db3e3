package org.ambergate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ambergate.asic.AsicLimits;
import org.ambergate.asic.ContainerVerifier;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ambergate verify}: what do these containers prove? */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Verifies ASiC-E containers of X-Road and Ambergate: signature, signer, OCSP response, time-stamp, and that"
                    + " every part is covered, all as of the time that the time-stamp proves.",
            "Works offline and asks nothing. Directories are searched for files ending in '.asice'."
        },
        exitCodeListHeading = "%nExit codes (of several the first that applies: 4, 1, 3, 0):%n",
        exitCodeList = {
            "0:every container is valid (TOTAL_PASSED)",
            "1:a container is broken (TOTAL_FAILED)",
            "2:wrong usage",
            "3:for a container something is missing or not trusted (INDETERMINATE)",
            "4:a file or the configuration cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ambergate verify --trust verificationconf.zip Q1-request-c1p.asice",
            "  ambergate verify --trust globalconf/ --html report.html evidence/",
            "  ambergate verify --trust globalconf/ --json evidence/ | jq .verdict"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int MIB = 1024 * 1024;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "containers, or directories of containers")
    private List<Path> places = new ArrayList<>();

    @Option(
            names = "--trust",
            paramLabel = "CONF",
            description =
                    "global configuration whose authorities decide: a directory, or the verificationconf.zip of an"
                            + " X-Road server. Without it every container stays INDETERMINATE at best.")
    private @Nullable Path trust;

    @Option(names = "--json", description = "print one JSON object per container and line")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "also write a report page that needs no other file")
    private @Nullable Path html;

    @Option(
            names = "--max-size",
            paramLabel = "MIB",
            defaultValue = "24",
            description = "largest container, packed and unpacked, in MiB (default: ${DEFAULT-VALUE}, at most 1024)")
    private int sizeMax;

    @Override
    public Integer call() {
        if (sizeMax < 1 || sizeMax > AsicLimits.BYTES_MAX / MIB) {
            throw new ParameterException(spec.commandLine(), "--max-size has to be from 1 to 1024");
        }
        try {
            ContainerRun run = new ContainerRun(verifier());
            List<VerifiedFile> files = run.verify(places, !json);
            print(files);
            if (html != null) {
                Files.writeString(html, ReportPage.of(files), StandardCharsets.UTF_8);
            }
            return exit(files);
        } catch (LocalFault e) {
            return fail("The global configuration cannot be used: " + e.text());
        } catch (IOException e) {
            return fail("Cannot read or write: " + e.getMessage());
        }
    }

    /** An unreadable file goes first: whoever sees 0, 1 or 3 knows that nothing was passed over. */
    static int exit(List<VerifiedFile> files) {
        int exit = ExitCodes.VALID;
        for (int code : new int[] {ExitCodes.INDETERMINATE, ExitCodes.INVALID, ExitCodes.IO}) {
            if (files.stream().anyMatch(file -> file.exit() == code)) {
                exit = code;
            }
        }
        return exit;
    }

    private ContainerVerifier verifier() throws IOException, LocalFault {
        AsicLimits limits = AsicLimits.DEFAULT.withBytesMax(sizeMax * MIB);
        TrustDirectory authorities = trust == null ? TrustDirectory.nobody() : TrustDirectory.read(trust);
        return new ContainerVerifier(authorities.trust(), authorities.timestampCertificates(), limits);
    }

    private void print(List<VerifiedFile> files) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            files.forEach(file -> out.println(ReportJson.of(file)));
        } else {
            ReportText text = new ReportText(out, trust != null);
            files.forEach(text::print);
            text.printSummary(files);
        }
        out.flush();
    }

    private int fail(String reason) {
        spec.commandLine().getErr().println(SafeText.of(reason));
        return ExitCodes.IO;
    }
}
