package org.ambergate.signature;

import org.ambergate.message.MessageDigests;

/** Proof that a message was signed by this server. Only {@link MessageSigner} makes it. */
public final class SignedMessage {
    private final MessageDigests digests;
    private final SignatureParts parts;

    SignedMessage(MessageDigests digests, SignatureParts parts) {
        this.digests = digests;
        this.parts = parts;
    }

    public MessageDigests digests() {
        return digests;
    }

    public SignatureParts parts() {
        return parts;
    }
}
