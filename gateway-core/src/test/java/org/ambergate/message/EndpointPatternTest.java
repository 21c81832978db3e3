package org.ambergate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointPatternTest {
    @ParameterizedTest
    @CsvSource({
        "**, ''",
        "**, /",
        "**, /a/b",
        "/**, /",
        "/**, /a/b/c",
        "/*, /",
        "/*, /a",
        "/a/*/c, /a/b/c",
        "/a/*/c, /a/with%20space/c",
        "/a/**/c, /a/b/b/c",
        "/a/***, /a/b/c",
        "/a**c, /a/b/c",
        "/*.json, /x.json",
        "/x*y*z, /xyyz",
        "/\u00E4, /%C3%A4",
        "/*\uD83D\uDE00, /a%F0%9F%98%80",
        "/a\\*b, /a*b",
        "/~a, /%7Ea",
        "/a/*, /a/b;c=d"
    })
    void theGlobCoversThePath(String glob, String path) {
        assertThat(matches(glob, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/**, ''",
        "/, ''",
        "*, ''",
        "***, ''",
        "'', ''",
        "'', /",
        "/*, /a/b",
        "*, /",
        "*, /a",
        "/a/*/c, /a/b/b/c",
        "/a/*/c, /a/c",
        "/a, /A",
        "/a, /a/",
        "/a/, /a",
        "/a.c, /abc",
        "/[ab], /a",
        "/a?b, /ab",
        "/a?b, /b",
        "/a?b, /axb",
        "/a/b;c=d/e, /a/b/e",
        "/a+, /aa",
        "/(a), /a",
        "/a\\*b, /axb",
        "/a\\\\b, /ab",
        "/a\\b, /ab",
        "/a, /ab",
        "/ab, /a",
        "/public/*, /public/../secret",
        "/a/*.json, /a/secret;.json",
        "/a/x., /a/x.",
        "/a/b;c=d/e, /a/b;c=d/e"
    })
    void theGlobDoesNotCoverThePath(String glob, String path) {
        assertThat(matches(glob, path)).isFalse();
    }

    @Test
    void methodsAreComparedIgnoringCaseInEveryLocale() throws LocalFault {
        ServicePath path = ServicePath.canonical("/a");
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(EndpointPattern.of("options", "/a").matches("OPTIONS", path))
                    .isTrue();
            assertThat(EndpointPattern.of("*", "/a").matches("DELETE", path)).isTrue();
            assertThat(EndpointPattern.of("GET", "/a").matches("HEAD", path)).isFalse();
            assertThat(EndpointPattern.of("GET", "**").matches("POST", path)).isFalse();
            assertThat(EndpointPattern.of("PO\u017FT", "**").matches("POST", path))
                    .isFalse();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aGlobMayHaveItsFullLengthAndNoCharacterMore() throws LocalFault {
        String longest = "/" + "a".repeat(EndpointPattern.GLOB_LENGTH_MAX - 1);
        assertThat(EndpointPattern.of("GET", longest).matches("GET", ServicePath.canonical(longest)))
                .isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> EndpointPattern.of("GET", longest + "a"));
    }

    @Test
    void aLongPathAgainstAHostileGlobTakesLessThanAMillisecond() throws LocalFault {
        ServicePath path = ServicePath.canonical("/" + "a".repeat(ServicePath.LENGTH_MAX - 2) + "c");
        for (String piece : new String[] {"a*", "*a", "a**", "**a*", "*"}) {
            String glob = "/" + piece.repeat((EndpointPattern.GLOB_LENGTH_MAX - 2) / piece.length()) + "b";
            EndpointPattern pattern = EndpointPattern.of("GET", glob);

            assertThat(fastest(pattern, path)).as(piece).isLessThan(1_000_000);
        }
    }

    /** The fastest of many decisions, nanoseconds: what else the machine does must not count. */
    private static long fastest(EndpointPattern pattern, ServicePath path) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 300; i++) {
            long start = System.nanoTime();
            boolean matched = pattern.matches("GET", path);
            fastest = Math.min(fastest, System.nanoTime() - start);
            assertThat(matched).isFalse();
        }
        return fastest;
    }

    private static boolean matches(String glob, String raw) {
        try {
            return EndpointPattern.of("*", glob).matches("GET", ServicePath.canonical(raw));
        } catch (LocalFault e) {
            return false;
        }
    }
}
