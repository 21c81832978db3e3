package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.LogState;
import org.ambergate.messagelog.MerkleTree;
import org.ambergate.messagelog.SegmentEnd;
import org.ambergate.messagelog.SegmentEnd.Tail;
import org.ambergate.messagelog.SegmentWalker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where a log ends and makes the files agree with it. Every step may be cut off by a crash and begun again: what
 * is removed was never acknowledged, and what is kept is written again before anyone builds on it.
 */
final class LogRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);
    private static final int COPY_BYTES = 256 * 1024;
    private static final long FIRST_INDEX = 1;

    private final SegmentFiles files;
    private final long segmentBytes;
    private final Supplier<UUID> newLogId;

    LogRecovery(LogStorage storage, long segmentBytes, Supplier<UUID> newLogId) {
        this.files = new SegmentFiles(storage);
        this.segmentBytes = segmentBytes;
        this.newLogId = newLogId;
    }

    /**
     * A log that can go on.
     *
     * @param state where it stands
     * @param prepared the next segment, if it lay ready
     */
    record Recovered(LogState state, Optional<LogFile> prepared) {}

    /**
     * The end of what is known to be durable.
     *
     * @param state the log after the last group whose sync returned
     * @param end offset behind that group
     */
    record DurablePoint(LogState state, long end) {}

    /**
     * After a start: keeps every whole group, cuts what follows, and makes sure that what was read is on the disk.
     *
     * @throws LogDamagedException if what cannot be read was durable once
     */
    Recovered afterStart() throws IOException {
        files.deleteUnfinished();
        files.deleteUnfinishedErasures();
        List<Long> indexes = files.indexes();
        for (int last = indexes.size() - 1; last >= 0; last--) {
            try (LogFile file = files.open(indexes.get(last))) {
                SegmentEnd end = SegmentWalker.recover(file, Optional.empty());
                if (end.state().isPresent()) {
                    return goOnAfter(file, end, end.state().get(), indexes.subList(last + 1, indexes.size()));
                }
            }
        }
        requireNothingDurable(indexes);
        files.delete(indexes);
        return new Recovered(new LogState(newLogId.get(), 0, new MerkleTree()), Optional.empty());
    }

    /**
     * After a failure while running: cuts back to the last group whose sync returned, for a record whose sync failed
     * was reported as not logged and must not turn up.
     *
     * @throws LogDamagedException if the storage has lost durable records
     */
    Recovered afterFailure(DurablePoint durable) throws IOException {
        files.deleteUnfinished();
        long index = durable.state().segmentIndex();
        files.delete(files.indexes().stream().filter(i -> i > index).toList());
        try (LogFile file = files.open(index)) {
            SegmentEnd end = SegmentWalker.recover(file, Optional.empty());
            if (end.committedEnd() < durable.end()) {
                throw damaged(end);
            }
            file.truncate(durable.end());
            file.sync();
        }
        return new Recovered(durable.state(), Optional.empty());
    }

    private Recovered goOnAfter(LogFile file, SegmentEnd end, LogState state, List<Long> above) throws IOException {
        if (end.tail() == Tail.DAMAGED) {
            throw damaged(end);
        }
        for (long index : above) {
            requireUnacknowledged(index, state, end);
        }
        cut(file, end);
        Optional<LogFile> prepared = keepPrepared(state.segmentIndex() + 1, above);
        // A prepared segment may have got its name just before a crash. The name must be durable before records are,
        // or a loss of power takes them away together.
        files.syncDirectory();
        return new Recovered(state, prepared);
    }

    /** A segment behind the last one with a whole group holds at most the remains of its own first group. */
    private void requireUnacknowledged(long index, LogState state, SegmentEnd before) throws IOException {
        try (LogFile file = files.open(index)) {
            SegmentEnd end = SegmentWalker.recover(file, Optional.of(state));
            if (end.tail() == Tail.DAMAGED || end.state().isPresent()) {
                throw damaged(end);
            }
            if (end.tail() != Tail.UNUSED && before.tail() != Tail.CLEAN) {
                // The next segment is begun only when everything in the one before it is durable.
                throw damaged(before);
            }
        }
    }

    /** In a log without a whole group, the first segment holds at most the remains of one, the others nothing. */
    private void requireNothingDurable(List<Long> indexes) throws IOException {
        for (long index : indexes) {
            try (LogFile file = files.open(index)) {
                SegmentEnd end = SegmentWalker.recover(file, Optional.empty());
                boolean first = index == FIRST_INDEX;
                if (end.tail() != Tail.UNUSED && (!first || end.tail() == Tail.DAMAGED)) {
                    throw damaged(end);
                }
            }
        }
    }

    private void cut(LogFile file, SegmentEnd end) throws IOException {
        if (end.tail() == Tail.TORN) {
            files.keepAside(file, end.committedEnd());
            LOG.warn(
                    "The last group of the message log is torn, as after a loss of power; {} is cut at byte {}, and the"
                            + " rest is kept beside it",
                    file.name(),
                    end.committedEnd());
        } else if (end.tail() != Tail.CLEAN) {
            LOG.info(
                    "The message log ends in an unfinished group; {} is cut at byte {}",
                    file.name(),
                    end.committedEnd());
        }
        // A sync that failed before the crash may have left this group in the cache alone, marked as written. Writing
        // the same bytes again makes the next sync mean what it says.
        rewrite(file, end.groupStart(), end.committedEnd());
        file.truncate(end.committedEnd());
        file.sync();
    }

    private static void rewrite(LogFile file, long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        long position = from;
        while (position < to) {
            buffer.clear().limit((int) Math.min(COPY_BYTES, to - position));
            int length = file.read(buffer, position);
            if (length <= 0) {
                throw new IOException("A segment ended while it was read");
            }
            file.write(buffer.flip(), position);
            position += length;
        }
    }

    private Optional<LogFile> keepPrepared(long index, List<Long> above) throws IOException {
        Optional<LogFile> prepared = Optional.empty();
        List<Long> others = above;
        if (above.contains(index)) {
            LogFile file = files.open(index);
            boolean unused = SegmentWalker.recover(file, Optional.empty()).tail() == Tail.UNUSED;
            if (unused && file.length() == segmentBytes) {
                prepared = Optional.of(file);
                others = above.stream().filter(i -> i != index).toList();
            } else {
                file.close();
            }
        }
        files.delete(others);
        return prepared;
    }

    private static LogDamagedException damaged(SegmentEnd end) {
        Optional<Finding> finding = end.finding();
        return finding.isPresent()
                ? new LogDamagedException(finding.get())
                : new LogDamagedException("records that were durable are missing");
    }
}
