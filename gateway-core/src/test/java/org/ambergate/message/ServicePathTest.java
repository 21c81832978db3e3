package org.ambergate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServicePathTest {
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "/, /",
        "/a/b, /a/b",
        "/a/b/, /a/b/",
        "/with%20space/%C3%A4, /with%20space/%C3%A4",
        "/%c3%a4, /%C3%A4",
        "/%41%7e%2d%5F%2e5, /A~-_.5",
        "/a%3ab@c:d!$&'()*+=, /a%3Ab@c:d!$&'()*+=",
        "'/a,b', '/a,b'",
        "/a..b/..c/d.., /a..b/..c/d..",
        "/v1.2/ACME%20Inc., /v1.2/ACME%20Inc.",
        "/a/b;c=d/e, /a/b;c=d/e",
        "/%E2%82%AC/%F0%9F%98%80, /%E2%82%AC/%F0%9F%98%80",
        "/%E6%97%A5%E6%9C%AC, /%E6%97%A5%E6%9C%AC",
        "/%5B%7B%7C%22%5D, /%5B%7B%7C%22%5D"
    })
    void aPlainPathIsForwardedInItsCanonicalForm(String raw, String forwarded) throws LocalFault {
        ServicePath path = ServicePath.canonical(raw);

        assertThat(path.forwarded()).isEqualTo(forwarded);
        assertThat(ServicePath.canonical(forwarded).forwarded()).isEqualTo(forwarded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/.",
                "/a/..",
                "/a/../b",
                "/a/./b",
                "/../a",
                "/...",
                "/a/....//b",
                "/%2e%2e/secret",
                "/%2E%2e/secret",
                "/.%2e/secret",
                "/a/%2e/b",
                "/a/..%20/b",
                "/a/.%20./b",
                "/a/%20/b",
                "/%252e%252e/secret",
                "/a%25b",
                "/%c0%ae%c0%ae/secret",
                "/%c0%af",
                "/%e0%80%ae",
                "/%f0%80%80%ae",
                "/%ed%a0%80",
                "/%ff",
                "/%c3",
                "/%c3/%a4",
                "/..;/secret",
                "/a/..;x=y/secret",
                "/a/%2e%2e;/secret",
                "/a;x=../b",
                "/a;x=%2e%2e/b",
                "/a/;x=..",
                "/;x/a",
                "/a;jsessionid=1/b",
                "/a;JSESSIONID=1",
                "/a/.;x/b",
                "/a\\b",
                "/a/..\\b",
                "/a%5cb",
                "/a%5C..%5Cb",
                "/a//b",
                "//a",
                "/a//",
                "/a%2fb",
                "/a%2F..%2Fb",
                "/a%00b",
                "/a%00",
                "/a%0d%0aX:1",
                "/a%09b",
                "/a%7f",
                "/a%C2%85b",
                "/a%E2%80%A8b",
                "/a%E2%80%8Bb",
                "/a%EF%BB%BFb",
                "/public%3Fx",
                "/public%23x",
                "/a%3Bx",
                "/a%",
                "/a%2",
                "/a%2/",
                "/a%zz",
                "/a%+1",
                "/a%-1",
                "/a%u002e",
                "a",
                "a/b",
                "?",
                "/a?b",
                "/a#b",
                "/a b",
                "/a\"b",
                "/a|b",
                "/{a}",
                "/\u00E4",
                "/\uFF0E\uFF0E/a",
                "/%EF%BC%8E%EF%BC%8E/secret",
                "/%EF%BC%8E%2e/secret",
                "/a%EF%BC%8Fb",
                "/a%EF%BC%BCb",
                "/%E2%80%A5/secret",
                "/%E2%80%A4%E2%80%A4/secret",
                "/a%E2%84%80b",
                "/cafe%CC%81"
            })
    void aPathThatServersReadDifferentlyIsDenied(String raw) {
        assertDenied(raw);
    }

    @Test
    void aPathMayHaveItsFullLengthAndNoCharacterMore() throws LocalFault {
        String longest = "/" + "a".repeat(ServicePath.LENGTH_MAX - 1);
        assertThat(ServicePath.canonical(longest).forwarded()).isEqualTo(longest);
        assertDenied(longest + "a");
    }

    @Test
    void everyReadingOfAPathIsKnown() throws LocalFault {
        assertThat(ServicePath.canonical("/a/b").readings()).containsExactly("/a/b");
        assertThat(ServicePath.canonical("/a;x=1.%20/b.;y").readings())
                .containsExactly("/a;x=1. /b.;y", "/a/b.", "/a;x=1/b.;y", "/a/b");
    }

    private static void assertDenied(String raw) {
        assertThatExceptionOfType(LocalFault.class)
                .as(raw)
                .isThrownBy(() -> ServicePath.canonical(raw))
                .extracting(fault -> fault.code().xroadName())
                .isEqualTo("access_denied");
    }
}
