package org.ambergate.securityserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.observe.RefusalThrottle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where services may be (threat T-43). */
final class ServiceAddressesTest {
    private static final int ELSEWHERE = 9090;

    /** As by default, but for the port of 0, which becomes 40001 when it is open. */
    private static final SecurityServerSettings.Listen CONFIGURED = new SecurityServerSettings.Listen(
            at("127.0.0.1", 8080), at("127.0.0.1", 0), at("0.0.0.0", 5500), at("0.0.0.0", 5577), at("127.0.0.1", 4000));

    private static final Addresses OPEN = new Addresses(
            at("127.0.0.1", 8080),
            at("127.0.0.1", 40001),
            at("0.0.0.0", 5500),
            at("0.0.0.0", 5577),
            at("127.0.0.1", 4000));

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, true, true",
        "10.0.0.1, true, true",
        "2001:db8::1, true, true",
        "64:ff9b::c000:201, true, true",
        "127.0.0.1, true, false",
        "127.255.255.254, true, false",
        "::1, true, false",
        "::ffff:127.0.0.1, true, false",
        "64:ff9b::7f00:1, true, false",
        "::7f00:1, true, false",
        "169.254.169.254, false, false",
        "::ffff:169.254.169.254, false, false",
        "64:ff9b::a9fe:a9fe, false, false",
        "fe80::1, false, false",
        "febf::1, false, false",
        "0.0.0.0, false, false",
        "::, false, false",
        "224.0.0.1, false, false",
        "239.255.255.255, false, false",
        "ff02::1, false, false",
    })
    void whereAServiceMayBeWithLoopbackAllowedAndByDefault(String address, boolean allowed, boolean byDefault)
            throws Exception {
        assertThat(rule(true).permits(InetAddress.getByName(address), ELSEWHERE))
                .isEqualTo(allowed);
        assertThat(rule(false).permits(InetAddress.getByName(address), ELSEWHERE))
                .isEqualTo(byDefault);
    }

    @ParameterizedTest
    @ValueSource(ints = {8080, 40001, 5500, 5577, 4000})
    void ownPortsAreRefusedAtEveryAddressOfThisMachineAndNowhereElse(int port) throws Exception {
        ServiceAddresses rule = rule(true);

        for (String own : List.of("127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1")) {
            assertThat(rule.permits(InetAddress.getByName(own), port)).as(own).isFalse();
        }
        assertThat(rule.permits(documented(), port)).isTrue();
    }

    @Test
    void portsThatAreNotOpenYetAreRefusedToo() throws Exception {
        ServiceAddresses starting =
                new ServiceAddresses(CONFIGURED, Addresses::none, true, new RefusalThrottle(Clock.systemUTC()));

        assertThat(starting.permits(InetAddress.getLoopbackAddress(), 4000)).isFalse();
        assertThat(starting.permits(InetAddress.getLoopbackAddress(), ELSEWHERE))
                .isTrue();
    }

    private static ServiceAddresses rule(boolean loopbackAllowed) {
        return new ServiceAddresses(CONFIGURED, () -> OPEN, loopbackAllowed, new RefusalThrottle(Clock.systemUTC()));
    }

    /** An address that is nobody's (RFC 5737). */
    private static InetAddress documented() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
    }

    private static InetSocketAddress at(String address, int port) {
        return InetSocketAddress.createUnresolved(address, port);
    }
}
