package org.ambergate.trust;

import java.net.URI;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.Deadline;

/**
 * Fetches files over HTTP. Contract: one GET without credentials; never follows a redirect; reads no more than the given
 * number of bytes and waits no longer than the deadline, however slowly the other side answers; does not retry. Used by
 * one thread at a time.
 */
public interface ConfigurationDownloads {
    /**
     * Fetches one file.
     *
     * @param bytesMax longest body accepted; a longer one is a fault
     * @throws LocalFault {@code network_error} if no complete answer came in time and size
     * @throws InterruptedException if the thread was asked to stop
     */
    Answer get(URI url, int bytesMax, Deadline deadline) throws LocalFault, InterruptedException;

    /**
     * What came.
     *
     * @param status HTTP status
     * @param body the whole body; shared, not copied
     */
    record Answer(int status, byte[] body) {}
}
