package org.ambergate.net;

import java.net.InetSocketAddress;
import java.util.OptionalLong;
import org.ambergate.fault.LocalFault;

/**
 * One exchange over a connection to a checked peer. Used by one thread: {@link #send}, write and finish the body,
 * {@link #receive}, read the body, and always {@link #release} or {@link #abort}.
 */
public interface HttpLink {
    /**
     * Sends a request head. Small bodies leave together with it when the body is finished; what is written earlier is
     * held back for a fraction of a second at most.
     *
     * @param fields written as spelled, {@code Host} among them; framing fields are added by the link
     * @param contentLength the exact length of the body; chunked if empty. Zero for a request without body.
     * @return where the body goes; must be finished also if the body is empty. Its calls fail with {@code io_error} as
     *     soon as the peer has answered or gone; then {@link #receive} tells which.
     * @throws LocalFault {@code bad_request} if something cannot be written in HTTP; {@code network_error} if the peer
     *     is gone and cannot be reached again
     */
    BodySink send(String method, String target, HttpFields fields, OptionalLong contentLength, Deadline deadline)
            throws LocalFault;

    /**
     * Waits for the response's head. May be called before the request is finished, when a write has failed.
     *
     * @throws LocalFault {@code io_error} if the peer breaks HTTP, goes away or lets the deadline pass
     */
    HttpResponse receive(Deadline deadline) throws LocalFault;

    /** The candidate address this link leads to. */
    InetSocketAddress address();

    /** Gives the connection back: kept for reuse if everything was sent and read and the peer allows it, else closed. */
    void release();

    /** Closes the connection at once. */
    void abort();
}
