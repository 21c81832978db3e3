package org.ambergate.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyVersionTest {
    @Test
    void versionsAreOrderedByNumberAndAnEarlyOneIsLower() {
        List<ProxyVersion> ascending = List.of(
                version("0.0.1"),
                version("6.26.3"),
                version("7.5.10"),
                version("7.6.0-SNAPSHOT"),
                version("7.6.0"),
                version("7.6.1"),
                version("7.10.0"),
                version("10.0.0"));
        assertThat(ascending).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"7.8.0, 7.8.0", "7.8.0+ambergate, 7.8.0", "7.6.0-SNAPSHOT+abc.1, 7.6.0-SNAPSHOT"})
    void buildMetadataDoesNotCount(String text, String shown) {
        assertThat(version(text)).hasToString(shown).isEqualByComparingTo(version(shown));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "7.8",
                "7.8.0.1",
                "unknown",
                "v7.8.0",
                "7.8.x",
                "07.8.0",
                "7.8.0-",
                "7.8.0+",
                " 7.8.0",
                "-1.0.0",
                "7.8.0-a..b",
                "9999999.0.0"
            })
    void whatIsNoVersionIsNotRead(String text) {
        assertThat(ProxyVersion.parse(text)).isEmpty();
    }

    @Test
    void aTextOfTheLongestLengthIsReadAndALongerOneIsNot() {
        String longest = "7.8.0+" + "a".repeat(ProxyVersion.LENGTH_MAX - 6);
        assertThat(ProxyVersion.parse(longest)).isPresent();
        assertThat(ProxyVersion.parse(longest + "a")).isEmpty();
    }

    private static ProxyVersion version(String text) {
        return ProxyVersion.parse(text).orElseThrow();
    }
}
