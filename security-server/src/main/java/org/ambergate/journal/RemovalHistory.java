package org.ambergate.journal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.messagelog.RemovedData;
import org.ambergate.messagelog.SegmentEnd;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentWalker;
import org.ambergate.messagelog.SequenceSet;

/** What the log itself says was removed, and up to where it is time-stamped. Reads each closed segment once. */
final class RemovalHistory {
    private final LogStorage storage;
    private final SequenceSet removed = new SequenceSet();
    private Optional<LoggedTimestamp> lastTimestamp = Optional.empty();
    private List<Long> segments = List.of();
    private long nextSegment;

    RemovalHistory(LogStorage storage) {
        this.storage = storage;
    }

    /**
     * Takes up what was logged since the last call.
     *
     * @param live the oldest segment that may still be written to
     * @param durable records from this one on may not be durable and are not looked at
     */
    void readOn(long live, long durable) throws IOException {
        segments = new SegmentFiles(storage).indexes();
        for (long index : segments) {
            if (index >= nextSegment && index <= live) {
                read(index, durable);
            }
        }
        nextSegment = live;
    }

    /** All segments' numbers, ascending. */
    List<Long> segments() {
        return segments;
    }

    /** Records whose bodies tombstones announce to be gone. */
    SequenceSet removed() {
        return removed;
    }

    Optional<LoggedTimestamp> lastTimestamp() {
        return lastTimestamp;
    }

    private void read(long index, long durable) throws IOException {
        try (LogFile segment = storage.open(SegmentName.of(index))) {
            SegmentEnd unused = SegmentWalker.read(segment, (place, record) -> note(place, record, durable));
        }
    }

    private void note(RecordPlace place, LogRecord record, long durable) {
        if (place.sequence() >= durable) {
            return;
        }
        if (record instanceof LogRecord.Timestamp t) {
            lastTimestamp = Optional.of(t.timestamp());
        } else if (record instanceof LogRecord.Tombstone t
                && t.tombstone().statement().removed() instanceof RemovedData.Bodies bodies) {
            bodies.records().forEach(removed::add);
        }
    }
}
