package org.ambergate.signing;

import java.time.Instant;
import org.ambergate.signature.SigningCredential;

/**
 * The credential chosen for a member, with the line of messages that wait for it.
 *
 * @param ring the key ring it was chosen from; another ring needs another choice
 * @param credential key, certificate and fresh OCSP responses
 * @param renewAt when to choose again
 * @param validUntil the last instant at which a signature with it would be accepted
 * @param line the messages waiting
 */
record SigningChoice(
        KeyRing ring, SigningCredential credential, Instant renewAt, Instant validUntil, SigningLine line) {
    boolean serves(KeyRing current, Instant now) {
        return ring == current && now.isBefore(renewAt) && !now.isAfter(validUntil);
    }
}
