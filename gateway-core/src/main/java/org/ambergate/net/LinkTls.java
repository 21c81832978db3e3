package org.ambergate.net;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a link is secured.
 *
 * @param identity consulted for each new connection; empty: no client certificate is presented
 * @param serverName sent as SNI if not empty; never compared with the certificate (that is for the check)
 * @param check judges the peer
 */
public record LinkTls(Supplier<Optional<TlsIdentity>> identity, String serverName, PeerCheck check) {
    /** Presents a client certificate, as between security servers. */
    public static LinkTls presenting(Supplier<TlsIdentity> identity, PeerCheck check) {
        return new LinkTls(() -> Optional.of(identity.get()), "", check);
    }

    /** Presents no client certificate. */
    public static LinkTls anonymous(PeerCheck check) {
        return new LinkTls(Optional::empty, "", check);
    }

    public LinkTls withServerName(String name) {
        return new LinkTls(identity, name, check);
    }
}
