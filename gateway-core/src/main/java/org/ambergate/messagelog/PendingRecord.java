package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.digest.Digester;

/**
 * A record that lacks only its sequence number, which the log's one writer gives it. Its body streams, so a record never
 * has to be held whole.
 */
public final class PendingRecord {
    private static final int SEQUENCE_OFFSET = 12;
    private static final byte LEAF_PREFIX = 0;

    // header, fields and room for the checksum; perhaps more
    private final byte[] front;
    private final int fieldsEnd;
    private final long bodyLength;
    private final BodyContent content;

    PendingRecord(int kind, RecordBytes fields, long bodyLength, BodyContent content) {
        this(fields.front(), fields.fieldsEnd(), bodyLength, content);
        ByteBuffer.wrap(front)
                .putInt(fieldsEnd - LogFormat.RECORD_HEADER_BYTES)
                .putInt((int) bodyLength)
                .putInt(kind << 24);
    }

    /** Bytes of the whole record in a segment. */
    public long size() {
        return fieldsEnd + LogFormat.CHECKSUM_BYTES + (bodyLength == 0 ? 0 : bodyLength + LogFormat.CHECKSUM_BYTES);
    }

    /** Bytes of the body. */
    public long bodyLength() {
        return bodyLength;
    }

    /**
     * The same record with its body in memory, so that the owner of the body may let go of it.
     *
     * @throws IOException if the body cannot be read or is not as long as announced
     */
    public PendingRecord withBodyInMemory() throws IOException {
        ByteBuffer memory = ByteBuffer.allocate((int) bodyLength);
        content.writeTo(new MeasuredChannel(memory::put, bodyLength));
        if (memory.hasRemaining()) {
            throw new IOException("A body is shorter than announced");
        }
        return new PendingRecord(front, fieldsEnd, bodyLength, BodyContent.of(memory.flip()));
    }

    private PendingRecord(byte[] front, int fieldsEnd, long bodyLength, BodyContent content) {
        this.front = front;
        this.fieldsEnd = fieldsEnd;
        this.bodyLength = bodyLength;
        this.content = content;
    }

    /**
     * Gives the record its place and writes it.
     *
     * @return the record's leaf hash for the Merkle tree
     * @throws IOException if the body cannot be read or is not as long as announced, or as thrown by {@code out}
     */
    public byte[] writeTo(ByteSink out, UUID logId, long sequence) throws IOException {
        ByteBuffer record = ByteBuffer.wrap(front, 0, fieldsEnd + LogFormat.CHECKSUM_BYTES);
        record.putLong(SEQUENCE_OFFSET, sequence);
        CRC32C crc = LogFormat.checksumFor(logId);
        crc.update(front, 0, fieldsEnd);
        record.putInt(fieldsEnd, (int) crc.getValue());
        out.write(record);
        if (bodyLength > 0) {
            writeBody(out, logId, sequence);
        }
        return leafHash(ByteBuffer.wrap(front, 0, fieldsEnd));
    }

    static byte[] leafHash(ByteBuffer headerAndFields) {
        Digester digester = new Digester(DigestAlgorithm.SHA256);
        digester.update(new byte[] {LEAF_PREFIX});
        digester.update(headerAndFields);
        return digester.finish().toBytes();
    }

    private void writeBody(ByteSink out, UUID logId, long sequence) throws IOException {
        CRC32C crc = bodyChecksumFor(logId, sequence);
        MeasuredChannel channel = new MeasuredChannel(
                bytes -> {
                    crc.update(bytes.duplicate());
                    out.write(bytes);
                },
                bodyLength);
        content.writeTo(channel);
        if (channel.missing() > 0) {
            throw new IOException("A body is shorter than announced");
        }
        out.write(ByteBuffer.allocate(LogFormat.CHECKSUM_BYTES).putInt(0, (int) crc.getValue()));
    }

    static CRC32C bodyChecksumFor(UUID logId, long sequence) {
        CRC32C crc = LogFormat.checksumFor(logId);
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, sequence));
        return crc;
    }

    /** Passes on at most the announced bytes. */
    private static final class MeasuredChannel implements WritableByteChannel {
        private final ByteSink out;
        private long missing;

        MeasuredChannel(ByteSink out, long expected) {
            this.out = out;
            this.missing = expected;
        }

        long missing() {
            return missing;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int length = bytes.remaining();
            if (length > missing) {
                throw new IOException("A body is longer than announced");
            }
            out.write(bytes);
            missing -= length;
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing to release; the bytes go to somebody else's sink.
        }
    }
}
