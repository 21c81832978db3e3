package org.ambergate.messagelog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** A log as the bytes of its records, to be cut, moved and changed as somebody would who can write to the files. */
final class RawLog {
    private final List<byte[]> segments;
    private final List<Raw> records = new ArrayList<>();
    private final List<Integer> firsts = new ArrayList<>();

    /**
     * A record's bytes and place.
     *
     * @param segment number of its segment, from 0
     */
    record Raw(int segment, int offset, long sequence, byte[] bytes) {
        int end() {
            return offset + bytes.length;
        }

        int kind() {
            return bytes[8];
        }

        boolean isCommit() {
            return kind() == LogFormat.KIND_COMMIT;
        }

        /** Length of header and fields. */
        int front() {
            return LogFormat.RECORD_HEADER_BYTES + ByteBuffer.wrap(bytes).getInt();
        }

        byte[] fields() {
            return Arrays.copyOfRange(bytes, LogFormat.RECORD_HEADER_BYTES, front());
        }

        /** Without its checksum. */
        byte[] body() {
            int length = ByteBuffer.wrap(bytes).getInt(4);
            int from = front() + LogFormat.CHECKSUM_BYTES;
            return Arrays.copyOfRange(bytes, from, from + length);
        }

        RecordPlace place() {
            return new RecordPlace(SegmentName.of(segment + 1L), offset, sequence);
        }

        /** The same record under another number, with checksums that are right for it. */
        byte[] renumbered(long other) {
            byte[] changed = bytes.clone();
            ByteBuffer out = ByteBuffer.wrap(changed);
            out.putLong(12, other);
            CRC32C crc = LogFormat.checksumFor(MemoryLog.LOG_ID);
            crc.update(changed, 0, front());
            out.putInt(front(), (int) crc.getValue());
            if (out.getInt(4) > 0) {
                CRC32C body = PendingRecord.bodyChecksumFor(MemoryLog.LOG_ID, other);
                body.update(body());
                out.putInt(changed.length - LogFormat.CHECKSUM_BYTES, (int) body.getValue());
            }
            return changed;
        }
    }

    RawLog(MemoryLog log) {
        segments = log.bytes();
        for (int segment = 0; segment < segments.size(); segment++) {
            List<Integer> offsets = log.offsets(segment);
            firsts.add(records.size());
            for (int i = 0; i + 1 < offsets.size(); i++) {
                byte[] bytes = Arrays.copyOfRange(segments.get(segment), offsets.get(i), offsets.get(i + 1));
                records.add(new Raw(segment, offsets.get(i), records.size(), bytes));
            }
        }
    }

    List<byte[]> segments() {
        return segments;
    }

    /** All records; a record's index is its sequence number. */
    List<Raw> records() {
        return records;
    }

    /** The records of one segment. */
    List<Raw> records(int segment) {
        int end = segment + 1 < firsts.size() ? firsts.get(segment + 1) : records.size();
        return records.subList(firsts.get(segment), end);
    }

    /** The record that holds a byte; for a byte of the preamble, the segment's first. */
    Raw at(int segment, int offset) {
        Raw found = records(segment).get(0);
        for (Raw record : records(segment)) {
            found = record.offset() <= offset ? record : found;
        }
        return found;
    }

    /** The log with another segment in one's place. */
    List<byte[]> with(int segment, byte[] changed) {
        List<byte[]> all = new ArrayList<>(segments);
        all.set(segment, changed);
        return all;
    }

    /** A segment made of these records' bytes as they are. */
    static byte[] segment(List<byte[]> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(LogFormat.preamble(MemoryLog.LOG_ID));
        records.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
