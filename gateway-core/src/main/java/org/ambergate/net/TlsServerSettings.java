package org.ambergate.net;

import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How a server speaks TLS.
 *
 * @param identity consulted for each new connection, on an event loop: must not block
 * @param clientAuth whether the client is asked for a certificate
 * @param acceptedLeaf whether the handshake may go on with a client that presented this certificate; must not block.
 *     Asked again while the connection lives, which ends soon after the answer has changed. Everything else about the
 *     chain is for the application to judge.
 * @param interoperableTls12 whether clients without TLS 1.3 are served with X-Road's three CBC suites besides AES-GCM
 */
public record TlsServerSettings(
        Supplier<TlsIdentity> identity,
        ClientAuth clientAuth,
        Predicate<X509Certificate> acceptedLeaf,
        boolean interoperableTls12) {
    public enum ClientAuth {
        NONE,
        REQUESTED,
        REQUIRED
    }

    /** For information systems: TLS 1.3 and 1.2 with today's suites, any client certificate accepted. */
    public static TlsServerSettings modern(Supplier<TlsIdentity> identity, ClientAuth clientAuth) {
        return new TlsServerSettings(identity, clientAuth, leaf -> true, false);
    }

    /** For security servers: a client certificate is required and its leaf must be a known one. */
    public static TlsServerSettings betweenServers(
            Supplier<TlsIdentity> identity, Predicate<X509Certificate> acceptedLeaf) {
        return new TlsServerSettings(identity, ClientAuth.REQUIRED, acceptedLeaf, true);
    }
}
