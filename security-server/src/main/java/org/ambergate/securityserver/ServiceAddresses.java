package org.ambergate.securityserver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.net.AddressRule;

/**
 * Where services may be: not on this server's own ports, which trust what comes from the same machine, and not where
 * machines tell secrets about themselves without being asked who asks (link-local addresses).
 */
final class ServiceAddresses implements AddressRule {
    private final List<InetSocketAddress> configured;
    private final Supplier<Addresses> open;

    /** @param open where the server listens, as soon as it does */
    ServiceAddresses(SecurityServerSettings.Listen listen, Supplier<Addresses> open) {
        this.configured = List.of(
                listen.consumerHttp(), listen.consumerHttps(), listen.server(), listen.ocsp(), listen.administration());
        this.open = open;
    }

    @Override
    public boolean permits(InetAddress address, int port) {
        boolean odd = address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress();
        return !odd && own().noneMatch(port(address, port));
    }

    private Stream<InetSocketAddress> own() {
        Addresses now = open.get();
        return Stream.concat(
                configured.stream(),
                Stream.of(now.consumerHttp(), now.consumerHttps(), now.server(), now.ocsp(), now.administration()));
    }

    private static Predicate<InetSocketAddress> port(InetAddress address, int port) {
        return own -> own.getPort() == port
                && own.getAddress() != null
                && (own.getAddress().isAnyLocalAddress()
                        ? isOfThisMachine(address)
                        : own.getAddress().equals(address));
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // Who cannot tell refuses.
            return true;
        }
    }
}
