package org.ambergate.evidence;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.digest.Digester;
import org.ambergate.messagelog.LoggedMessage;

/**
 * Writes one archive of containers as X-Road does: a ZIP file without compression, and as its last entry the {@code
 * linkinginfo} that links it to the archive before (evidence specification, section 9.6). The same messages give the same
 * bytes. One thread.
 */
public final class ArchiveWriter implements AutoCloseable {
    /** The entry with the links. */
    public static final String LINKING_INFO = "linkinginfo";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final int NAME_LINK_DIGITS = 16;

    private final ZipOutputStream zip;
    private final StringBuilder lines = new StringBuilder();
    private ArchiveLink last;
    private long containerBytes;
    private Instant earliest = Instant.MAX;
    private Instant latest = Instant.MIN;

    /** @param previous where the chain stands */
    public ArchiveWriter(OutputStream out, ArchiveLink previous) {
        this.zip = new ZipOutputStream(out, StandardCharsets.US_ASCII);
        zip.setLevel(Deflater.NO_COMPRESSION);
        this.last = previous;
        lines.append(previous.link()).append(' ').append(previous.file()).append(" SHA-512\n");
    }

    /**
     * Adds the container of a message.
     *
     * @throws UnstampedMessageException if it has no time-stamp yet
     * @throws IOException if it cannot be read or written; the archive is of no use then
     */
    public void add(FoundMessage message, ContainerExport export) throws IOException, UnstampedMessageException {
        String name = message.containerName();
        begin(name);
        Linked out = new Linked(zip);
        LoggedMessage logged = export.write(message, out);
        zip.closeEntry();
        containerBytes += out.length;
        last = new ArchiveLink(last.next(out.digester.finish()), last.file());
        lines.append(last.link()).append(' ').append(name).append('\n');
        earliest = logged.time().isBefore(earliest) ? logged.time() : earliest;
        latest = logged.time().isAfter(latest) ? logged.time() : latest;
    }

    /** Bytes of all containers so far. */
    public long containerBytes() {
        return containerBytes;
    }

    /**
     * Ends the archive, which has at least one container.
     *
     * @return where the chain stands now, with the name that the archive is to have: {@code
     *     mlog-FIRST-LAST-LINK.zip} by the times of its messages in UTC and the first digits of the last link
     */
    public ArchiveLink finish() throws IOException {
        begin(LINKING_INFO);
        zip.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
        zip.closeEntry();
        zip.finish();
        String name = "mlog-" + time(earliest) + "-" + time(latest) + "-"
                + last.link().substring(0, NAME_LINK_DIGITS) + ".zip";
        return new ArchiveLink(last.link(), name);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private void begin(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // No clock and no time zone: the same messages give the same file. Each container has the times of its record.
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
    }

    private static String time(Instant time) {
        return TIME.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    /** Digests and counts what passes; closing it closes nothing. */
    private static final class Linked extends FilterOutputStream {
        private final Digester digester = new Digester(DigestAlgorithm.SHA512);
        private long length;

        Linked(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            digester.update(java.nio.ByteBuffer.wrap(bytes, offset, count));
            out.write(bytes, offset, count);
            length += count;
        }

        @Override
        public void close() {
            // The archive goes on behind this entry.
        }
    }
}
