package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * What lies behind the place where reading stopped. A commit there tells damage from a write that never ended: the log's
 * writer begins a group only when the one before it is synced, so bytes behind another group's commit prove that the
 * unreadable ones were once durable.
 */
final class TailScan {
    private static final int STEP_BYTES = 128 * 1024;
    private static final int COMMIT_KIND = LogFormat.KIND_COMMIT << 24;

    private final RecordReader reader;
    private Optional<LogRecord.Commit> commit = Optional.empty();
    private long commitEnd;
    private long writtenEnd;

    private TailScan(LogSegment segment, UUID logId) {
        this.reader = new RecordReader(new SegmentWindow(segment), logId, RecordReader.Depth.CHECKSUMS);
    }

    /** Scans from an offset to the segment's end. */
    static TailScan of(LogSegment segment, UUID logId, long offset) throws IOException {
        TailScan scan = new TailScan(segment, logId);
        SegmentWindow window = new SegmentWindow(segment);
        long position = offset;
        while (true) {
            ByteBuffer bytes = window.at(position, STEP_BYTES);
            if (!bytes.hasRemaining()) {
                return scan;
            }
            int step = Math.min(bytes.remaining(), STEP_BYTES - LogFormat.COMMIT_RECORD_BYTES);
            scan.look(position, bytes, step);
            position += step;
        }
    }

    /** The first whole commit found. */
    Optional<LogRecord.Commit> commit() {
        return commit;
    }

    /** Whether anything but zeros follows the first commit found. */
    boolean isFollowed() {
        return commit.isPresent() && writtenEnd > commitEnd;
    }

    /** Offset behind the last byte that is not zero; zero if there is none. */
    long writtenEnd() {
        return writtenEnd;
    }

    private void look(long position, ByteBuffer bytes, int step) throws IOException {
        if (isZero(bytes, step)) {
            return;
        }
        for (int i = 0; i < step; i++) {
            if (bytes.get(i) != 0) {
                writtenEnd = position + i + 1;
            }
            if (commit.isEmpty() && looksLikeCommit(bytes, i)) {
                tryCommit(position + i);
            }
        }
    }

    private static boolean isZero(ByteBuffer bytes, int length) {
        byte[] array = new byte[length];
        bytes.get(0, array);
        return Arrays.equals(array, new byte[length]);
    }

    private static boolean looksLikeCommit(ByteBuffer bytes, int at) {
        return bytes.remaining() - at >= LogFormat.COMMIT_RECORD_BYTES
                && bytes.getInt(at) == LogFormat.COMMIT_FIELDS_BYTES
                && bytes.getInt(at + 4) == 0
                && bytes.getInt(at + 8) == COMMIT_KIND;
    }

    private void tryCommit(long offset) throws IOException {
        try {
            Optional<RecordReader.ReadRecord> record = reader.read(offset);
            if (record.isPresent() && record.get().content() instanceof LogRecord.Commit found) {
                commit = Optional.of(found);
                commitEnd = record.get().end();
            }
        } catch (UnreadableRecordException e) {
            // Bytes that only look like a commit; the search goes on.
            commit = Optional.empty();
        }
    }
}
