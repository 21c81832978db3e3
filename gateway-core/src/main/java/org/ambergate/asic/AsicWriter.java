package org.ambergate.asic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.signature.SignatureParts;

/**
 * Writes containers in X-Road's layout: names, order and manifests as there (evidence specification, section 7). Unlike
 * there, every entry is stored: {@code mimetype} because ETSI EN 319 162-1 wants it so, the others so that the same record
 * gives the same bytes on every machine and in every year, whatever its compression library.
 */
public final class AsicWriter {
    private static final String COMMENT = "mimetype=" + AsicContainer.MIME_TYPE;
    // The first and last time that an entry can have (APPNOTE 6.3.10, section 4.4.6).
    private static final LocalDateTime TIME_MIN = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final LocalDateTime TIME_MAX = LocalDateTime.of(2099, 12, 31, 23, 59, 58);

    private final ZipOutputStream zip;
    private final LocalDateTime time;

    private AsicWriter(OutputStream out, Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        this.zip = new ZipOutputStream(out, StandardCharsets.US_ASCII);
        this.time = utc.isBefore(TIME_MIN) ? TIME_MIN : (utc.isAfter(TIME_MAX) ? TIME_MAX : utc);
    }

    /**
     * The container's bytes: the same for the same content and time.
     *
     * @param time the record's time; entries have it in UTC, to two seconds, from 1980 to 2099
     */
    public static byte[] write(AsicContent content, Instant time) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
        try {
            write(content, time, bytes);
        } catch (IOException e) {
            throw new IllegalStateException("Memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes the same bytes to a stream, which stays open. Attachments pass through and are never held.
     *
     * @throws IOException if an attachment cannot be read, does not have its length, or changes between two readings, or
     *     as thrown by {@code out}; what was written until then is no container
     */
    public static void write(AsicContent content, Instant time, OutputStream out) throws IOException {
        new AsicWriter(out, time).write(content);
    }

    private void write(AsicContent content) throws IOException {
        zip.setMethod(ZipOutputStream.STORED);
        zip.setComment(COMMENT);
        add(AsicContainer.MIME_TYPE_ENTRY, AsicContainer.MIME_TYPE.getBytes(StandardCharsets.US_ASCII));
        add(AsicContainer.MESSAGE, content.message());
        add(AsicContainer.SIGNATURES, content.signature().signature());
        if (content.signature().batch().isPresent()) {
            SignatureParts.Batch batch = content.signature().batch().get();
            add(AsicContainer.HASH_CHAIN_RESULT, batch.hashChainResult());
            add(AsicContainer.HASH_CHAIN, batch.hashChain());
        }
        if (content.timestamp().isPresent()) {
            add(AsicContainer.TIMESTAMP_CHAIN_RESULT, content.timestamp().get().hashChainResult());
            add(AsicContainer.TIMESTAMP_CHAIN, content.timestamp().get().hashChain());
        }
        add(AsicContainer.MANIFEST, AsicManifests.fileList(content));
        if (content.timestamp().isPresent()) {
            byte[] result = content.timestamp().get().hashChainResult();
            add(AsicContainer.ASIC_MANIFEST, AsicManifests.timestamp(DigestAlgorithm.SHA512.of(result)));
            add(AsicContainer.TIMESTAMP, content.timestamp().get().token());
        }
        for (int i = 0; i < content.attachments().size(); i++) {
            add(AsicContainer.ATTACHMENT + (i + 1), content.attachments().get(i));
        }
        zip.finish();
        zip.flush();
    }

    private void add(String name, byte[] content) throws IOException {
        add(name, AsicAttachment.of(content));
    }

    private void add(String name, AsicAttachment content) throws IOException {
        CheckedOutputStream checksum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
        content.writeTo(checksum);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(time);
        entry.setSize(content.length());
        entry.setCompressedSize(content.length());
        entry.setCrc(checksum.getChecksum().getValue());
        zip.putNextEntry(entry);
        content.writeTo(zip);
        // Compares length and checksum with those that were announced.
        zip.closeEntry();
    }
}
