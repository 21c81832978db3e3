package org.ambergate.messagelog;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/** The numbers of the log's format; {@code docs/journal-format.md} is the same as a table. All integers are big-endian. */
public final class LogFormat {
    /** Version of the format that this code writes and reads. */
    public static final int VERSION = 1;

    /** Bytes of the preamble in front of a segment's first record. */
    public static final int PREAMBLE_BYTES = 32;

    /** Bytes of a record in front of its fields. */
    public static final int RECORD_HEADER_BYTES = 20;

    /** Bytes of a checksum. */
    public static final int CHECKSUM_BYTES = 4;

    /**
     * Most bytes of a record's fields: a head and three signature documents of {@link #FIELD_BYTES_MAX}. A reader
     * allocates this much at most because a length says so.
     */
    public static final int FIELDS_BYTES_MAX = 16 * 1024 * 1024 + 256 * 1024;

    /** Most bytes of a head, signature, hash chain result or hash chain; all are far smaller on the wire. */
    public static final int FIELD_BYTES_MAX = 4 * 1024 * 1024;

    /** Most bytes of a text, such as an identifier: what two bytes of length can say. */
    public static final int TEXT_BYTES_MAX = 0xFFFF;

    /** Most bytes of a kept body: the upper end of what may be configured (evidence specification, section 9.3). */
    public static final long BODY_BYTES_MAX = 1024L * 1024 * 1024;

    static final int KIND_SEGMENT = 1;
    static final int KIND_COMMIT = 2;
    static final int KIND_MESSAGE = 3;
    static final int KIND_OUTCOME = 4;
    static final int KIND_TIMESTAMP = 5;
    static final int KIND_QUERY = 6;
    static final int KIND_TOMBSTONE = 7;

    /** Fields of a commit: first sequence number of its group, tree size, root, time. */
    static final int COMMIT_FIELDS_BYTES = 8 + 8 + MerkleTree.HASH_BYTES + 8;

    /** Bytes of a whole commit record; the same for every one, which lets a commit be found behind damage. */
    public static final int COMMIT_RECORD_BYTES = RECORD_HEADER_BYTES + COMMIT_FIELDS_BYTES + CHECKSUM_BYTES;

    private static final long MAGIC = 0x414D4245524C4F47L; // "AMBERLOG"
    private static final int LOG_ID_BYTES = 16;

    private LogFormat() {}

    /** The preamble of every segment of a log. */
    public static byte[] preamble(UUID logId) {
        ByteBuffer out = ByteBuffer.allocate(PREAMBLE_BYTES);
        out.putLong(MAGIC).putShort((short) VERSION).putShort((short) 0);
        out.putLong(logId.getMostSignificantBits()).putLong(logId.getLeastSignificantBits());
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.position());
        return out.putInt((int) crc.getValue()).array();
    }

    /**
     * Reads a preamble.
     *
     * @throws UnreadableRecordException if it is not one of this version
     */
    static UUID logIdOf(ByteBuffer preamble) throws UnreadableRecordException {
        ByteBuffer in = preamble.duplicate();
        if (in.remaining() < PREAMBLE_BYTES || in.getLong() != MAGIC) {
            throw new UnreadableRecordException(FindingCode.HEADER, "The segment does not begin with a log header");
        }
        int version = Short.toUnsignedInt(in.getShort());
        in.getShort();
        UUID logId = new UUID(in.getLong(), in.getLong());
        byte[] expected = preamble(logId);
        if (version != VERSION) {
            throw new UnreadableRecordException(FindingCode.HEADER, "The log's format version is " + version);
        }
        if (ByteBuffer.wrap(expected).mismatch(preamble.slice(preamble.position(), PREAMBLE_BYTES)) >= 0) {
            throw new UnreadableRecordException(FindingCode.HEADER, "The segment's header fails its checksum");
        }
        return logId;
    }

    /**
     * A checksum that starts with the log's identifier. So bytes of another log never pass, nor does a record that a
     * stranger put into a message body in the hope that it be taken for one of the log's own.
     */
    static CRC32C checksumFor(UUID logId) {
        CRC32C crc = new CRC32C();
        byte[] seed = ByteBuffer.allocate(LOG_ID_BYTES)
                .putLong(logId.getMostSignificantBits())
                .putLong(logId.getLeastSignificantBits())
                .array();
        crc.update(seed);
        return crc;
    }
}
