package org.ambergate.trust;

import java.time.Instant;
import java.util.Set;

/**
 * The newest directory accepted for an instance.
 *
 * @param anchorHash the anchor it was accepted under; another anchor starts a new count, which is how an operator
 *     recovers from a source that once signed too late an Expire-date
 * @param expires its Expire-date; nothing older is accepted
 * @param accepted when it was accepted
 * @param contents SHA-256 in hexadecimal of the contents that may lie in the local copy
 */
record HighWaterMark(String anchorHash, Instant expires, Instant accepted, Set<String> contents) {
    HighWaterMark {
        contents = Set.copyOf(contents);
    }
}
