package org.ambergate.net;

import java.util.OptionalLong;
import org.ambergate.fault.LocalFault;

/**
 * The way back to whoever asked. The edge frames the reply itself: {@code Content-Length}, {@code Transfer-Encoding} and
 * {@code Keep-Alive} given by the caller are left out, {@code Connection: close} is obeyed. Replies to HEAD and those
 * with status 204 and 304 have no body; what is written to them goes nowhere.
 */
public interface HttpReply {
    /**
     * Begins the reply.
     *
     * @param contentLength the exact length of the body; chunked if empty
     * @throws LocalFault {@code internal_error} if it was begun before or a field cannot be written; {@code io_error}
     *     if the connection is gone
     */
    BodySink start(int status, HttpFields fields, OptionalLong contentLength) throws LocalFault;

    /** Sends a whole reply at once. */
    void send(int status, HttpFields fields, byte[] body) throws LocalFault;

    /** Closes the connection, so that nobody takes what was sent for the whole. */
    void abort();

    boolean isStarted();
}
