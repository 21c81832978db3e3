package org.ambergate.securityserver;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where a server listens, with the actual ports. */
public record Addresses(
        InetSocketAddress consumerHttp,
        InetSocketAddress consumerHttps,
        InetSocketAddress server,
        InetSocketAddress ocsp,
        InetSocketAddress administration) {
    static Addresses none() {
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Addresses(nowhere, nowhere, nowhere, nowhere, nowhere);
    }
}
