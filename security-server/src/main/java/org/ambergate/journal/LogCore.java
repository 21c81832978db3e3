package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.ambergate.journal.LogRecovery.DurablePoint;
import org.ambergate.journal.LogRecovery.Recovered;
import org.ambergate.messagelog.LogState;
import org.ambergate.messagelog.PendingRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log's files as one stream of groups: rolls segments and recovers. Owned by one thread at a time. */
final class LogCore {
    private static final Logger LOG = LoggerFactory.getLogger(LogCore.class);

    /** Bytes gathered before they go to the file; more than a usual group needs. */
    private static final int STAGE_BYTES = 1024 * 1024;

    private final LogStorage storage;
    private final LogSettings settings;
    private final LogSurroundings surroundings;
    private final LogRecovery recovery;
    private final SegmentPreparer preparer;
    private final ByteBuffer stage;
    private SegmentWriter segment;
    private DurablePoint durable;
    // written by the owning thread, read by any
    private volatile long durableRecords;
    // as above
    private volatile long durableSegment;

    private LogCore(LogStorage storage, LogSettings settings, LogSurroundings surroundings) throws IOException {
        this.storage = storage;
        this.settings = settings;
        this.surroundings = surroundings;
        this.stage = ByteBuffer.allocateDirect((int) Math.min(STAGE_BYTES, settings.segmentBytes()));
        this.recovery = new LogRecovery(storage, settings.segmentBytes(), this::newLogId);
        this.preparer = new SegmentPreparer(new SegmentFiles(storage), settings.segmentBytes());
        try {
            Recovered recovered = recovery.afterStart();
            recovered.prepared().ifPresent(preparer::adopt);
            this.segment = begin(recovered.state());
            this.durable = firstGroup();
            publish();
        } catch (IOException | RuntimeException e) {
            preparer.close();
            throw e;
        }
    }

    /** Recovers the log and begins a segment, which also proves that the storage works. */
    static LogCore open(LogStorage storage, LogSettings settings, LogSurroundings surroundings) throws IOException {
        return new LogCore(storage, settings, surroundings);
    }

    /** Whether a record of this size fits into the live segment. */
    boolean fits(long recordBytes) {
        return segment.fits(recordBytes);
    }

    /** Goes on in the next segment. Everything written must have been committed. */
    void roll() throws IOException {
        SegmentWriter full = segment;
        segment = begin(durable.state());
        preparer.retire(full.file(), full.end());
    }

    /** Writes a record into the open group and returns its sequence number. */
    long append(PendingRecord record) throws IOException {
        return segment.append(record);
    }

    /** Makes the open group durable and returns the time written into its commit. */
    Instant commit() throws IOException {
        // Before the commit: behind it nothing may fail any more, since the group is durable then.
        preparer.ensure(segment.index() + 1, settings.retryInterval());
        Instant now = surroundings.clock().instant();
        LogState state = segment.commit(now);
        durable = new DurablePoint(state, segment.end());
        publish();
        return now;
    }

    /** After a failure: reads the log again from its storage and goes on in a new segment. */
    void reopen() throws IOException {
        closeQuietly(segment.file());
        preparer.reset();
        Recovered recovered = recovery.afterFailure(durable);
        segment = begin(recovered.state());
        durable = firstGroup();
        publish();
    }

    private void publish() {
        durableRecords = durable.state().nextSequence();
        durableSegment = durable.state().segmentIndex();
    }

    /** Number of the segment with the last durable record; those before it never change again. Any thread may ask. */
    long durableSegment() {
        return durableSegment;
    }

    /** Number of records that are durable; any thread may ask. It always ends with a commit and never shrinks. */
    long durableRecords() {
        return durableRecords;
    }

    /** Offset behind the last record of the live segment. */
    long position() {
        return segment.end();
    }

    /**
     * Ends the log. A last commit shows whoever reads it that the group before it was durable, so that damage to it
     * cannot pass for a write that never ended.
     */
    void finish() throws IOException {
        try (LogFile file = segment.file()) {
            commit();
            file.truncate(durable.end());
            file.sync();
        }
    }

    /** Lets go of the storage, whatever state the log is in. */
    void release() throws IOException {
        preparer.close();
        closeQuietly(segment.file());
        storage.close();
    }

    private DurablePoint firstGroup() throws IOException {
        preparer.ensure(segment.index() + 1, settings.retryInterval());
        LogState state = segment.commit(surroundings.clock().instant());
        return new DurablePoint(state, segment.end());
    }

    private SegmentWriter begin(LogState before) throws IOException {
        LogFile file = preparer.take(before.segmentIndex() + 1);
        try {
            return SegmentWriter.begin(file, stage, before, surroundings.clock().instant());
        } catch (IOException | RuntimeException e) {
            closeQuietly(file);
            throw e;
        }
    }

    private UUID newLogId() {
        return new UUID(surroundings.random().nextLong(), surroundings.random().nextLong());
    }

    private static void closeQuietly(LogFile file) {
        try {
            file.close();
        } catch (IOException e) {
            // What it holds is read again through a new handle, so nothing hangs on how this one ends.
            LOG.debug("A log segment that was given up did not close", e);
        }
    }
}
