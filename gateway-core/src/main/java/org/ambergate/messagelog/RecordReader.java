package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.ambergate.digest.Digest;
import org.ambergate.digest.Digester;

/** Reads records of one segment and checks all that can be checked of a record by itself. */
final class RecordReader {
    private final SegmentWindow window;
    private final UUID logId;
    private final Depth depth;

    /** How closely to look at records that are not the log's own. */
    enum Depth {
        /** Checksums only; such records come as unknown. */
        CHECKSUMS,
        /** Decode them, and pass over their signatures, their bodies and the hashes for the tree. */
        SEARCHED,
        /** Decode them, and pass over their bodies and the hashes for the tree. */
        FOLLOWED,
        /** Decode them, and pass over their bodies. */
        FIELDS,
        /** Decode them, and compare bodies with their digests. */
        BODIES
    }

    RecordReader(SegmentWindow window, UUID logId, Depth depth) {
        this.window = window;
        this.logId = logId;
        this.depth = depth;
    }

    /**
     * A record that passed its checksums.
     *
     * @param end offset behind it
     * @param leafHash its hash in the Merkle tree; empty if hashes are passed over
     * @param bodyIsGone whether zeros stand where its body stood; never if bodies are passed over
     */
    record ReadRecord(long sequence, long end, byte[] leafHash, LogRecord content, boolean bodyIsGone) {}

    /** Forgets what was read ahead. */
    void forget() {
        window.forget();
    }

    /**
     * Reads the record at an offset.
     *
     * @return empty if nothing has been written there: the file ends, or zeros follow
     */
    Optional<ReadRecord> read(long offset) throws IOException, UnreadableRecordException {
        ByteBuffer header = window.at(offset, LogFormat.RECORD_HEADER_BYTES);
        if (isUnwritten(header)) {
            return Optional.empty();
        }
        if (header.remaining() < LogFormat.RECORD_HEADER_BYTES) {
            throw new UnreadableRecordException(FindingCode.CUT_SHORT, "The file ends inside a record");
        }
        int fieldsLength = header.getInt();
        long bodyLength = Integer.toUnsignedLong(header.getInt());
        int kind = header.getInt();
        long sequence = header.getLong();
        checkHeader(fieldsLength, bodyLength, kind);
        int frontLength = LogFormat.RECORD_HEADER_BYTES + fieldsLength;
        ByteBuffer front = front(offset, frontLength);
        LogRecord content = content(kind >>> 24, front.slice(LogFormat.RECORD_HEADER_BYTES, fieldsLength));
        byte[] leafHash = passesOverHashes() ? new byte[0] : PendingRecord.leafHash(front);
        long bodyAt = offset + frontLength + LogFormat.CHECKSUM_BYTES;
        boolean gone = depth == Depth.BODIES && keeps(content, bodyLength) && isGone(bodyAt, bodyLength);
        long end = gone ? behindBody(bodyAt, bodyLength) : body(bodyAt, bodyLength, sequence, content);
        return Optional.of(new ReadRecord(sequence, end, leafHash, content, gone));
    }

    private static boolean isUnwritten(ByteBuffer header) {
        for (int i = 0; i < Math.min(Integer.BYTES, header.remaining()); i++) {
            if (header.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static void checkHeader(int fieldsLength, long bodyLength, int kind) throws UnreadableRecordException {
        boolean plausible = fieldsLength > 0
                && fieldsLength <= LogFormat.FIELDS_BYTES_MAX
                && bodyLength <= LogFormat.BODY_BYTES_MAX
                && (kind & 0xFFFFFF) == 0;
        if (!plausible) {
            throw new UnreadableRecordException(FindingCode.LENGTH, "A record's header makes no sense");
        }
    }

    private boolean passesOverHashes() {
        return depth == Depth.SEARCHED || depth == Depth.FOLLOWED;
    }

    /** Header and fields, valid until the window is moved. */
    private ByteBuffer front(long offset, int frontLength) throws IOException, UnreadableRecordException {
        ByteBuffer bytes = window.exactly(offset, frontLength + LogFormat.CHECKSUM_BYTES);
        int checksum = bytes.getInt(frontLength);
        ByteBuffer front = bytes.limit(frontLength);
        CRC32C crc = LogFormat.checksumFor(logId);
        crc.update(front.duplicate());
        if (checksum != (int) crc.getValue()) {
            throw new UnreadableRecordException(FindingCode.CHECKSUM, "A record fails its checksum");
        }
        return front;
    }

    private LogRecord content(int kind, ByteBuffer fields) throws UnreadableRecordException {
        boolean structural = kind == LogFormat.KIND_SEGMENT || kind == LogFormat.KIND_COMMIT;
        if (!structural && depth == Depth.CHECKSUMS) {
            return new LogRecord.Unknown(kind);
        }
        LogRecord record = depth == Depth.SEARCHED
                ? RecordDecoder.decodeWithoutSignature(kind, fields)
                : RecordDecoder.decode(kind, fields);
        if (record instanceof LogRecord.Timestamp t
                && !t.timestamp().checkpoint().logId().equals(logId)) {
            throw RecordFields.malformed("A time-stamp is for another log");
        }
        if (record instanceof LogRecord.Tombstone t
                && !t.tombstone().statement().stamped().logId().equals(logId)) {
            throw RecordFields.malformed("A tombstone is for another log");
        }
        return record;
    }

    private static boolean keeps(LogRecord content, long bodyLength) {
        return bodyLength > 0
                && content instanceof LogRecord.Message m
                && m.message().body().keptLength() == bodyLength;
    }

    /** Whether zeros stand in place of a message's body. */
    boolean isGone(ReadRecord message, LoggedBody body) throws IOException, UnreadableRecordException {
        long kept = body.keptLength();
        return kept > 0 && isGone(message.end() - LogFormat.CHECKSUM_BYTES - kept, kept);
    }

    /** Whether body and checksum are zeros. The first byte nearly always tells, and is at hand. */
    private boolean isGone(long offset, long bodyLength) throws IOException, UnreadableRecordException {
        long end = behindBody(offset, bodyLength);
        for (long position = offset; position < end; ) {
            ByteBuffer chunk = window.at(position, 1);
            int length = (int) Math.min(chunk.remaining(), end - position);
            for (int i = 0; i < length; i++) {
                if (chunk.get(i) != 0) {
                    return false;
                }
            }
            position += length;
        }
        return true;
    }

    private long body(long offset, long bodyLength, long sequence, LogRecord content)
            throws IOException, UnreadableRecordException {
        Optional<LoggedBody> expected =
                content instanceof LogRecord.Message m ? Optional.of(m.message().body()) : Optional.empty();
        if (expected.isPresent() && expected.get().keptLength() != bodyLength) {
            throw RecordFields.malformed("A body's bytes are not as many as the record says");
        }
        if (bodyLength == 0) {
            return offset;
        }
        if (depth == Depth.FIELDS || passesOverHashes()) {
            return behindBody(offset, bodyLength);
        }
        checkBody(offset, bodyLength, sequence, expected.flatMap(LoggedBody::digest), bytes -> {});
        return offset + bodyLength + LogFormat.CHECKSUM_BYTES;
    }

    /**
     * Passes the body of a message on. What is wrong with it is known only at its end.
     *
     * @param message a message as this reader read it
     * @param body what it says of its body
     * @throws UnreadableRecordException if the body is not the one that was logged and signed
     * @throws IOException if the file cannot be read, or as thrown by {@code out}
     */
    void copyBody(ReadRecord message, LoggedBody body, ByteSink out) throws IOException, UnreadableRecordException {
        if (body.keptLength() > 0) {
            long from = message.end() - LogFormat.CHECKSUM_BYTES - body.keptLength();
            checkBody(from, body.keptLength(), message.sequence(), body.digest(), out);
        }
    }

    private long behindBody(long offset, long bodyLength) throws IOException, UnreadableRecordException {
        long end = offset + bodyLength + LogFormat.CHECKSUM_BYTES;
        if (end > window.segment().length()) {
            throw new UnreadableRecordException(FindingCode.CUT_SHORT, "The file ends inside a body");
        }
        return end;
    }

    private void checkBody(long offset, long bodyLength, long sequence, Optional<Digest> digest, ByteSink out)
            throws IOException, UnreadableRecordException {
        Optional<Digester> digester = digest.map(d -> new Digester(d.algorithm()));
        CRC32C crc = PendingRecord.bodyChecksumFor(logId, sequence);
        long position = offset;
        long left = bodyLength;
        while (left > 0) {
            ByteBuffer chunk = window.at(position, 1);
            if (!chunk.hasRemaining()) {
                throw new UnreadableRecordException(FindingCode.CUT_SHORT, "The file ends inside a body");
            }
            chunk.limit((int) Math.min(chunk.remaining(), left));
            position += chunk.remaining();
            left -= chunk.remaining();
            digester.ifPresent(d -> d.update(chunk.duplicate()));
            crc.update(chunk.duplicate());
            out.write(chunk);
        }
        ByteBuffer checksum = ByteBuffer.allocate(LogFormat.CHECKSUM_BYTES);
        window.read(position, checksum);
        if (checksum.getInt(0) != (int) crc.getValue()) {
            throw new UnreadableRecordException(FindingCode.CHECKSUM, "A body fails its checksum");
        }
        if (!digester.map(Digester::finish).equals(digest)) {
            throw new UnreadableRecordException(FindingCode.BODY, "A body does not have the digest that was signed");
        }
    }
}
