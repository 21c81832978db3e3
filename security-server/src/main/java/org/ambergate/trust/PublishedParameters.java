package org.ambergate.trust;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The shared parameters of an instance, byte for byte.
 *
 * @param instance whose they are
 * @param version the version of their format
 * @param xml the document; shared, not copied
 */
public record PublishedParameters(String instance, int version, byte[] xml) {
    /** The name of the instance's directory, wherever its configuration is kept in files. */
    public String directory() {
        return directory(instance);
    }

    static String directory(String instance) {
        return URLEncoder.encode(instance, StandardCharsets.UTF_8);
    }
}
