package org.ambergate.evidence;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.digest.Digester;

/**
 * Checks the links of an archive against its containers: none was changed, taken out, put in or moved. The containers
 * themselves are for another verifier. Nothing is held but names and links.
 */
public final class ArchiveCheck {
    /** Most entries in an archive; X-Road puts up to 10,000 containers into a batch. */
    public static final int ENTRIES_MAX = 100_000;

    private static final int LINKING_INFO_BYTES_MAX = 64 * 1024 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final List<String> names = new ArrayList<>();
    private final List<Digest> digests = new ArrayList<>();
    private Optional<byte[]> linkingInfo = Optional.empty();

    private ArchiveCheck() {}

    /**
     * What was found.
     *
     * @param containers number of containers
     * @param previous what the archive says it follows
     * @param lastLink the link that the next archive has to begin with; empty if something is wrong
     * @param problem what is wrong
     */
    public record Result(
            int containers, Optional<ArchiveLink> previous, Optional<String> lastLink, Optional<String> problem) {}

    /**
     * Reads an archive.
     *
     * @param archive its bytes, to the end
     * @param previousLink the last link of the archive before; empty to take the archive's word for it
     * @throws IOException if the stream fails
     */
    public static Result of(InputStream archive, Optional<String> previousLink) throws IOException {
        ArchiveCheck check = new ArchiveCheck();
        try {
            check.read(new ZipInputStream(archive, StandardCharsets.US_ASCII));
            return check.compare(previousLink);
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            return check.wrong(Optional.empty(), "The archive cannot be read: " + e.getMessage());
        }
    }

    private void read(ZipInputStream zip) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (linkingInfo.isPresent() || names.size() == ENTRIES_MAX) {
                throw new ZipException("it has too many entries, or some behind its linking information");
            }
            if (entry.getName().equals(ArchiveWriter.LINKING_INFO)) {
                linkingInfo = Optional.of(zip.readNBytes(LINKING_INFO_BYTES_MAX));
            } else {
                names.add(entry.getName());
                digests.add(digest(zip, buffer));
            }
        }
    }

    private static Digest digest(InputStream in, byte[] buffer) throws IOException {
        Digester digester = new Digester(DigestAlgorithm.SHA512);
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            digester.update(java.nio.ByteBuffer.wrap(buffer, 0, length));
        }
        return digester.finish();
    }

    private Result compare(Optional<String> previousLink) {
        if (linkingInfo.isEmpty()) {
            return wrong(Optional.empty(), "There is no linking information");
        }
        String[] lines = new String(linkingInfo.get(), StandardCharsets.US_ASCII).split("\n", -1);
        String[] head = lines[0].split(" ", -1);
        if (head.length != 3 || !head[2].equals("SHA-512") || !lines[lines.length - 1].isEmpty()) {
            return wrong(Optional.empty(), "The linking information does not have its form, or another algorithm");
        }
        ArchiveLink link = new ArchiveLink(head[0], head[1]);
        Optional<ArchiveLink> previous = Optional.of(link);
        if (previousLink.isPresent() && !previousLink.get().equals(link.link())) {
            return wrong(previous, "The archive does not follow the one before");
        }
        if (lines.length - 2 != names.size()) {
            return wrong(previous, "The linking information speaks of other containers than there are");
        }
        for (int i = 0; i < names.size(); i++) {
            link = new ArchiveLink(link.next(digests.get(i)), link.file());
            if (!lines[i + 1].equals(link.link() + " " + names.get(i))) {
                return wrong(previous, "The container " + (i + 1) + " is not the one that was linked");
            }
        }
        return new Result(names.size(), previous, Optional.of(link.link()), Optional.empty());
    }

    private Result wrong(Optional<ArchiveLink> previous, String problem) {
        return new Result(names.size(), previous, Optional.empty(), Optional.of(problem));
    }
}
