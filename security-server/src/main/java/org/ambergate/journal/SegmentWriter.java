package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.ambergate.messagelog.LogFormat;
import org.ambergate.messagelog.LogState;
import org.ambergate.messagelog.MerkleTree;
import org.ambergate.messagelog.PendingRecord;
import org.ambergate.messagelog.RecordEncoder;

/** Writes groups of records to one segment. Owned by the log's writer thread; of no use after a failure of storage. */
final class SegmentWriter {
    private final StagedFile out;
    private final UUID logId;
    private final long index;
    private final long capacity;
    private final MerkleTree tree;
    private long groupSequence;

    private SegmentWriter(StagedFile out, LogState before, long capacity) {
        this.out = out;
        this.logId = before.logId();
        this.index = before.segmentIndex() + 1;
        this.capacity = capacity;
        this.tree = before.tree().copy();
        this.groupSequence = tree.size();
    }

    /**
     * Begins a segment of zeros. Its first record is written together with the first group.
     *
     * @param stage buffer for gathering writes
     * @param before the log's state at the end of the segment before
     */
    static SegmentWriter begin(LogFile file, ByteBuffer stage, LogState before, Instant now) throws IOException {
        SegmentWriter writer = new SegmentWriter(new StagedFile(file, stage, 0), before, file.length());
        writer.out.write(ByteBuffer.wrap(LogFormat.preamble(writer.logId)));
        writer.append(RecordEncoder.segmentStart(writer.index, now, writer.tree));
        return writer;
    }

    LogFile file() {
        return out.file();
    }

    long index() {
        return index;
    }

    /** Offset behind the last record. */
    long end() {
        return out.position();
    }

    /** Whether a record and its commit still find room. */
    boolean fits(long recordBytes) {
        return out.position() + recordBytes + LogFormat.COMMIT_RECORD_BYTES <= capacity;
    }

    /**
     * Writes a record, which becomes durable with the next commit.
     *
     * @return its sequence number
     * @throws UnreadableBodyException if the body failed; the record has left no trace
     * @throws IOException if storage failed
     */
    long append(PendingRecord record) throws IOException {
        long start = out.position();
        long sequence = tree.size();
        try {
            tree.append(record.writeTo(out, logId, sequence));
            return sequence;
        } catch (IOException | RuntimeException e) {
            if (out.failure().isPresent()) {
                throw out.failure().get();
            }
            out.rewind(start);
            throw new UnreadableBodyException(e);
        }
    }

    /** Closes the group, and returns when it is durable. */
    LogState commit(Instant now) throws IOException {
        append(RecordEncoder.commit(groupSequence, tree, now));
        out.flush();
        out.file().sync();
        groupSequence = tree.size();
        return new LogState(logId, index, tree.copy());
    }
}
