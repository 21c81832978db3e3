package org.ambergate.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Incremental hashing. Single-threaded; {@link #finish()} may be called once. */
public final class Digester {
    private final DigestAlgorithm algorithm;
    private final MessageDigest messageDigest;

    public Digester(DigestAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.messageDigest = algorithm.newMessageDigest();
    }

    /** Hashes the remaining bytes; the caller's position does not move. */
    public void update(ByteBuffer data) {
        messageDigest.update(data.duplicate());
    }

    public void update(byte[] data) {
        messageDigest.update(data);
    }

    public Digest finish() {
        return new Digest(algorithm, messageDigest.digest());
    }
}
