package org.ambergate.messagelog;

import java.time.Instant;
import org.ambergate.signature.SignatureParts;

/**
 * A signed message as the log keeps it, all but the bytes of its body. The arrays are shared, not copied: whoever holds
 * one must not write to it.
 *
 * @param exchange the exchange it belongs to
 * @param direction request or response
 * @param time when this server signed or verified it; the log keeps milliseconds
 * @param head the head's bytes exactly as signed
 * @param signature the signature as it travelled
 * @param body what is known of its body
 */
public record LoggedMessage(
        LoggedExchange exchange,
        MessageDirection direction,
        Instant time,
        byte[] head,
        SignatureParts signature,
        LoggedBody body) {}
