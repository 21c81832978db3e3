package org.ambergate.publication;

import java.util.regex.Pattern;
import org.ambergate.globalconf.ConfigurationPart;

/**
 * A part beyond those of the specification: published as it is in the internal directory of every version. Servers that
 * do not know its identifier pass over it.
 *
 * @param contentIdentifier its name in the directory: capital letters, digits and hyphens
 * @param fileName its name in paths: small letters, digits and hyphens, ending in {@code .xml}
 * @param content shared, not copied
 */
public record ExtensionPart(String contentIdentifier, String fileName, byte[] content) {
    /** As much as the known optional parts may have. */
    public static final int BYTES_MAX = 64 * 1024;

    /** Real readers accept 256 parts a directory; nobody has more than a handful. */
    public static final int PARTS_MAX = 32;

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Z][A-Z0-9-]{0,63}");
    private static final Pattern FILE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}\\.xml");

    /** Checks names and length; the names of the specification's own parts are taken. */
    public ExtensionPart {
        boolean known = ConfigurationPart.byContentIdentifier(contentIdentifier).isPresent();
        for (ConfigurationPart part : ConfigurationPart.values()) {
            known |= part.fileName().equals(fileName);
        }
        if (known
                || !IDENTIFIER.matcher(contentIdentifier).matches()
                || !FILE_NAME.matcher(fileName).matches()) {
            throw new IllegalArgumentException("An extension part has names that it may not have");
        }
        if (content.length > BYTES_MAX) {
            throw new IllegalArgumentException("An extension part is longer than " + BYTES_MAX + " bytes");
        }
    }
}
