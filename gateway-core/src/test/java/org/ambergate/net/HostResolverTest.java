package org.ambergate.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostResolverTest {
    private static final AddressRule NOT_LOOPBACK = (address, port) -> !address.isLoopbackAddress();
    private static final InetSocketAddress CANDIDATE = InetSocketAddress.createUnresolved("service.example", 80);

    @Test
    void aNameThatLeadsElsewhereTheNextTimeIsJudgedAgain() throws Exception {
        Queue<String> answers = new ArrayDeque<>(List.of("192.0.2.1", "127.0.0.1"));
        try (HostResolver resolver = new HostResolver(host -> addresses(answers.remove()), NOT_LOOPBACK)) {
            assertThat(resolver.lanes(CANDIDATE, soon()))
                    .singleElement()
                    .satisfies(lane -> assertThat(lane.address()).isEqualTo(InetAddress.getByName("192.0.2.1")));
            refused(resolver, CANDIDATE);
        }
    }

    @Test
    void ofSeveralAddressesThoseThatMayBeUsedAreLeft() throws Exception {
        try (HostResolver resolver = new HostResolver(host -> addresses("127.0.0.1", "192.0.2.7"), NOT_LOOPBACK)) {
            assertThat(resolver.lanes(CANDIDATE, soon()))
                    .singleElement()
                    .satisfies(lane -> assertThat(lane.address()).isEqualTo(InetAddress.getByName("192.0.2.7")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1", "2130706433", "::1", "::ffff:127.0.0.1", "localhost"})
    void howAnAddressIsWrittenDoesNotMatter(String host) throws Exception {
        try (HostResolver resolver = new HostResolver(HostNames.SYSTEM, NOT_LOOPBACK)) {
            refused(resolver, InetSocketAddress.createUnresolved(host, 80));
        }
    }

    @Test
    void anAddressThatCameResolvedIsJudgedToo() throws Exception {
        try (HostResolver resolver = new HostResolver(HostNames.SYSTEM, NOT_LOOPBACK)) {
            refused(resolver, new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));
        }
    }

    private static void refused(HostResolver resolver, InetSocketAddress candidate) {
        assertThatThrownBy(() -> resolver.lanes(candidate, soon())).isInstanceOfSatisfying(LocalFault.class, f -> {
            assertThat(f.code()).isEqualTo(GeneralFault.NETWORK_ERROR);
            assertThat(f.text()).doesNotContainPattern("[0-9]");
        });
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10));
    }
}
