package org.ambergate.messagelog;

import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.message.MessageDigests;
import org.ambergate.signature.SignatureParts;

/**
 * A record of what retention removed.
 *
 * @param statement what went, when, and under which rule
 * @param signature the signature of the server's owner, made as for a message whose only part are the statement's bytes
 */
public record LoggedTombstone(TombstoneStatement statement, SignatureParts signature) {
    /** The digests that the signature of a statement covers. */
    public static MessageDigests digests(TombstoneStatement statement) {
        return new MessageDigests(DigestAlgorithm.SHA512.of(statement.bytes()), java.util.List.of());
    }
}
