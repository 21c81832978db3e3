package org.ambergate.asic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ambergate.signature.SignatureParts;
import org.ambergate.testsupport.RecordedTrust;

/** The containers of the recorded pair. */
final class RecordedContainers {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "xroad-7.8", "asic");

    private RecordedContainers() {}

    /** All, by server and file name. */
    static Map<String, byte[]> all() {
        Map<String, byte[]> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".asice")).toList()) {
                all.put(DIRECTORY.relativize(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    static byte[] file(String name) {
        return RecordedTrust.bytes("asic/" + name);
    }

    static AsicContainer container(String name) throws ContainerRefused {
        return AsicContainer.read(file(name), AsicLimits.DEFAULT);
    }

    static ContainerVerifier verifier() {
        return new ContainerVerifier(
                RecordedTrust.trustBase(), List.of(RecordedTrust.certificate("ca/tsa.pem")), AsicLimits.DEFAULT);
    }

    /** What the container was made of. */
    static AsicContent content(AsicContainer container) {
        return new AsicContent(
                container.content(AsicContainer.MESSAGE).orElseThrow(),
                container.content("attachment1").map(AsicAttachment::of).stream()
                        .toList(),
                new SignatureParts(
                        container.content(AsicContainer.SIGNATURES).orElseThrow(),
                        container
                                .content(AsicContainer.HASH_CHAIN_RESULT)
                                .map(result -> new SignatureParts.Batch(
                                        result,
                                        container
                                                .content(AsicContainer.HASH_CHAIN)
                                                .orElseThrow()))),
                Optional.of(new AsicContent.BatchTimestamp(
                        container.content(AsicContainer.TIMESTAMP).orElseThrow(),
                        container.content(AsicContainer.TIMESTAMP_CHAIN_RESULT).orElseThrow(),
                        container.content(AsicContainer.TIMESTAMP_CHAIN).orElseThrow())));
    }
}
