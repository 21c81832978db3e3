package org.ambergate.messagelog;

/**
 * Records that follow one another.
 *
 * @param first sequence number of the first
 * @param last sequence number of the last, which may be the same one
 */
public record SequenceRange(long first, long last) {
    /**
     * @throws IllegalArgumentException if it ends before it begins, or there is no number behind its end
     */
    public SequenceRange {
        if (first < 0 || last < first || last == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "A range of records ends where it begins or later, and not with the last number");
        }
    }

    public boolean contains(long sequence) {
        return first <= sequence && sequence <= last;
    }
}
