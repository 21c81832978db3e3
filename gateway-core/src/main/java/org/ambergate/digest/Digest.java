package org.ambergate.digest;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A digest value with its algorithm. Equality takes constant time. */
public final class Digest {
    private final DigestAlgorithm algorithm;
    private final byte[] value;

    /**
     * Wraps a value made elsewhere.
     *
     * @throws IllegalArgumentException if the value does not have the algorithm's length
     */
    public Digest(DigestAlgorithm algorithm, byte[] value) {
        if (value.length != algorithm.length()) {
            throw new IllegalArgumentException(
                    "A " + algorithm.jcaName() + " digest has " + algorithm.length() + " bytes");
        }
        this.algorithm = algorithm;
        this.value = value.clone();
    }

    public DigestAlgorithm algorithm() {
        return algorithm;
    }

    /** A copy of the value. */
    public byte[] toBytes() {
        return value.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(value);
    }

    /** Lower-case hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest that && algorithm == that.algorithm && MessageDigest.isEqual(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return algorithm.jcaName() + ":" + hex();
    }
}
