package org.ambergate.asic;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An attachment on its way into a container: bytes in memory, or a stream that can be had again. It is asked twice, since
 * the checksum of an entry that is stored stands in front of its bytes.
 */
public interface AsicAttachment {
    /** Its length in bytes. */
    long length();

    /**
     * Writes its bytes, the same ones each time.
     *
     * @throws IOException if they cannot be read, or as thrown by {@code out}
     */
    void writeTo(OutputStream out) throws IOException;

    /** Bytes in memory, shared and not copied: whoever holds them must not write to them. */
    static AsicAttachment of(byte[] bytes) {
        return new BytesAttachment(bytes);
    }
}
