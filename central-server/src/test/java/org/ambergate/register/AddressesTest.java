package org.ambergate.register;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final String LABEL = "a".repeat(63);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ss1",
                "ss1.example",
                "SS-1.Example",
                "süd.example",
                "xn--sd-gka.example",
                "1.example",
                "192.0.2.1",
                "10.0.0.1",
                "239.example",
                "2001:db8::1",
                "::ffff:192.0.2.1",
                "fd00::1"
            })
    void whatOtherMachinesMayReachIsAccepted(String address) {
        assertThat(Addresses.isReachable(address, AddressRule.OTHER_MACHINES)).isTrue();
        assertThat(Addresses.isReachable(address, AddressRule.THIS_MACHINE_TOO)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.255.0.9", "::1"})
    void whatOnlyThisMachineReachesIsAcceptedIfTheInstanceIsHere(String address) {
        assertThat(Addresses.isReachable(address, AddressRule.OTHER_MACHINES)).isFalse();
        assertThat(Addresses.isReachable(address, AddressRule.THIS_MACHINE_TOO)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "a.",
                ".a",
                "a..b",
                "-a.example",
                "a-.example",
                "a b.example",
                "a/b",
                "http://a.example",
                "a.example:5500",
                "a@b.example",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.01",
                "1.2.3.4.5",
                "3221225985",
                "0x7f.0.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "169.254.1.1",
                "::",
                "ff02::1",
                "fe80::1",
                "fe80::1%eth0",
                "[2001:db8::1]",
                "2001:db8::1::2",
                "12345::",
                "1:2:3:4:5:6:7:8:9",
                ":::",
                "a:b"
            })
    void whatNobodyReachesIsRefused(String address) {
        assertThat(Addresses.isReachable(address, AddressRule.OTHER_MACHINES)).isFalse();
        assertThat(Addresses.isReachable(address, AddressRule.THIS_MACHINE_TOO)).isFalse();
    }

    @Test
    void labelsAndNamesHaveTheirLongestLength() {
        String longest = LABEL + "." + LABEL + "." + LABEL + "." + "a".repeat(61);
        assertThat(longest).hasSize(253);
        assertThat(Addresses.isReachable(longest, AddressRule.OTHER_MACHINES)).isTrue();
        assertThat(Addresses.isReachable(longest + "a", AddressRule.OTHER_MACHINES))
                .isFalse();
        assertThat(Addresses.isReachable(LABEL + "a.example", AddressRule.OTHER_MACHINES))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example",
                "HTTPS://a.example:443/b?c=d",
                "http://192.0.2.1:8080/",
                "http://[2001:db8::1]/",
                "http://localhost/ocsp"
            })
    void urlsThatCanBeAskedAreAccepted(String url) {
        assertThat(Addresses.isUrl(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.example",
                "ftp://a.example",
                "http:",
                "http:///a",
                "http://a_.example:99999/",
                "http://a.example:0/",
                "http://user@a.example/",
                "http://a.example/#b",
                "http://a.example/ b",
                "http://a.example/%zz",
                "http://-a.example/",
                "javascript:alert(1)"
            })
    void urlsThatCannotAreRefused(String url) {
        assertThat(Addresses.isUrl(url)).isFalse();
    }

    @Test
    void urlsHaveAtMost255Characters() {
        String longest = "http://a.example/" + "b".repeat(238);
        assertThat(longest).hasSize(255);
        assertThat(Addresses.isUrl(longest)).isTrue();
        assertThat(Addresses.isUrl(longest + "b")).isFalse();
    }
}
