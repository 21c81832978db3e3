package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The bytes of a body that goes into the log, from memory or from a spool file. The log's writer may read them on its
 * own thread until the append has returned or failed, so they must neither change nor go away before.
 */
@FunctionalInterface
public interface BodyContent {
    /**
     * Writes exactly the announced bytes. Called once.
     *
     * @throws IOException if the bytes cannot be read, or as thrown by {@code out}
     */
    void writeTo(WritableByteChannel out) throws IOException;

    /** No bytes. */
    static BodyContent none() {
        return out -> {};
    }

    /** The remaining bytes of a buffer, whose position does not move. */
    static BodyContent of(ByteBuffer bytes) {
        return out -> {
            ByteBuffer rest = bytes.duplicate();
            while (rest.hasRemaining()) {
                out.write(rest);
            }
        };
    }
}
