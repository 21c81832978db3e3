package org.ambergate.signature;

import java.time.Instant;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;

/** Verifies received messages: the only minter of {@link VerifiedMessage} (evidence specification, section 4). */
public final class MessageVerifier {
    private final PathValidator paths;
    private final TrustBase trust;

    public MessageVerifier(PathValidator paths, TrustBase trust) {
        this.paths = paths;
        this.trust = trust;
    }

    /**
     * Verifies that the claimed signer signed every part received.
     *
     * @param received digests of the parts as they came, by SHA-512
     * @param parts signature and hash chain as they came
     * @param claimedSigner who is said to have signed
     * @param at the instant at which certificate and OCSP responses must hold
     * @throws LocalFault a fault within the stage {@code signature_verification}
     */
    public VerifiedMessage verify(MessageDigests received, SignatureParts parts, MemberId claimedSigner, Instant at)
            throws LocalFault {
        if (trust.of(claimedSigner.instance()).isPresent()) {
            paths.validate(claimedSigner.instance(), java.util.List.of(), java.util.List.of(), at);
        }
        throw new LocalFault(VerificationFault.SIGNATURE_VERIFICATION, "The signature cannot be verified yet");
    }
}
