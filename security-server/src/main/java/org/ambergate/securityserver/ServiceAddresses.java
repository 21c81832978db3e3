package org.ambergate.securityserver;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.net.AddressRule;
import org.ambergate.observe.RefusalThrottle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where services may be: not on this server's own ports, which trust what comes from the same machine; not where
 * machines tell secrets about themselves without being asked who asks (link-local addresses); and on loopback, where
 * other programs of this machine listen, only if the operator says so.
 */
final class ServiceAddresses implements AddressRule {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceAddresses.class);
    private static final int IPV4_BYTES = 4;

    /** What IPv6 puts in front of an IPv4 address: the translators' prefix (RFC 6052) and the old compatible form. */
    private static final byte[][] EMBEDDING = {{0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, new byte[12]
    };

    private final SecurityServerSettings.Listen configured;
    private final Supplier<Addresses> open;
    private final boolean loopbackAllowed;
    private final RefusalThrottle throttle;

    /** @param open where the server listens, as soon as it does */
    ServiceAddresses(
            SecurityServerSettings.Listen configured,
            Supplier<Addresses> open,
            boolean loopbackAllowed,
            RefusalThrottle throttle) {
        this.configured = configured;
        this.open = open;
        this.loopbackAllowed = loopbackAllowed;
        this.throttle = throttle;
    }

    @Override
    public boolean permits(InetAddress address, int port) {
        boolean permitted = isPermitted(address, port)
                && embedded(address).map(inner -> isPermitted(inner, port)).orElse(true);
        if (!permitted && throttle.permits("address")) {
            // Here alone: the fault that travels to the other side names no address.
            LOG.atWarn()
                    .setMessage("no service may be at this address")
                    .addKeyValue("address", address.getHostAddress())
                    .addKeyValue("port", port)
                    .log();
        }
        return permitted;
    }

    private boolean isPermitted(InetAddress address, int port) {
        boolean odd = address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress();
        return !odd
                && (loopbackAllowed || !address.isLoopbackAddress())
                && !(isOwnPort(port) && isOfThisMachine(address));
    }

    /** Whatever address the port is bound to: one rule that holds for all of them is one that nobody gets wrong. */
    private boolean isOwnPort(int port) {
        Addresses now = open.get();
        return Stream.of(
                        configured.consumerHttp(),
                        configured.consumerHttps(),
                        configured.server(),
                        configured.ocsp(),
                        configured.administration(),
                        now.consumerHttp(),
                        now.consumerHttps(),
                        now.server(),
                        now.ocsp(),
                        now.administration())
                .mapToInt(InetSocketAddress::getPort)
                .anyMatch(own -> own == port);
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // Who cannot tell refuses.
            return true;
        }
    }

    /** The IPv4 address that an IPv6 address leads to through a translator. The mapped form never gets here as IPv6. */
    private static Optional<InetAddress> embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean embeds = address instanceof Inet6Address
                && !address.isLoopbackAddress()
                && Stream.of(EMBEDDING)
                        .anyMatch(prefix -> Arrays.equals(prefix, 0, prefix.length, bytes, 0, prefix.length));
        if (!embeds) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are always an address", e);
        }
    }
}
