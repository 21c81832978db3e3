package org.ambergate.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One exchange between two security servers of a real X-Road 7.8 pair, recorded inside the TLS connection. Lives in the
 * test resources under {@code xroad-7.8/wire}; the 1 MiB case keeps only what passed between the servers.
 */
public final class RecordedExchange {
    private final Path directory;
    private final String number;

    private RecordedExchange(Path directory, String number) {
        this.directory = directory;
        this.number = number;
    }

    /** Every REST exchange that reached the provider's security server, in the order of the recording. */
    public static List<RecordedExchange> all() {
        List<RecordedExchange> exchanges = new ArrayList<>();
        for (Path directory : list(resource("xroad-7.8/wire"))) {
            for (Path file : list(directory)) {
                String name = fileName(file);
                if (name.startsWith("xr-") && name.endsWith(".request.bin")) {
                    exchanges.add(new RecordedExchange(directory, name.substring(3, name.indexOf('.'))));
                }
            }
        }
        return List.copyOf(exchanges);
    }

    /** Those of {@link #all()} whose response is a signed message, not a fault. */
    public static List<RecordedExchange> answered() {
        return all().stream().filter(RecordedExchange::isAnswered).toList();
    }

    /** The first exchange of the directory whose name begins with the given number, for example {@code 01}. */
    public static RecordedExchange of(String directoryNumber) {
        return all().stream()
                .filter(exchange -> exchange.name().startsWith(directoryNumber + "-"))
                .findFirst()
                .orElseThrow();
    }

    /** Directory and number, for example {@code 01-rest-get/xr-006}. */
    public String name() {
        return fileName(directory) + "/xr-" + number;
    }

    /** What the consumer's security server sent. */
    public RecordedHttp request() {
        return RecordedHttp.parse(read(directory.resolve("xr-" + number + ".request.bin")));
    }

    /** What the provider's security server answered. */
    public RecordedHttp response() {
        return RecordedHttp.parse(read(directory.resolve("xr-" + number + ".response.bin")));
    }

    /** Whether the response is a signed message. */
    public boolean isAnswered() {
        RecordedHttp response = response();
        return response.isMultipart()
                && new String(response.body(), StandardCharsets.ISO_8859_1).contains("signature/bdoc-1.0/ts");
    }

    /** When the recording of this directory began. */
    public Instant time() {
        return Instant.parse(new String(read(directory.resolve("time")), StandardCharsets.US_ASCII).trim());
    }

    /** Other files of the exchange's directory by prefix and suffix, for example {@code fe-} and {@code .request.bin}. */
    public List<byte[]> files(String prefix, String suffix) {
        return list(directory).stream()
                .filter(file ->
                        fileName(file).startsWith(prefix) && fileName(file).endsWith(suffix))
                .map(RecordedExchange::read)
                .toList();
    }

    /** A file of the exchange's directory, for example {@code curl.head}. */
    public Optional<byte[]> file(String name) {
        Path file = directory.resolve(name);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    @Override
    public String toString() {
        return name();
    }

    private static Path resource(String name) {
        try {
            URI location = Objects.requireNonNull(
                            RecordedExchange.class.getClassLoader().getResource(name))
                    .toURI();
            return "jar".equals(location.getScheme()) ? inJar(location) : Path.of(location);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Other modules see this one's recordings inside its test jar. */
    private static synchronized Path inJar(URI location) throws IOException {
        try {
            return Path.of(location);
        } catch (FileSystemNotFoundException closed) {
            // stays open: the paths are read for as long as the tests run
            return FileSystems.newFileSystem(location, Map.of()).provider().getPath(location);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fileName(Path path) {
        return Objects.requireNonNull(path.getFileName()).toString();
    }
}
