package org.ambergate.pki;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ambergate.digest.Digest;

/**
 * Remembers the most recently used values under digests of everything they depend on, so that a value can never be found
 * for another question. Safe for several threads; the lock is held for one look-up.
 *
 * @param <V> what is remembered; must be immutable
 */
public final class BoundedCache<V> {
    private final int entriesMax;
    // Guarded by this; access order makes the eldest entry the least recently used one.
    private final Map<Digest, V> entries;

    public BoundedCache(int entriesMax) {
        this.entriesMax = entriesMax;
        this.entries = new LinkedHashMap<>(64, 0.75f, true);
    }

    public synchronized Optional<V> find(Digest key) {
        return Optional.ofNullable(entries.get(key));
    }

    public synchronized void put(Digest key, V value) {
        entries.put(key, value);
        if (entries.size() > entriesMax) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    synchronized int size() {
        return entries.size();
    }
}
