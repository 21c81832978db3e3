package org.ambergate.provider;

/**
 * A growing set of 64-bit fingerprints in one array: open addressing, linear probing, at most half full. Not
 * thread-safe.
 */
final class FingerprintSet {
    private static final int FIRST_CAPACITY = 1024;

    private long[] slots = new long[FIRST_CAPACITY];
    private int size;
    private boolean hasZero;

    boolean contains(long fingerprint) {
        return fingerprint == 0 ? hasZero : slots[slot(slots, fingerprint)] == fingerprint;
    }

    void add(long fingerprint) {
        if (contains(fingerprint)) {
            return;
        }
        size++;
        if (fingerprint == 0) {
            hasZero = true;
            return;
        }
        if (size * 2 > slots.length) {
            grow();
        }
        slots[slot(slots, fingerprint)] = fingerprint;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long fingerprint : slots) {
            if (fingerprint != 0) {
                larger[slot(larger, fingerprint)] = fingerprint;
            }
        }
        slots = larger;
    }

    /** The slot that holds the fingerprint, or the free one where it belongs. */
    private static int slot(long[] slots, long fingerprint) {
        int mask = slots.length - 1;
        int slot = (int) (fingerprint ^ (fingerprint >>> 32)) & mask;
        while (slots[slot] != 0 && slots[slot] != fingerprint) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
