package org.ambergate.publication;

import org.ambergate.digest.Digest;
import org.ambergate.globalconf.ConfigurationPart;

/**
 * A part as a directory lists it.
 *
 * @param contentIdentifier which part
 * @param instance whose
 * @param path absolute path on the publishing host
 * @param digest SHA-512 of its bytes
 */
record ListedPart(String contentIdentifier, String instance, String path, Digest digest) {
    boolean is(ConfigurationPart kind) {
        return contentIdentifier.equals(kind.contentIdentifier());
    }
}
