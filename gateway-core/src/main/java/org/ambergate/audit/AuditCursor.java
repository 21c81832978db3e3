package org.ambergate.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where a search goes on: behind a record, and among the records that were there when it began. So a search sees each of
 * these once, whatever is logged meanwhile.
 *
 * @param timeMillis the last record's time
 * @param sequence the last record's sequence number
 * @param upTo the highest sequence number that belongs to the search
 */
public record AuditCursor(long timeMillis, long sequence, long upTo) {
    /** Bytes of the key that seals cursors. */
    public static final int KEY_BYTES = 32;

    /** Characters of a sealed cursor, at most; longer ones are refused unread. */
    static final int SEALED_LENGTH_MAX = 64;

    private static final byte VERSION = 1;
    private static final int CONTENT_BYTES = 1 + 3 * Long.BYTES;
    private static final int SEAL_BYTES = 16;

    /**
     * The cursor as a text that tells its holder nothing to rely on, and that holds for one query and one scope only.
     *
     * @param key of {@link #KEY_BYTES}
     */
    public String seal(AuditQuery query, AuditScope scope, byte[] key) {
        byte[] content = ByteBuffer.allocate(CONTENT_BYTES)
                .put(VERSION)
                .putLong(timeMillis)
                .putLong(sequence)
                .putLong(upTo)
                .array();
        byte[] sealed = Arrays.copyOf(content, CONTENT_BYTES + SEAL_BYTES);
        System.arraycopy(sealOf(content, query, scope, key), 0, sealed, CONTENT_BYTES, SEAL_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /**
     * Reads a sealed cursor.
     *
     * @throws RefusedCursorException if it was not sealed with this key for this query and scope
     */
    public static AuditCursor open(String sealed, AuditQuery query, AuditScope scope, byte[] key)
            throws RefusedCursorException {
        byte[] bytes = decode(sealed);
        byte[] content = Arrays.copyOf(bytes, CONTENT_BYTES);
        byte[] seal = Arrays.copyOfRange(bytes, CONTENT_BYTES, bytes.length);
        if (content[0] != VERSION || !MessageDigest.isEqual(seal, sealOf(content, query, scope, key))) {
            throw new RefusedCursorException();
        }
        ByteBuffer in = ByteBuffer.wrap(content, 1, CONTENT_BYTES - 1);
        return new AuditCursor(in.getLong(), in.getLong(), in.getLong());
    }

    private static byte[] decode(String sealed) throws RefusedCursorException {
        try {
            if (sealed.length() > SEALED_LENGTH_MAX) {
                throw new RefusedCursorException();
            }
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            // One form only: a cursor with other unused bits at its end is not the one that was issued.
            boolean canonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(sealed);
            if (bytes.length != CONTENT_BYTES + SEAL_BYTES || !canonical) {
                throw new RefusedCursorException();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new RefusedCursorException();
        }
    }

    private static byte[] sealOf(byte[] content, AuditQuery query, AuditScope scope, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(content);
            mac.update((scope + "?" + query.canonical()).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(), SEAL_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HMAC with SHA-256", e);
        }
    }
}
