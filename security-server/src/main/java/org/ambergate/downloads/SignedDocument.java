package org.ambergate.downloads;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.ambergate.evidence.ContainerExport;
import org.ambergate.evidence.FoundMessage;
import org.ambergate.evidence.MessageFilter;
import org.ambergate.evidence.UnstampedMessageException;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.net.Deadline;

/**
 * A container that has been written once to nowhere: it can be written, so that whatever is wrong with it is known before
 * anything of it leaves, and its length and checksum are known, which a ZIP file wants ahead of what it stores.
 *
 * @param message the message
 * @param time when it was signed or verified, UTC
 * @param length bytes
 * @param checksum CRC-32
 */
record SignedDocument(FoundMessage message, LocalDateTime time, long length, long checksum) {
    /**
     * Examines a message's container.
     *
     * @param meant whose word counts on whether this message is meant: the index, which led here, is no evidence
     * @throws IOException if the message is not meant, or its container cannot be written until the deadline
     */
    static SignedDocument examine(ContainerExport export, FoundMessage found, MessageFilter meant, Deadline deadline)
            throws IOException {
        Measure measure = new Measure(deadline);
        LoggedMessage logged = write(export, found, measure);
        if (!meant.takes(logged)) {
            throw new IOException("The audit index does not fit the message log at record "
                    + found.place().sequence());
        }
        LocalDateTime time = LocalDateTime.ofInstant(logged.time(), ZoneOffset.UTC);
        return new SignedDocument(found, time, measure.length, measure.checksum.getValue());
    }

    /** Writes the container; the same bytes each time. */
    void writeTo(ContainerExport export, OutputStream out) throws IOException {
        LoggedMessage unused = write(export, message, out);
    }

    /** The container's entry in a ZIP file that stores it. */
    ZipEntry entry() {
        ZipEntry entry = new ZipEntry(message.containerName());
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(time);
        entry.setSize(length);
        entry.setCompressedSize(length);
        entry.setCrc(checksum);
        return entry;
    }

    private static LoggedMessage write(ContainerExport export, FoundMessage found, OutputStream out)
            throws IOException {
        try {
            return export.write(found, out);
        } catch (UnstampedMessageException e) {
            throw new IllegalStateException("A message without a time-stamp is not examined", e);
        }
    }

    private static final class Measure extends OutputStream {
        private final Deadline deadline;
        private final CRC32 checksum = new CRC32();
        private long length;

        Measure(Deadline deadline) {
            this.deadline = deadline;
        }

        @Override
        public void write(int b) {
            checksum.update(b);
            length++;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            LateDownloadException.check(deadline);
            checksum.update(bytes, offset, count);
            length += count;
        }
    }
}
