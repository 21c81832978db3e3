package org.ambergate.net;

import java.nio.ByteBuffer;
import org.ambergate.fault.LocalFault;

/** A body that leaves. Writing blocks while the peer is slow, up to the deadline. One thread. */
public interface BodySink {
    /**
     * Takes the remaining bytes (they are copied or sent before this returns).
     *
     * @throws LocalFault {@code io_error} if the connection broke or the deadline passed
     */
    void write(ByteBuffer data, Deadline deadline) throws LocalFault;

    /**
     * Ends the body properly and hands everything to the operating system.
     *
     * @throws LocalFault {@code io_error} if the connection broke or the deadline passed
     */
    void finish(Deadline deadline) throws LocalFault;

    /** Ends without an end: the connection closes, so that nobody takes what was sent for the whole. */
    void abort();
}
