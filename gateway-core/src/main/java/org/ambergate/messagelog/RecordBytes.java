package org.ambergate.messagelog;

import java.io.ByteArrayOutputStream;

/** The fields of a record while they are written, with room for its header before them and its checksum behind them. */
final class RecordBytes extends ByteArrayOutputStream {
    /** @param expected bytes of fields for which the room is made at once; more only cost a copy */
    RecordBytes(int expected) {
        super(LogFormat.RECORD_HEADER_BYTES + expected + LogFormat.CHECKSUM_BYTES);
        count = LogFormat.RECORD_HEADER_BYTES;
    }

    /** Offset behind the last field. */
    int fieldsEnd() {
        return count;
    }

    /** The bytes themselves, from the header to the checksum and perhaps beyond; nothing may be written any more. */
    byte[] front() {
        for (int i = 0; i < LogFormat.CHECKSUM_BYTES; i++) {
            write(0);
        }
        count -= LogFormat.CHECKSUM_BYTES;
        return buf;
    }
}
