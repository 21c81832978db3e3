package org.ambergate.auditindex;

import java.nio.charset.StandardCharsets;
import org.ambergate.messagelog.LoggedExchange;
import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The hash of all names of an exchange (SipHash-2-4, whose key is the index's). Strangers choose names, and refused requests cost
 * them nothing; without the key they cannot choose those that meet in one hash. One thread.
 */
final class NamesHash {
    static final int KEY_BYTES = 16;

    private final SipHash hash = new SipHash();
    private final long mask;

    /**
     * Names and their hash, for maps: a map by the names alone would be one by hashes that everybody can compute.
     *
     * @param hash the hash
     * @param exchange the names
     */
    record Hashed(long hash, LoggedExchange exchange) {
        @Override
        public int hashCode() {
            return Long.hashCode(hash);
        }

        @Override
        public boolean equals(@org.jspecify.annotations.Nullable Object other) {
            return other instanceof Hashed that && hash == that.hash && exchange.equals(that.exchange);
        }
    }

    /** @param key of {@link #KEY_BYTES} */
    NamesHash(byte[] key, IndexingLimits limits) {
        hash.init(new KeyParameter(key));
        this.mask = limits.hashMask();
    }

    Hashed of(LoggedExchange exchange) {
        hash.update((byte) SqlCodes.of(exchange.side()));
        update(exchange.queryId());
        update(exchange.requestId());
        update(exchange.clientId());
        update(exchange.serviceId());
        return new Hashed(hash.doFinal() & mask, exchange);
    }

    /** With its length, so that no two lists of names are the same bytes. */
    private void update(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            hash.update((byte) (bytes.length >>> shift));
        }
        hash.update(bytes, 0, bytes.length);
    }
}
