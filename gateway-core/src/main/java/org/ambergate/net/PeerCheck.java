package org.ambergate.net;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.ambergate.fault.LocalFault;

/**
 * Decides whether the server at the other end may be trusted. Called on the thread that opens the link, after the TLS
 * handshake and before any byte of HTTP; called again each time a pooled link is taken. May block up to the deadline.
 */
@FunctionalInterface
public interface PeerCheck {
    /**
     * Judges a peer.
     *
     * @param chain what it presented, leaf first
     * @param address the candidate it was reached at
     * @throws LocalFault if it may not be trusted; the connection is closed and the next candidate tried
     */
    void check(List<X509Certificate> chain, InetSocketAddress address, Deadline deadline) throws LocalFault;
}
