package org.ambergate.net;

import java.net.InetSocketAddress;

/** Hears what the edge settles by itself. Calls come from event loops: count or hand on, never block. */
public interface EdgeListener {
    /** Hears nothing. */
    EdgeListener NONE = new EdgeListener() {};

    /** A request was refused by the strict front or a deadline. */
    default void refused(InetSocketAddress address, int status, String text) {}

    /** A TLS handshake failed. */
    default void handshakeFailed(InetSocketAddress address, Throwable cause) {}

    /** A connection was closed right after accept because a limit on connections is reached. */
    default void connectionRefused(InetSocketAddress address, String limit) {}

    /** A connection broke or was closed by a deadline in the middle of an exchange. */
    default void connectionBroken(InetSocketAddress address, String text) {}

    /** A handler ended with an unchecked exception: a defect. */
    default void handlerFailed(Throwable cause) {}
}
