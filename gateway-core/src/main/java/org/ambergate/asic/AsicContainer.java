package org.ambergate.asic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A container's entries in their order. What is read has one reading only: programs that go by the central directory and
 * programs that go by the local headers see the same names and bytes. Whether it is evidence of anything is decided by
 * {@link ContainerVerifier}.
 */
public final class AsicContainer {
    public static final String MIME_TYPE_ENTRY = "mimetype";
    public static final String MIME_TYPE = "application/vnd.etsi.asic-e+zip";
    public static final String MESSAGE = "message.xml";
    public static final String SIGNATURES = "META-INF/signatures.xml";
    public static final String HASH_CHAIN_RESULT = "sig-hashchainresult.xml";
    public static final String HASH_CHAIN = "sig-hashchain.xml";
    public static final String TIMESTAMP_CHAIN_RESULT = "ts-hashchainresult.xml";
    public static final String TIMESTAMP_CHAIN = "ts-hashchain.xml";
    public static final String MANIFEST = "META-INF/manifest.xml";
    public static final String ASIC_MANIFEST = "META-INF/ASiCManifest.xml";
    public static final String TIMESTAMP = "META-INF/timestamp.tst";
    public static final String ATTACHMENT = "attachment";

    private final List<AsicEntry> entries;

    private AsicContainer(List<AsicEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads a container from memory.
     *
     * @throws ContainerRefused with the first reason; nothing else is thrown whatever the bytes are
     */
    public static AsicContainer read(byte[] file, AsicLimits limits) throws ContainerRefused {
        if (file.length > limits.fileBytesMax()) {
            throw tooLarge(limits);
        }
        List<AsicEntry> entries = new ArrayList<>();
        for (ZipEntryPlace place : new ZipDirectory(file, limits).entries()) {
            entries.add(new AsicEntry(
                    place.header().name(),
                    EntryContent.of(file, place),
                    place.header().isStored() && place.extraBytes() == 0));
        }
        return new AsicContainer(entries);
    }

    /**
     * Reads a container from a stream, at most one byte beyond the limit.
     *
     * @throws IOException if the stream fails
     */
    public static AsicContainer read(InputStream in, AsicLimits limits) throws ContainerRefused, IOException {
        byte[] file = in.readNBytes(limits.fileBytesMax() + 1);
        return read(file, limits);
    }

    /** In the order of the file. */
    public List<AsicEntry> entries() {
        return entries;
    }

    /** The content of an entry. */
    public Optional<byte[]> content(String name) {
        for (AsicEntry entry : entries) {
            if (entry.name().equals(name)) {
                return Optional.of(entry.content());
            }
        }
        return Optional.empty();
    }

    /** What ETSI EN 319 162-1, annex A.1 demands of the first entry, and what is not as it should be. */
    List<Finding> mimeTypeFindings() {
        if (entries.isEmpty() || !entries.get(0).name().equals(MIME_TYPE_ENTRY)) {
            return List.of(new Finding(FindingCode.ASIC_MIME_TYPE_NOT_FOUND, "mimetype has to be the first entry"));
        }
        AsicEntry first = entries.get(0);
        List<Finding> findings = new ArrayList<>();
        byte[] expected = MIME_TYPE.getBytes(StandardCharsets.US_ASCII);
        if (!java.util.Arrays.equals(first.content(), expected)) {
            findings.add(new Finding(FindingCode.ASIC_INVALID_MIME_TYPE, "mimetype has to be " + MIME_TYPE));
        }
        if (!first.stored()) {
            findings.add(new Finding(FindingCode.MIME_TYPE_COMPRESSED, "mimetype is not stored plainly"));
        }
        return findings;
    }

    private static ContainerRefused tooLarge(AsicLimits limits) {
        return new ContainerRefused(
                FindingCode.CONTAINER_TOO_LARGE, "The file is longer than " + limits.fileBytesMax() + " bytes");
    }
}
