package org.ambergate.timestamping;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Since when time-stamping fails: the first failure after the last success, kept in a file so that a restart does not
 * begin the period of grace again. Written by one thread, read by any.
 */
final class FirstFailure {
    private static final Logger LOG = LoggerFactory.getLogger(FirstFailure.class);

    private static final int BYTES_MAX = 64;

    private final Path file;
    private volatile Optional<Instant> since;

    private FirstFailure(Path file, Optional<Instant> since) {
        this.file = file;
        this.since = since;
    }

    /** Reads the file. One that cannot be read counts as the longest failure there is, until time-stamping succeeds. */
    static FirstFailure open(Path file) {
        return new FirstFailure(file, read(file));
    }

    private static Optional<Instant> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > BYTES_MAX) {
                return Optional.of(Instant.EPOCH);
            }
            return Optional.of(Instant.parse(
                    Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (IOException | DateTimeParseException e) {
            LOG.warn("It cannot be read since when time-stamping has failed", e);
            return Optional.of(Instant.EPOCH);
        }
    }

    Optional<Instant> since() {
        return since;
    }

    /** Notes a failure; only the first counts. */
    void failed(Instant now) {
        if (since.isPresent()) {
            return;
        }
        since = Optional.of(now);
        try {
            write(now);
        } catch (IOException e) {
            LOG.error("It cannot be kept over a restart since when time-stamping has failed", e);
        }
    }

    /** Notes a success. */
    void succeeded() {
        if (since.isEmpty()) {
            return;
        }
        since = Optional.empty();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.error("The note that time-stamping has failed cannot be removed", e);
        }
    }

    private void write(Instant now) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer text = StandardCharsets.US_ASCII.encode(now.toString());
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
