package org.ambergate.asic;

import java.util.List;
import java.util.Optional;
import org.ambergate.signature.SignatureParts;

/**
 * What a container is made of, as a log kept it. The arrays are shared, not copied: whoever holds one must not write to
 * it.
 *
 * @param message the bytes of {@code /message.xml}: a REST head or a SOAP envelope
 * @param attachments {@code /attachment1} and so on; of a REST message its body, if that was kept and not empty
 * @param signature signature and hash chain as they travelled; with a single time-stamp its token is in the signature
 * @param timestamp what a time-stamp over many records adds; empty with a single one
 */
public record AsicContent(
        byte[] message,
        List<AsicAttachment> attachments,
        SignatureParts signature,
        Optional<BatchTimestamp> timestamp) {
    public AsicContent {
        attachments = List.copyOf(attachments);
    }

    /**
     * A time-stamp over many signatures.
     *
     * @param token DER
     * @param hashChainResult the document that was stamped
     * @param hashChain the chain from this signature to it
     */
    public record BatchTimestamp(byte[] token, byte[] hashChainResult, byte[] hashChain) {}
}
