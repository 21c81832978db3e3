package org.ambergate.net;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.ambergate.fault.LocalFault;

/** A body that arrives. Reading applies back-pressure: what is not read stays with the sender. One thread. */
public interface BodySource {
    /**
     * Waits for the next bytes.
     *
     * @return a read-only view that is valid until the next call, or empty at the proper end of the body
     * @throws LocalFault {@code io_error} if the connection ends early or the deadline passes; never a short body
     */
    Optional<ByteBuffer> read(Deadline deadline) throws LocalFault;
}
