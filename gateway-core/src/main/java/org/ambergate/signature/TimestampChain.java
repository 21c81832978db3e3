package org.ambergate.signature;

import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.signature.HashChain.DataRef;

/**
 * The hash tree under one time-stamp: signatures are its leaves, the stamped document is its result, and each signature
 * has a chain of its own to it (evidence specification, section 6). Always SHA-512 when built. Immutable.
 */
public final class TimestampChain {
    private final HashChainBuilder tree;
    private final int leaves;

    private TimestampChain(List<Digest> leaves) {
        this.leaves = leaves.size();
        this.tree = new HashChainBuilder(
                leaves.stream().map(leaf -> new MessageDigests(leaf, List.of())).toList(), ChainNames.TIMESTAMP);
    }

    /**
     * Builds the tree.
     *
     * @param leaves at least one digest by SHA-512, each {@link #leaf} of a signature, or of something else that is to be
     *     stamped along
     */
    public static TimestampChain over(List<Digest> leaves) {
        if (leaves.isEmpty() || leaves.stream().anyMatch(leaf -> leaf.algorithm() != DigestAlgorithm.SHA512)) {
            throw new IllegalArgumentException("A time-stamp chain has leaves, all by SHA-512");
        }
        return new TimestampChain(leaves);
    }

    /** The leaf of a signature: the digest of its whole XML, as it travelled. */
    public static Digest leaf(byte[] signature) {
        return DigestAlgorithm.SHA512.of(signature);
    }

    /** The document that is stamped, {@code ts-hashchainresult.xml}: the token's imprint is its digest. */
    public byte[] result() {
        return tree.result();
    }

    /** {@code ts-hashchain.xml} for the signature at this place. */
    public byte[] chain(int index) {
        if (index < 0 || index >= leaves) {
            throw new IllegalArgumentException("The time-stamp chain has no leaf " + index);
        }
        return tree.chain(index);
    }

    /**
     * Verifies that a chain leads from a signature to a stamped result.
     *
     * @param result {@code ts-hashchainresult.xml}
     * @param chain {@code ts-hashchain.xml}
     * @param signature the signature XML
     * @throws LocalFault one of the hash chain faults, or {@code invalid_reference}
     */
    public static void verify(byte[] result, byte[] chain, byte[] signature) throws LocalFault {
        SecureXml xml = new SecureXml();
        try {
            HashChain steps = HashChain.read(xml.parse(chain), ChainNames.TIMESTAMP);
            Digest leaf = algorithm(steps).of(signature);
            HashChainVerifier.verify(
                    HashChainResult.read(xml.parse(result), ChainNames.TIMESTAMP),
                    steps,
                    ChainNames.TIMESTAMP,
                    new MessageDigests(leaf, List.of()));
        } catch (LocalFault e) {
            throw SignatureFaults.asChainFault(e);
        }
    }

    /** A server set to another algorithm than SHA-512 digests the signature by that. */
    private static DigestAlgorithm algorithm(HashChain chain) throws LocalFault {
        return chain.steps().values().stream()
                .flatMap(List::stream)
                .filter(DataRef.class::isInstance)
                .map(DataRef.class::cast)
                .map(named -> named.written().algorithm())
                .findFirst()
                .orElseThrow(() -> new LocalFault(
                        VerificationFault.HASHCHAIN_UNUSED_INPUTS, "The time-stamp's hash chain names no signature"));
    }
}
