package org.ambergate.messagelog;

import java.util.Map;
import java.util.TreeMap;

/** A set of records, held as ranges. Not thread-safe. */
public final class SequenceSet {
    // first to last; ranges neither overlap nor touch
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    public void add(SequenceRange range) {
        long first = range.first();
        long last = range.last();
        Map.Entry<Long, Long> near = ranges.floorEntry(last + 1);
        while (near != null && near.getValue() >= first - 1) {
            first = Math.min(first, near.getKey());
            last = Math.max(last, near.getValue());
            ranges.remove(near.getKey());
            near = ranges.floorEntry(last + 1);
        }
        ranges.put(first, last);
    }

    public boolean contains(long sequence) {
        Map.Entry<Long, Long> range = ranges.floorEntry(sequence);
        return range != null && range.getValue() >= sequence;
    }
}
