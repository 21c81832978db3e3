package org.ambergate.evidence;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;

/**
 * Where a chain of archives stands: each container of an archive is linked to the one before it, and the first to the last
 * one of the archive before (evidence specification, section 9.6).
 *
 * @param link the last link, in lower-case hexadecimal digits; {@code -} if there is none yet
 * @param file the name of the archive that it stands in; {@code -} if there is none yet
 */
public record ArchiveLink(String link, String file) {
    private static final Pattern LINK = Pattern.compile("-|[0-9a-f]{128}");
    private static final Pattern FILE = Pattern.compile("-|[A-Za-z0-9._-]{1,255}");

    /** Before the first archive. */
    public static final ArchiveLink NONE = new ArchiveLink("-", "-");

    /**
     * @throws IllegalArgumentException if one of the two does not have its form
     */
    public ArchiveLink {
        if (!LINK.matcher(link).matches() || !FILE.matcher(file).matches()) {
            throw new IllegalArgumentException("This is no link of an archive");
        }
    }

    /** The link of a container that follows. */
    String next(Digest container) {
        String before = link.equals("-") ? "" : link;
        return DigestAlgorithm.SHA512
                .of((before + container.hex()).getBytes(StandardCharsets.US_ASCII))
                .hex();
    }
}
