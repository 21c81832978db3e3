package org.ambergate.messagelog;

/**
 * Records that follow one another.
 *
 * @param first sequence number of the first
 * @param last sequence number of the last, which may be the same one
 */
public record SequenceRange(long first, long last) {
    /**
     * @throws IllegalArgumentException if it ends before it begins
     */
    public SequenceRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("A range of records does not end before it begins");
        }
    }

    public boolean contains(long sequence) {
        return first <= sequence && sequence <= last;
    }
}
