package org.ambergate.trust;

import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;

/**
 * One part with its exact bytes.
 *
 * @param metadata what its directory said about it
 * @param content shared, not copied
 * @param hash SHA-256 of the content
 */
record StoredPart(PartMetadata metadata, byte[] content, Digest hash) {
    static StoredPart of(PartMetadata metadata, byte[] content) {
        return new StoredPart(metadata, content, DigestAlgorithm.SHA256.of(content));
    }
}
