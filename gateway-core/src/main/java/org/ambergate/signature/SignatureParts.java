package org.ambergate.signature;

import java.util.Optional;

/**
 * The signature as it travels, verbatim. The arrays are shared, not copied: whoever holds one must not write to it.
 *
 * @param signature the XAdES document, UTF-8
 * @param batch hash chain result and hash chain of a batch signature; empty for a plain one
 */
public record SignatureParts(byte[] signature, Optional<Batch> batch) {
    /**
     * What a batch signature adds.
     *
     * @param hashChainResult the XML that the signature references
     * @param hashChain this message's own chain
     */
    public record Batch(byte[] hashChainResult, byte[] hashChain) {}
}
