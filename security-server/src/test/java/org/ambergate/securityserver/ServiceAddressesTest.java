package org.ambergate.securityserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.ambergate.config.SecurityServerSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses a service may have (threat T-43). */
final class ServiceAddressesTest {
    // The ports for information systems and for administration are bound to one address, those for servers to all;
    // one port is chosen by the system.
    private static final SecurityServerSettings.Listen LISTEN = new SecurityServerSettings.Listen(
            at("127.0.0.1", 8080), at("127.0.0.1", 0), at("0.0.0.0", 5500), at("::", 5577), at("127.0.0.1", 4000));
    private static final Addresses OPEN = new Addresses(
            LISTEN.consumerHttp(), at("127.0.0.1", 40_123), LISTEN.server(), LISTEN.ocsp(), LISTEN.administration());

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 80, true",
        "192.0.2.1, 5500, true",
        "10.0.0.1, 4000, true",
        "2001:db8::1, 443, true",
        "127.0.0.1, 9090, true",
        "::1, 9090, true",
        "169.254.169.254, 80, false",
        "::ffff:169.254.169.254, 80, false",
        "fe80::1, 80, false",
        "0.0.0.0, 9090, false",
        "::, 9090, false",
        "224.0.0.1, 80, false",
        "ff02::1, 80, false",
        "127.0.0.1, 4000, false",
        "::ffff:127.0.0.1, 4000, false",
        "127.0.0.2, 4000, true",
        "127.0.0.1, 8080, false",
        "127.0.0.1, 40123, false",
        "127.0.0.1, 5500, false",
        "127.0.0.2, 5500, false",
        "::1, 5500, false",
        "::1, 5577, false"
    })
    void ownPortsAndAddressesWithoutAPlaceInTheNetworkAreRefused(String address, int port, boolean permitted)
            throws Exception {
        ServiceAddresses addresses = new ServiceAddresses(LISTEN, () -> OPEN);

        assertThat(addresses.permits(InetAddress.getByName(address), port)).isEqualTo(permitted);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 4000, false", "127.0.0.1, 40123, true"})
    void thePortsOfTheSettingsAreRefusedBeforeTheyAreOpen(String address, int port, boolean permitted)
            throws Exception {
        ServiceAddresses addresses = new ServiceAddresses(LISTEN, Addresses::none);

        assertThat(addresses.permits(InetAddress.getByName(address), port)).isEqualTo(permitted);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(address, port);
    }
}
