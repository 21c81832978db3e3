package org.ambergate.ocsp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache on disk: {@code <sha1hex>.ocsp} for each certificate. A file is a hint only. It is checked against the
 * certificate whenever it is read, so a damaged, swapped or missing one costs a fetch and nothing else; therefore a
 * failure here is logged and goes no further.
 */
final class OcspFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OcspFiles.class);
    private static final String SUFFIX = ".ocsp";

    private final Path directory;

    OcspFiles(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
    }

    Optional<byte[]> read(Digest sha1) {
        Path file = file(sha1);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > OcspMultipart.PART_BYTES_MAX) {
                return Optional.empty();
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            LOG.warn("The cached OCSP response {} cannot be read", file, e);
            return Optional.empty();
        }
    }

    /** Replaces a file: after a crash it holds the old or the new response, whole. */
    void write(Digest sha1, byte[] response) {
        try {
            Path temporary = Files.createTempFile(directory, ".new-", ".tmp");
            try {
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    ByteBuffer buffer = ByteBuffer.wrap(response);
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                    // Without this a power loss can leave the new name on an empty file.
                    channel.force(false);
                }
                Files.move(temporary, file(sha1), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.warn("The OCSP response {} cannot be cached on disk", file(sha1), e);
        }
    }

    void delete(Digest sha1) {
        try {
            Files.deleteIfExists(file(sha1));
        } catch (IOException e) {
            LOG.warn("The cached OCSP response {} cannot be deleted", file(sha1), e);
        }
    }

    /** Deletes what was written before an instant, and so is older than any freshness allows. */
    void deleteWrittenBefore(Instant instant) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*{" + SUFFIX + ",.tmp}")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(instant)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            LOG.warn("Old OCSP responses in {} cannot be deleted", directory, e);
        }
    }

    private Path file(Digest sha1) {
        return directory.resolve(sha1.hex() + SUFFIX);
    }
}
