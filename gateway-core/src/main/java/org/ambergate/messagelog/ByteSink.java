package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes bytes in order. */
@FunctionalInterface
public interface ByteSink {
    /**
     * Takes all remaining bytes.
     *
     * @throws IOException if they cannot be stored
     */
    void write(ByteBuffer bytes) throws IOException;
}
