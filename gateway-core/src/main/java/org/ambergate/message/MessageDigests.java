package org.ambergate.message;

import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.digest.Digester;

/**
 * The digests of a message's signed parts over the bytes that travel: {@code /message.xml} first, then {@code
 * /attachment1} and so on (evidence specification, section 1). A REST message has one attachment, its body, or none.
 *
 * @param message digest of the head part
 * @param attachments digests of the attachments in order
 */
public record MessageDigests(Digest message, List<Digest> attachments) {
    public MessageDigests {
        attachments = List.copyOf(attachments);
    }

    /**
     * The request hash that the response must carry: the head's digest, or the digest of both raw digests when there is
     * a body (transport specification, section 5.4). Always SHA-512.
     */
    public Digest requestHash() {
        if (attachments.isEmpty()) {
            return message;
        }
        Digester digester = new Digester(DigestAlgorithm.SHA512);
        digester.update(message.toBytes());
        for (Digest attachment : attachments) {
            digester.update(attachment.toBytes());
        }
        return digester.finish();
    }
}
