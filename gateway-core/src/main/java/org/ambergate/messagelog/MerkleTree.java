package org.ambergate.messagelog;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;

/**
 * The running Merkle tree of RFC 6962, section 2.1, with SHA-256: only its right edge is held, that is the roots of the
 * perfect subtrees whose sizes are the binary digits of the tree's size, largest first. Not thread-safe.
 */
public final class MerkleTree {
    /** Bytes of one hash. */
    public static final int HASH_BYTES = 32;

    private static final byte NODE_PREFIX = 1;

    private final MessageDigest sha256;
    private final List<byte[]> edge;
    private long size;

    /** The tree without leaves. */
    public MerkleTree() {
        this(0, List.of());
    }

    private MerkleTree(long size, List<byte[]> edge) {
        try {
            // One object for all nodes: several of them are hashed for every record.
            this.sha256 = MessageDigest.getInstance(DigestAlgorithm.SHA256.jcaName());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The Java platform lacks SHA-256", e);
        }
        this.size = size;
        this.edge = new ArrayList<>(edge);
    }

    /**
     * Continues a tree from its right edge.
     *
     * @throws IllegalArgumentException if the edge does not have one hash for each binary one in the size
     */
    public static MerkleTree of(long size, List<byte[]> edge) {
        if (size < 0 || edge.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("The tree's edge does not fit its size");
        }
        for (byte[] hash : edge) {
            if (hash.length != HASH_BYTES) {
                throw new IllegalArgumentException("A tree hash has " + HASH_BYTES + " bytes");
            }
        }
        return new MerkleTree(size, edge);
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /** The right edge, largest subtree first. The arrays must not be written to. */
    public List<byte[]> edge() {
        return List.copyOf(edge);
    }

    /** Adds a leaf by its hash, that is {@code SHA-256(0x00 || record)}. The array becomes the tree's. */
    public void append(byte[] leafHash) {
        byte[] node = leafHash;
        // Each trailing one of the size is a perfect subtree as large as the new node: both become one.
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            node = parent(edge.remove(edge.size() - 1), node);
        }
        edge.add(node);
        size++;
    }

    /** The root hash; of the empty tree, the hash of nothing. */
    public Digest root() {
        if (edge.isEmpty()) {
            return DigestAlgorithm.SHA256.of(new byte[0]);
        }
        byte[] node = edge.get(edge.size() - 1);
        for (int i = edge.size() - 2; i >= 0; i--) {
            node = parent(edge.get(i), node);
        }
        return new Digest(DigestAlgorithm.SHA256, node);
    }

    /** An independent tree with the same leaves. */
    public MerkleTree copy() {
        return new MerkleTree(size, edge);
    }

    private byte[] parent(byte[] left, byte[] right) {
        sha256.update(NODE_PREFIX);
        sha256.update(left);
        sha256.update(right);
        byte[] node = new byte[HASH_BYTES];
        try {
            sha256.digest(node, 0, HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 gave no digest", e);
        }
        return node;
    }
}
