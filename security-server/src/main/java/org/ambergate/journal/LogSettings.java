package org.ambergate.journal;

import java.time.Duration;
import org.ambergate.messagelog.LogFormat;

/**
 * The log's sizes and times.
 *
 * @param segmentBytes length to which a segment is prepared; bounds the longest record, since a record never spans two
 * @param queueRecordsMax records that may wait for the writer; beyond it an append waits for a place
 * @param groupBytesMax bytes after which a group is synced even if more records wait, so that one sync stays short
 * @param appendWait how long an append waits at most if its caller names no deadline
 * @param retryInterval pause between attempts to get a failed log going again; promise D10 allows 5 s in all
 */
public record LogSettings(
        long segmentBytes, int queueRecordsMax, long groupBytesMax, Duration appendWait, Duration retryInterval) {
    /** Smallest segment: room for its own records and a few small ones. */
    public static final long SEGMENT_BYTES_MIN = 4 * 1024;

    private static final long MIB = 1024 * 1024;

    /** At 64 KiB of copied body each, no more than 64 MiB. */
    private static final int QUEUE_RECORDS = 1024;

    /** A segment's first record with the widest possible tree, in front of which stands the preamble. */
    private static final long SEGMENT_OVERHEAD = LogFormat.PREAMBLE_BYTES
            + LogFormat.RECORD_HEADER_BYTES
            + LogFormat.CHECKSUM_BYTES
            + 17
            + 64 * 32
            + LogFormat.COMMIT_RECORD_BYTES;

    /**
     * @throws IllegalArgumentException if a value is out of its range
     */
    public LogSettings {
        if (segmentBytes < SEGMENT_BYTES_MIN) {
            throw new IllegalArgumentException("A log segment has at least " + SEGMENT_BYTES_MIN + " bytes");
        }
        if (queueRecordsMax < 1 || groupBytesMax < 1) {
            throw new IllegalArgumentException("A log queue and a log group hold at least one record");
        }
        if (appendWait.isNegative() || appendWait.isZero() || retryInterval.isNegative() || retryInterval.isZero()) {
            throw new IllegalArgumentException("The log's times are longer than zero");
        }
    }

    /** Segments of 64 MiB; a body of the usual limit of 10 MiB fits well. */
    public static LogSettings standard() {
        return new LogSettings(64 * MIB, QUEUE_RECORDS, 8 * MIB, Duration.ofSeconds(30), Duration.ofMillis(500));
    }

    /** The same with another length of segments. */
    public LogSettings withSegmentBytes(long bytes) {
        return new LogSettings(bytes, queueRecordsMax, groupBytesMax, appendWait, retryInterval);
    }

    /** Longest record that the log takes, body included. */
    public long recordBytesMax() {
        return segmentBytes - SEGMENT_OVERHEAD;
    }
}
