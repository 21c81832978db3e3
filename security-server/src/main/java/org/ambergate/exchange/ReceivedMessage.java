package org.ambergate.exchange;

import java.util.List;
import java.util.Optional;
import org.ambergate.message.MessageDigests;
import org.ambergate.signature.SignatureParts;

/**
 * A message as it arrived from another security server: bounded and taken apart, but not to be trusted yet.
 *
 * @param ocspResponses DER OCSP responses for the sender's TLS certificates; requests only
 * @param head the bytes of the REST head
 * @param body the body, if a body part was present
 * @param digests digests of the received parts
 * @param signature the signature and its hash chain
 */
public record ReceivedMessage(
        List<byte[]> ocspResponses,
        byte[] head,
        Optional<BodySpool> body,
        MessageDigests digests,
        SignatureParts signature) {}
