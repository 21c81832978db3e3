package org.ambergate.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The digest algorithms that X-Road names by URI. SHA-1 and SHA-224 exist for reading certificate hashes of version 2
 * global configuration and for anchor hashes; nothing signed may rest on them.
 */
public enum DigestAlgorithm {
    SHA1("SHA-1", "http://www.w3.org/2000/09/xmldsig#sha1", 20, false),
    SHA224("SHA-224", "http://www.w3.org/2001/04/xmldsig-more#sha224", 28, false),
    SHA256("SHA-256", "http://www.w3.org/2001/04/xmlenc#sha256", 32, true),
    SHA384("SHA-384", "http://www.w3.org/2001/04/xmldsig-more#sha384", 48, true),
    SHA512("SHA-512", "http://www.w3.org/2001/04/xmlenc#sha512", 64, true);

    private static final Map<String, DigestAlgorithm> BY_URI =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(DigestAlgorithm::uri, a -> a));

    private final String jcaName;
    private final String uri;
    private final int length;
    private final boolean strong;
    // Never fed; its copies save looking the algorithm up for every message.
    @SuppressWarnings("ImmutableEnumChecker")
    private final MessageDigest fresh;

    DigestAlgorithm(String jcaName, String uri, int length, boolean strong) {
        this.jcaName = jcaName;
        this.uri = uri;
        this.length = length;
        this.strong = strong;
        this.fresh = newMessageDigest(jcaName);
    }

    /** The Java name, also the value of the {@code x-hash-algorithm} header, for example {@code SHA-512}. */
    public String jcaName() {
        return jcaName;
    }

    /** The XML security URI. */
    public String uri() {
        return uri;
    }

    /** Length of a digest value in bytes. */
    public int length() {
        return length;
    }

    /** Whether evidence may rest on this algorithm. */
    public boolean isStrong() {
        return strong;
    }

    public static Optional<DigestAlgorithm> byUri(String uri) {
        return Optional.ofNullable(BY_URI.get(uri));
    }

    /** Finds an algorithm by its Java name, ignoring case. */
    public static Optional<DigestAlgorithm> byName(String name) {
        return Arrays.stream(values())
                .filter(a -> a.jcaName.equalsIgnoreCase(name))
                .findFirst();
    }

    /** Digest of the whole array. */
    public Digest of(byte[] data) {
        return new Digest(this, newMessageDigest().digest(data));
    }

    /**
     * Digest of several pieces, each behind its length, so that no two lists of pieces run together to the same bytes.
     */
    public Digest ofPieces(List<byte[]> pieces) {
        Digester digester = new Digester(this);
        for (byte[] piece : pieces) {
            digester.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(piece.length).flip());
            digester.update(piece);
        }
        return digester.finish();
    }

    MessageDigest newMessageDigest() {
        try {
            return (MessageDigest) fresh.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The Java platform's " + jcaName + " cannot be copied", e);
        }
    }

    private static MessageDigest newMessageDigest(String jcaName) {
        try {
            // The JDK's own: as fast as native code through processor intrinsics.
            return MessageDigest.getInstance(jcaName, "SUN");
        } catch (NoSuchAlgorithmException | java.security.NoSuchProviderException e) {
            throw new IllegalStateException("The Java platform lacks " + jcaName, e);
        }
    }
}
