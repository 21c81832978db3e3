package org.ambergate.provider;

/**
 * A growing set of 64-bit fingerprints in one array: open addressing, linear probing, at most four fifths full, so 10
 * bytes for each when it is full and 20 just after it has grown. Fingerprints must be spread evenly, as digests are. Not
 * thread-safe.
 */
final class FingerprintSet {
    private static final int CAPACITY_MIN = 1024;

    private long[] slots;
    private int size;
    private boolean hasZero;

    /** An empty set that takes the expected number without growing. */
    FingerprintSet(int expected) {
        slots = new long[capacity(expected)];
    }

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
        if (capacity(size) > slots.length) {
            move(slots.length * 2);
        }
        slots[slot(slots, fingerprint)] = fingerprint;
    }

    /** Gives back what was kept free for growing. */
    void trim() {
        move(capacity(size));
    }

    int size() {
        return size;
    }

    long bytes() {
        return (long) slots.length * Long.BYTES;
    }

    private static int capacity(int size) {
        return Math.max(CAPACITY_MIN, (int) Math.min(Integer.MAX_VALUE - 8, size * 5L / 4 + 1));
    }

    private void move(int capacity) {
        if (capacity == slots.length) {
            return;
        }
        long[] moved = new long[capacity];
        for (long fingerprint : slots) {
            if (fingerprint != 0) {
                moved[slot(moved, fingerprint)] = fingerprint;
            }
        }
        slots = moved;
    }

    /** The slot that holds the fingerprint, or the free one where it belongs. */
    private static int slot(long[] slots, long fingerprint) {
        int slot = (int) (((fingerprint >>> 32) * slots.length) >>> 32);
        while (slots[slot] != 0 && slots[slot] != fingerprint) {
            slot = slot + 1 == slots.length ? 0 : slot + 1;
        }
        return slot;
    }
}
