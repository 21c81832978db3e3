package org.ambergate.messagelog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Strict reading of a record's fields: nothing is taken beyond the end, and nothing may be left over. */
final class RecordFields {
    private final ByteBuffer in;

    /** @param fields from its beginning to its limit; only read */
    RecordFields(ByteBuffer fields) {
        this.in = fields;
    }

    int octet() throws UnreadableRecordException {
        return Byte.toUnsignedInt(need(1).get());
    }

    long number() throws UnreadableRecordException {
        long value = need(Long.BYTES).getLong();
        if (value < 0) {
            throw malformed("A number is negative");
        }
        return value;
    }

    Instant time() throws UnreadableRecordException {
        return Instant.ofEpochMilli(need(Long.BYTES).getLong());
    }

    String text() throws UnreadableRecordException {
        byte[] utf8 = octets(Short.toUnsignedInt(need(Short.BYTES).getShort()));
        if (isAscii(utf8)) {
            return new String(utf8, StandardCharsets.US_ASCII);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("A text is not UTF-8");
        }
    }

    UUID identifier() throws UnreadableRecordException {
        need(2 * Long.BYTES);
        return new UUID(in.getLong(), in.getLong());
    }

    int count(int max) throws UnreadableRecordException {
        int count = need(Integer.BYTES).getInt();
        if (count < 0 || count > max) {
            throw malformed("There are more entries than the format allows");
        }
        return count;
    }

    byte[] field() throws UnreadableRecordException {
        return octets(fieldLength());
    }

    /** Goes on behind a field without taking its bytes. */
    void passField() throws UnreadableRecordException {
        int length = fieldLength();
        need(length).position(in.position() + length);
    }

    byte[] octets(int length) throws UnreadableRecordException {
        byte[] value = new byte[Math.min(length, need(length).remaining())];
        in.get(value);
        return value;
    }

    boolean isAtEnd() {
        return !in.hasRemaining();
    }

    void end() throws UnreadableRecordException {
        if (in.hasRemaining()) {
            throw malformed("Bytes are left over behind the last field");
        }
    }

    static UnreadableRecordException malformed(String reason) {
        return new UnreadableRecordException(FindingCode.MALFORMED, reason);
    }

    private int fieldLength() throws UnreadableRecordException {
        int length = need(Integer.BYTES).getInt();
        if (length < 0 || length > LogFormat.FIELD_BYTES_MAX) {
            throw malformed("A field is longer than the format allows");
        }
        return length;
    }

    private static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte b : bytes) {
            all |= b;
        }
        return all >= 0;
    }

    private ByteBuffer need(int length) throws UnreadableRecordException {
        if (in.remaining() < length) {
            throw malformed("The fields end too early");
        }
        return in;
    }
}
