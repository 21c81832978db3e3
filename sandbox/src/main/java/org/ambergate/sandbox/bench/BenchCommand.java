package org.ambergate.sandbox.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ambergate.sandbox.service.SampleService;
import org.ambergate.sandbox.trustservices.KeyKind;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ambergate bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the gateway against two bare reverse proxies on this machine, in one run.",
            "",
            "The bare pair is two plain Netty proxies with mutual TLS 1.3 between them: no signing, no logging.",
            "The gateway pair is two security servers with everything on and both message logs synced.",
            "Both carry the same load to the same service, in turns."
        },
        footer = {
            "",
            "Examples:",
            "  ambergate bench",
            "  ambergate bench --profile get --connections 64 --seconds 10 --rounds 5",
            "  ambergate bench --key rsa2048 --heap 512m",
            "  ambergate bench --bare-only --connections 1,16,64",
            "  ambergate bench --json > bench.json",
            "",
            "Exit code: 0 if every reply was right, 1 if there were errors, 2 for wrong options, 4 if a pair could not be",
            "started or files could not be written."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int HAD_ERRORS = 1;
    private static final int IO_FAILED = 4;
    private static final Pattern HEAP = Pattern.compile("[1-9][0-9]{0,8}[kmgKMG]");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final GatewayPairStarter gatewayStarter;
    private final PrintStream out;
    private final PrintStream progress;

    @Option(
            names = "--profile",
            split = ",",
            paramLabel = "NAME",
            converter = ProfileConverter.class,
            description =
                    "What to repeat: get (a GET answered with 1 KB), post-1k (a POST of 1 KB, echoed). Default: both")
    private List<LoadProfile> profiles = List.of(LoadProfile.values());

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            description = "Numbers of keep-alive connections, one request at a time on each. Default: 1,16,64")
    private List<Integer> connections = List.of(1, 16, 64);

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each case on each pair. Default: 3")
    private int rounds = 3;

    @Option(names = "--seconds", paramLabel = "S", description = "Seconds that count in each round. Default: 4")
    private double seconds = 4;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            description =
                    "Seconds of one part of the warm-up; parts are repeated, two to twelve for each pair and profile, until the "
                            + "pair gets no faster. Default: 5")
    private double warmUp = 5;

    @Option(
            names = "--key",
            paramLabel = "TYPE",
            converter = KeyConverter.class,
            description = "Type of all keys: p256, p384, rsa2048, rsa3072. Default: p256")
    private KeyKind key = KeyKind.P256;

    @Option(names = "--heap", paramLabel = "SIZE", description = "Heap of each server, as in -Xmx. Default: 256m")
    private String heap = "256m";

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "Where both pairs keep their files during the run; the disk under it is the one that is synced. "
                            + "Default: ambergate-data")
    private Path folder = Path.of("ambergate-data");

    @Option(names = "--bare-only", description = "Measure the bare pair only")
    private boolean bareOnly;

    @Option(names = "--json", description = "Print one JSON object instead of the table")
    private boolean json;

    /**
     * The command.
     *
     * @param gatewayStarter starts the pair of security servers
     * @param out gets the table or the JSON object, nothing else
     * @param progress gets a line whenever something is done
     */
    public BenchCommand(GatewayPairStarter gatewayStarter, PrintStream out, PrintStream progress) {
        this.gatewayStarter = gatewayStarter;
        this.out = out;
        this.progress = progress;
    }

    /** Measures and prints. */
    @Override
    public Integer call() throws InterruptedException {
        checkOptions();
        try {
            return run();
        } catch (IOException e) {
            progress.println("bench: " + e.getMessage());
            return IO_FAILED;
        }
    }

    private int run() throws IOException, InterruptedException {
        Path runFolder = Files.createTempDirectory(Files.createDirectories(folder.toAbsolutePath()), "bench-");
        try (SampleService service = SampleService.start()) {
            Bench bench = new Bench(options(runFolder), service.address(), line -> progress.println("bench: " + line));
            BenchReport report = bench.run(gatewayStarter);
            out.println(json ? new BenchJson().print(report) : BenchTable.print(report));
            return report.errors() == 0 ? CommandLine.ExitCode.OK : HAD_ERRORS;
        } finally {
            delete(runFolder);
        }
    }

    private void checkOptions() {
        boolean usable = connections.stream().allMatch(n -> n >= 1)
                && rounds >= 1
                && seconds > 0
                && warmUp > 0
                && HEAP.matcher(heap).matches();
        if (!usable) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "connections, rounds, seconds and warmup are more than zero; heap is a number with k, m or g");
        }
    }

    private BenchOptions options(Path runFolder) {
        return new BenchOptions(
                profiles, connections, rounds, duration(seconds), duration(warmUp), key, heap, bareOnly, runFolder);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Reads the name of a profile. */
    static final class ProfileConverter implements ITypeConverter<LoadProfile> {
        @Override
        public LoadProfile convert(String value) {
            for (LoadProfile profile : LoadProfile.values()) {
                if (profile.label().equals(value)) {
                    return profile;
                }
            }
            throw new CommandLine.TypeConversionException("there is no profile " + value + " (get, post-1k)");
        }
    }

    /** Reads the name of a key type. */
    static final class KeyConverter implements ITypeConverter<KeyKind> {
        @Override
        public KeyKind convert(String value) {
            try {
                return KeyTypes.parse(value);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(
                        "there is no key type " + value + " (p256, p384, rsa2048, rsa3072)");
            }
        }
    }
}
