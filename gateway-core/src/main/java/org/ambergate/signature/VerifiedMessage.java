package org.ambergate.signature;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;

/**
 * Proof that every part of a received message is covered by a valid signature of a member. Only {@link MessageVerifier}
 * makes it.
 */
public final class VerifiedMessage {
    private final MessageDigests digests;
    private final SignatureParts parts;
    private final MemberId signer;
    private final X509Certificate certificate;
    private final Instant signingTime;

    VerifiedMessage(
            MessageDigests digests,
            SignatureParts parts,
            MemberId signer,
            X509Certificate certificate,
            Instant signingTime) {
        this.digests = digests;
        this.parts = parts;
        this.signer = signer;
        this.certificate = certificate;
        this.signingTime = signingTime;
    }

    /** The digests that the signature covers: those of the parts received. */
    public MessageDigests digests() {
        return digests;
    }

    public SignatureParts parts() {
        return parts;
    }

    public MemberId signer() {
        return signer;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** When the signer says it signed. Nobody vouches for it until the signature is time-stamped. */
    public Instant signingTime() {
        return signingTime;
    }
}
