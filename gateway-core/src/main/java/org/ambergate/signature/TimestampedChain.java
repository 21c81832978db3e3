package org.ambergate.signature;

import java.util.List;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;
import org.ambergate.fault.VerificationFault;

/**
 * The hash chain from one signature of many to the result that they were time-stamped by (evidence specification, section
 * 6): the same form as a signature's chain, with the whole signature document as its one input.
 */
public final class TimestampedChain {
    private static final SecureXml XML = new SecureXml();

    private TimestampedChain() {}

    /**
     * Checks that a result that was time-stamped covers a signature document.
     *
     * @param result the document whose bytes were stamped
     * @param chain the chain that belongs to it
     * @param signatures the signature document, byte for byte
     * @throws LocalFault one of the hash chain faults, or {@code invalid_reference}, within {@code timestamping_failed}
     */
    public static void check(byte[] result, byte[] chain, byte[] signatures) throws LocalFault {
        try {
            HashChainResult top = HashChainResult.read(XML.parse(result), XmlNames.TIMESTAMP_CHAIN_URI);
            HashChain steps = HashChain.read(XML.parse(chain), XmlNames.TIMESTAMP_CHAIN_URI);
            HashChainVerifier.Part part =
                    new HashChainVerifier.Part(XmlNames.SIGNATURES_URI, DigestAlgorithm.SHA512.of(signatures));
            HashChainVerifier.verify(top, steps, List.of(part));
        } catch (LocalFault e) {
            throw clear(e).within(Stage.TIMESTAMPING_FAILED);
        }
    }

    /** The readers and the walk speak of messages; here something else hangs on the chain. */
    private static LocalFault clear(LocalFault e) {
        if (e.code() == VerificationFault.INVALID_HASH_CHAIN) {
            return new LocalFault(
                            VerificationFault.INVALID_HASH_CHAIN,
                            "The time-stamp's hash chain does not lead from this signature to its result")
                    .causedBy(e);
        }
        return SignatureChecks.asChainFault(e);
    }
}
