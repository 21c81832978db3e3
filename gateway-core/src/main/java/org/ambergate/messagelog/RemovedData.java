package org.ambergate.messagelog;

import java.util.List;

/** What retention took out of a log. */
public sealed interface RemovedData {
    /** The number of records up to the last one of which something went. */
    long recordsReached();

    /**
     * Bodies of messages; the records themselves stay.
     *
     * @param records the records whose bodies went: of each range all that still had one. Ascending, without overlaps
     */
    record Bodies(List<SequenceRange> records) implements RemovedData {
        /** Most ranges in one tombstone. */
        public static final int RANGES_MAX = 10_000;

        /**
         * @throws IllegalArgumentException if there are none or too many, or they are not in order
         */
        public Bodies {
            records = List.copyOf(records);
            if (records.isEmpty() || records.size() > RANGES_MAX) {
                throw new IllegalArgumentException("A tombstone names from 1 to " + RANGES_MAX + " ranges of records");
            }
            for (int i = 1; i < records.size(); i++) {
                if (records.get(i).first() <= records.get(i - 1).last()) {
                    throw new IllegalArgumentException("The ranges of a tombstone are not in order");
                }
            }
        }

        @Override
        public long recordsReached() {
            return records.get(records.size() - 1).last() + 1;
        }
    }

    /**
     * The oldest segments, whole.
     *
     * @param last number of the last segment that went, and with it all of smaller numbers
     * @param before the tree over all records that went, at which the next segment goes on
     */
    record Segments(long last, LogCheckpoint before) implements RemovedData {
        /**
         * @throws IllegalArgumentException if the number is none of a segment
         */
        public Segments {
            if (last < 1) {
                throw new IllegalArgumentException("Segments are numbered from 1");
            }
        }

        @Override
        public long recordsReached() {
            return before.treeSize();
        }
    }
}
