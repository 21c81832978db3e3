package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.ambergate.evidence.ArchiveLink;

/**
 * How far a log is archived, as a small file remembers it.
 *
 * @param log the log's identifier: of another log it says nothing
 * @param next all messages with smaller sequence numbers are in archives
 * @param link where the chain of archives stands
 */
record ArchivePosition(UUID log, long next, ArchiveLink link) {
    private static final String TITLE = "AMBERLOG archive 2";
    private static final int LINES = 6;
    private static final String UNREADABLE =
            " does not say how far the message log is archived; without it all is archived once more, in a new chain";

    /** Where archiving of a log begins. */
    static ArchivePosition beginning(UUID log) {
        return new ArchivePosition(log, 0, ArchiveLink.NONE);
    }

    /**
     * Reads a file.
     *
     * @return empty if there is none
     * @throws IOException if it cannot be read or is none
     */
    static Optional<ArchivePosition> read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        String[] lines = text.split("\n", -1);
        try {
            // The last line is empty only if the file is whole.
            if (lines.length == LINES && lines[0].equals(TITLE) && lines[LINES - 1].isEmpty()) {
                return Optional.of(new ArchivePosition(
                        UUID.fromString(lines[1]), Long.parseLong(lines[2]), new ArchiveLink(lines[3], lines[4])));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file.getFileName() + UNREADABLE, e);
        }
        throw new IOException(file.getFileName() + UNREADABLE);
    }

    boolean isOf(UUID otherLog) {
        return log.equals(otherLog);
    }

    /** Writes a new file; it is durable when this returns. */
    void write(Path file) throws IOException {
        String text = String.join("\n", TITLE, log.toString(), Long.toString(next), link.link(), link.file()) + "\n";
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, OwnerOnly.file(file))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
