package org.ambergate.ocsp;

import java.net.URI;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.Deadline;

/**
 * The network calls of this room. Each returns or fails by its deadline, follows no redirect, asks again at most when a
 * connection ends before the reply begins, and never returns more than {@link #REPLY_BYTES_MAX}. Safe for use by several
 * threads.
 */
public interface OcspCalls {
    /** An OCSP response with a few certificates has some kilobytes; this bounds what a bad responder can make us hold. */
    int REPLY_BYTES_MAX = 1 << 20;

    /**
     * A complete reply.
     *
     * @param status the HTTP status
     * @param contentType the Content-Type header, or empty
     * @param body the whole body; not copied
     */
    record Reply(int status, String contentType, byte[] body) {}

    /**
     * Asks a certification authority's responder (RFC 6960, appendix A.1: POST).
     *
     * @throws LocalFault {@code unknown_host}, {@code network_error} or {@code io_error}
     */
    Reply askResponder(URI responder, byte[] request, Deadline deadline) throws LocalFault;

    /**
     * Asks a peer's security server (transport specification, section 7.1: GET).
     *
     * @throws LocalFault {@code unknown_host}, {@code network_error} or {@code io_error}
     */
    Reply askPeer(URI peer, Deadline deadline) throws LocalFault;
}
