package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.ambergate.evidence.ArchiveLink;

/**
 * How far a log is archived, as a small file remembers it.
 *
 * @param next all messages with smaller sequence numbers are in archives
 * @param link where the chain of archives stands
 */
record ArchivePosition(long next, ArchiveLink link) {
    static final ArchivePosition BEGINNING = new ArchivePosition(0, ArchiveLink.NONE);

    private static final String TITLE = "AMBERLOG archive 1";
    private static final int LINES = 5;

    /**
     * Reads a file; the beginning if there is none.
     *
     * @throws IOException if it cannot be read or is none
     */
    static ArchivePosition read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            return BEGINNING;
        }
        String[] lines = text.split("\n", -1);
        try {
            // The last line is empty only if the file is whole.
            if (lines.length == LINES && lines[0].equals(TITLE) && lines[LINES - 1].isEmpty()) {
                return new ArchivePosition(Long.parseLong(lines[1]), new ArchiveLink(lines[2], lines[3]));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file.getFileName() + " does not say how far the message log is archived", e);
        }
        throw new IOException(file.getFileName() + " does not say how far the message log is archived");
    }

    /** Writes a new file; it is durable when this returns. */
    void write(Path file) throws IOException {
        String text = String.join("\n", TITLE, Long.toString(next), link.link(), link.file()) + "\n";
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
