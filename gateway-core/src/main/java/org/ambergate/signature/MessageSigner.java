package org.ambergate.signature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.message.MessageDigests;

/** Signs messages: the only minter of {@link SignedMessage} (evidence specification, sections 1 to 3). */
public final class MessageSigner {
    /** Most messages under one signature; each message's chain grows by a step whenever this doubles. */
    public static final int BATCH_MAX = 1024;

    private static final String MESSAGE_TYPE = "text/xml";
    private static final String RESULT_TYPE = "application/hash-chain-result";

    private MessageSigner() {}

    /**
     * Signs all messages with one signature: a plain one for one message of one part, else a batch signature over a hash
     * tree.
     *
     * @param batch at least one message; digests by SHA-512
     * @return the signed messages in the order given
     * @throws LocalFault {@code cannot_create_signature}
     */
    public static List<SignedMessage> sign(
            List<MessageDigests> batch, SigningCredential credential, Instant signingTime) throws LocalFault {
        check(batch, credential);
        if (batch.size() == 1 && batch.get(0).attachments().isEmpty()) {
            MessageDigests message = batch.get(0);
            byte[] signature =
                    signature(credential, signingTime, XmlNames.MESSAGE_URI, message.message(), MESSAGE_TYPE);
            return List.of(new SignedMessage(message, new SignatureParts(signature, Optional.empty())));
        }
        HashChainBuilder chains = new HashChainBuilder(batch, ChainNames.MESSAGE);
        byte[] result = chains.result();
        byte[] signature =
                signature(credential, signingTime, XmlNames.RESULT_URI, DigestAlgorithm.SHA512.of(result), RESULT_TYPE);
        List<SignedMessage> signed = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            SignatureParts.Batch part = new SignatureParts.Batch(result, chains.chain(i));
            signed.add(new SignedMessage(batch.get(i), new SignatureParts(signature, Optional.of(part))));
        }
        return signed;
    }

    private static byte[] signature(
            SigningCredential credential, Instant signingTime, String uri, Digest digest, String mimeType)
            throws LocalFault {
        SignatureTemplate template = new SignatureTemplate(credential, signingTime, uri, digest, mimeType);
        return template.document(credential.key().sign(template.canonicalSignedInfo()));
    }

    private static void check(List<MessageDigests> batch, SigningCredential credential) throws LocalFault {
        if (batch.isEmpty() || batch.size() > BATCH_MAX) {
            throw refused("A batch of " + batch.size() + " messages cannot be signed");
        }
        if (credential.ocspResponses().size() != 1 + credential.intermediates().size()) {
            throw refused("An OCSP response for the signing certificate or an intermediate one is missing");
        }
        for (MessageDigests message : batch) {
            boolean sha512 = message.message().algorithm() == DigestAlgorithm.SHA512
                    && message.attachments().stream().allMatch(d -> d.algorithm() == DigestAlgorithm.SHA512);
            if (!sha512) {
                throw refused("A message was not digested by SHA-512");
            }
        }
    }

    private static LocalFault refused(String text) {
        return new LocalFault(VerificationFault.CANNOT_CREATE_SIGNATURE, text);
    }
}
