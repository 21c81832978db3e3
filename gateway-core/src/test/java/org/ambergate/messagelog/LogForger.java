package org.ambergate.messagelog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.ambergate.messagelog.RawLog.Raw;
import org.ambergate.signature.TimestampChain;

/**
 * Writes a log anew from changed records so that nothing of the log's own contradicts the change: numbers, checksums,
 * leaves, commits and the edges in segment records are all made for the forged records. What it lacks is keys.
 */
final class LogForger {
    private final Stamps stamps;
    private final MemoryLog forged = MemoryLog.withoutSegments(MemoryLog.LOG_ID);
    private final List<StampedSignature> waiting = new ArrayList<>();
    private final TreeMap<Long, LogCheckpoint> commits = new TreeMap<>();
    private long covered;

    /** What becomes of time-stamps. */
    enum Stamps {
        /** They stay as they were. */
        LEFT,
        /** Everything in them that needs no key is made for the forged records: root, digests, result. */
        ADAPTED,
        /** They are dropped. */
        DROPPED,
        /** They are made anew under an authority of the forger's own. */
        OWN,
        /** They are asked for anew from the authority that is listed, which gives them to everybody. */
        ASKED
    }

    /** A record as the forger wants it. */
    record Wanted(int kind, byte[] fields, byte[] body) {
        static Wanted of(Raw raw) {
            return new Wanted(raw.kind(), raw.fields(), raw.body());
        }

        boolean isOf(int other) {
            return kind == other;
        }

        LogRecord decoded() {
            try {
                return RecordDecoder.decode(kind, fields);
            } catch (UnreadableRecordException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    private LogForger(Stamps stamps) {
        this.stamps = stamps;
    }

    static MemoryLog forge(RawLog log, Stamps stamps, UnaryOperator<List<Wanted>> change) {
        List<Wanted> records =
                new ArrayList<>(log.records().stream().map(Wanted::of).toList());
        LogForger forger = new LogForger(stamps);
        change.apply(records).forEach(forger::write);
        return forger.forged;
    }

    private void write(Wanted record) {
        if (record.isOf(LogFormat.KIND_SEGMENT)) {
            forged.nextSegment();
        } else if (record.isOf(LogFormat.KIND_COMMIT)) {
            long size = forged.tree().size();
            commits.put(
                    size,
                    new LogCheckpoint(MemoryLog.LOG_ID, size, forged.tree().root()));
            forged.commit();
        } else if (record.isOf(LogFormat.KIND_TIMESTAMP)) {
            stamp(((LogRecord.Timestamp) record.decoded()).timestamp(), record);
        } else {
            long sequence = append(record);
            if (record.decoded() instanceof LogRecord.Message m) {
                byte[] signature = m.message().signature().signature();
                waiting.add(new StampedSignature(sequence, TimestampChain.leaf(signature)));
            }
        }
    }

    private void stamp(LoggedTimestamp was, Wanted record) {
        if (stamps == Stamps.DROPPED) {
            return;
        }
        if (stamps == Stamps.LEFT) {
            append(record);
            return;
        }
        Map.Entry<Long, LogCheckpoint> last = commits.lastEntry();
        List<StampedSignature> messages = waiting.stream()
                .filter(message -> message.sequence() < last.getKey())
                .toList();
        waiting.removeAll(messages);
        byte[] result = LoggedTimestamp.chainOver(messages, last.getValue()).result();
        byte[] token = switch (stamps) {
            case OWN -> MemoryLog.token(result, ForgedLogTest.FORGERS_AUTHORITY, was.time());
            case ASKED ->
                MemoryLog.token(result, ThousandRecords.AUTHORITY, was.time().plus(ForgedLogTest.LATER));
            default -> was.token();
        };
        forged.append(RecordEncoder.timestamp(
                new LoggedTimestamp(covered, last.getKey(), last.getValue(), was.time(), messages, token, result)));
        covered = last.getKey();
    }

    private long append(Wanted record) {
        RecordBytes fields = new RecordBytes(record.fields().length);
        fields.writeBytes(record.fields());
        return forged.append(new PendingRecord(
                record.kind(), fields, record.body().length, BodyContent.of(java.nio.ByteBuffer.wrap(record.body()))));
    }
}
