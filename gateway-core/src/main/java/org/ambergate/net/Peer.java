package org.ambergate.net;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The other end of a connection.
 *
 * @param address where it connects from
 * @param secure whether the connection is encrypted with TLS
 * @param certificates what it presented in the TLS handshake, leaf first; empty if nothing. Not judged by TLS.
 * @param tlsProtocol {@code TLSv1.3}, {@code TLSv1.2}, or empty without TLS
 */
public record Peer(InetSocketAddress address, boolean secure, List<X509Certificate> certificates, String tlsProtocol) {
    public Peer {
        certificates = List.copyOf(certificates);
    }
}
