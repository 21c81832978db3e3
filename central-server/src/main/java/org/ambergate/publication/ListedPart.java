package org.ambergate.publication;

import org.ambergate.digest.Digest;
import org.ambergate.globalconf.ConfigurationPart;

/**
 * A part as a directory lists it.
 *
 * @param kind which part
 * @param instance whose
 * @param path absolute path on the publishing host
 * @param digest SHA-512 of its bytes
 */
record ListedPart(ConfigurationPart kind, String instance, String path, Digest digest) {}
