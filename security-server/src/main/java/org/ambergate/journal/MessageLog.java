package org.ambergate.journal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.messagelog.LogEntry;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.LoggedQuery;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.LoggedTombstone;
import org.ambergate.messagelog.PendingRecord;
import org.ambergate.messagelog.RecordEncoder;
import org.ambergate.messagelog.RemovedData;
import org.ambergate.net.Deadline;
import org.ambergate.timestamp.TimestampToken;

/**
 * The message log of one security server. An append returns when the message survives a loss of power, or throws. After
 * a failure of its storage the log refuses, reads itself again from the storage, and goes on by itself once that works.
 * Thread-safe.
 */
public final class MessageLog implements AutoCloseable {
    /** Bodies up to this size are copied when they are appended; longer ones stream from where they are. */
    public static final int COPIED_BODY_BYTES_MAX = 64 * 1024;

    /** Longest wait for the writer when the log closes: one slow sync and a last commit. */
    private static final long CLOSE_WAIT_SECONDS = 60;

    /** Bytes of a time-stamp's record beside its messages: the token and a few hundred. */
    private static final long TIMESTAMP_OVERHEAD = 2L * TimestampToken.TOKEN_BYTES_MAX;

    /** Bytes of a tombstone beside its ranges: a rule, and a signature with its certificate and OCSP responses. */
    private static final long TOMBSTONE_OVERHEAD = 64 * 1024;

    /** Two numbers of 19 digits, a dash and a space. */
    private static final long RANGE_BYTES_MAX = 40;

    private final LogSettings settings;
    private final LogStorage storage;
    private final LogCore core;
    private final LogMeters meters;
    private final AppendQueue queue;
    private final LogWriter writer;
    private final Thread thread;
    private final long recordsAtStart;

    private MessageLog(LogStorage storage, LogCore core, LogSettings settings, LogMeters meters) {
        this.storage = storage;
        this.core = core;
        this.settings = settings;
        this.meters = meters;
        this.queue = new AppendQueue(settings.queueRecordsMax(), LogWriter.OUTCOMES_KEPT_MAX);
        this.writer = new LogWriter(queue, core, settings, meters);
        this.recordsAtStart = core.durableRecords();
        this.thread = new Thread(writer, "message-log-writer");
    }

    /**
     * Opens a log, or begins a new one in an empty storage. The storage becomes the log's and closes with it, also if
     * opening fails.
     *
     * @throws LogDamagedException if records that were durable cannot be read
     * @throws IOException if the storage fails
     */
    public static MessageLog open(LogStorage storage, LogSettings settings, LogSurroundings surroundings)
            throws IOException {
        try {
            LogCore core = LogCore.open(storage, settings, surroundings);
            MessageLog log = new MessageLog(storage, core, settings, surroundings.meters());
            log.thread.start();
            return log;
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    /** Appends with the longest wait that the settings allow. */
    public LogReceipt append(LogEntry entry) throws LocalFault {
        return append(entry, Deadline.after(settings.appendWait()));
    }

    /**
     * Appends a message and waits until it is durable.
     *
     * @throws LocalFault {@code logging_failed} if it is not known to be durable. It may turn up in the log all the same,
     *     if only the deadline passed or the process ended while it was written.
     */
    public LogReceipt append(LogEntry entry, Deadline deadline) throws LocalFault {
        if (!writer.health().accepting()) {
            throw refused("The message log is out of order");
        }
        PendingAppend append = pending(entry);
        if (!queue.put(append, deadline)) {
            throw refused("The message log is overloaded or closed");
        }
        try {
            return append.await(deadline);
        } catch (LocalFault e) {
            meters.refused();
            throw e;
        }
    }

    /**
     * Logs how an exchange ended, durable with one of the next syncs; the caller does not wait. While the log is out of
     * order, outcomes are kept in memory up to a limit.
     */
    public void appendOutcome(LoggedOutcome outcome) {
        if (!offerOutcome(outcome)) {
            meters.outcomeLost();
        }
    }

    /**
     * The same as {@link #appendOutcome}, for a caller that tries again.
     *
     * @return false if it cannot be taken now
     */
    public boolean offerOutcome(LoggedOutcome outcome) {
        return queue.offer(PendingAppend.unawaited(RecordEncoder.outcome(outcome)));
    }

    /**
     * Appends a time-stamp and waits until it is durable.
     *
     * @throws LocalFault {@code logging_failed} if it is not in the log and never will be. If the process ends before this
     *     returns, it may turn up.
     */
    public LogReceipt append(LoggedTimestamp timestamp) throws LocalFault {
        return appendCertainly(RecordEncoder.timestamp(timestamp));
    }

    /** Appends a tombstone in the same way. */
    LogReceipt append(LoggedTombstone tombstone) throws LocalFault {
        return appendCertainly(RecordEncoder.tombstone(tombstone));
    }

    private LogReceipt appendCertainly(PendingRecord record) throws LocalFault {
        if (record.size() > settings.recordBytesMax()) {
            throw refused("The record is larger than the message log takes");
        }
        PendingAppend append = PendingAppend.awaited(record, false);
        if (!writer.health().accepting() || !queue.put(append, Deadline.after(settings.appendWait()))) {
            throw refused("The message log is out of order, overloaded or closed");
        }
        return append.awaitCertainty();
    }

    /**
     * What no time-stamp covers yet. Looks for the last time-stamp in the log, from its end backwards.
     *
     * @throws IOException if the storage cannot be read
     */
    public UnstampedRecords unstamped() throws IOException {
        return UnstampedRecords.open(storage, core::durableRecords);
    }

    /** What writes this log's messages into archives. */
    public Archiver archiver(Archiver.Plan plan) {
        return new Archiver(storage, core::durableRecords, plan);
    }

    /** What removes old data from this log by a plan. */
    public Retention retention(Retention.Plan plan) {
        return retention(plan, System::nanoTime);
    }

    Retention retention(Retention.Plan plan, LongSupplier nanoTime) {
        return new Retention(
                new Retention.LogSource() {
                    @Override
                    public LogStorage storage() {
                        return storage;
                    }

                    @Override
                    public long durableRecords() {
                        return core.durableRecords();
                    }

                    @Override
                    public long liveSegment() {
                        return core.durableSegment();
                    }

                    @Override
                    public int rangesMax() {
                        return tombstoneRangesMax();
                    }

                    @Override
                    public void append(LoggedTombstone tombstone) throws LocalFault {
                        LogReceipt unused = MessageLog.this.append(tombstone);
                    }
                },
                plan,
                nanoTime);
    }

    private int tombstoneRangesMax() {
        long fitting = (settings.recordBytesMax() - TOMBSTONE_OVERHEAD) / RANGE_BYTES_MAX;
        return (int) Math.max(1, Math.min(RemovedData.Bodies.RANGES_MAX, fitting));
    }

    /** Opens the log for reading, beside the writer. Records beyond {@link #durableRecords()} may yet vanish. */
    public LogReader reader() {
        return new LogReader(storage);
    }

    /** Most messages that one time-stamp may cover, so that its record fits into a segment. */
    public int stampedMessagesMax() {
        long fitting = (settings.recordBytesMax() - TIMESTAMP_OVERHEAD) / LoggedTimestamp.MESSAGE_BYTES;
        return (int) Math.max(1, Math.min(LoggedTimestamp.MESSAGES_MAX, fitting));
    }

    /**
     * Logs what an auditor asked, durable with one of the next syncs; the caller does not wait.
     *
     * @return false if it cannot be taken, and the query must not be answered
     */
    public boolean appendQuery(LoggedQuery query) {
        PendingRecord record = RecordEncoder.query(query);
        return record.size() <= settings.recordBytesMax() && queue.offer(PendingAppend.unawaited(record));
    }

    /** Number of records that are known to be durable: those with lower sequence numbers. */
    public long durableRecords() {
        return core.durableRecords();
    }

    /** Number of records in the log when it was opened. */
    public long recordsAtStart() {
        return recordsAtStart;
    }

    /** Whether the log takes messages. */
    public LogHealth health() {
        return writer.health();
    }

    /** Records that wait for the writer now. */
    public int queueLength() {
        return queue.size();
    }

    /** Takes no more records, makes durable what waits, and releases the storage. */
    @Override
    public void close() {
        queue.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_WAIT_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PendingAppend pending(LogEntry entry) throws LocalFault {
        try {
            PendingRecord record = RecordEncoder.message(entry);
            if (record.size() > settings.recordBytesMax()) {
                throw refused("The message is larger than the message log takes");
            }
            boolean copied = record.bodyLength() <= COPIED_BODY_BYTES_MAX;
            return PendingAppend.awaited(copied ? record.withBodyInMemory() : record, !copied);
        } catch (IOException | IllegalArgumentException e) {
            throw refused("The message cannot be logged").causedBy(e);
        }
    }

    private LocalFault refused(String text) {
        meters.refused();
        return new LocalFault(MessageFault.LOGGING_FAILED, text);
    }
}
