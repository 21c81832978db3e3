package org.ambergate.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ambergate.messagelog.MessageDirection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerNameTest {
    @Test
    void namesAreThoseOfXRoad() {
        assertThat(request("Q1", 12345)).isEqualTo("Q1-request-c1p.asice");
        assertThat(ContainerName.of("Q1", MessageDirection.RESPONSE, 0)).isEqualTo("Q1-response-0.asice");
        assertThat(request("a b/c\u00e4&*", 31)).isEqualTo("a+b%2Fc%C3%A4%26*-request-v.asice");
    }

    @Test
    void numbersAreUnsigned() {
        assertThat(request("Q", -1)).isEqualTo("Q-request-fvvvvvvvvvvvv.asice");
    }

    @Test
    void aQueryIdOf226CharactersStaysWholeAndALongerOneIsCut() {
        String longest = "q".repeat(226);

        assertThat(request(longest, 1)).isEqualTo(longest + "-request-1.asice");
        assertThat(request(longest + "r", 1)).isEqualTo(longest + "-request-1.asice");
        assertThat(ContainerName.of(longest + "r", MessageDirection.RESPONSE, -1))
                .hasSize(255);
    }

    @Test
    void theEncodedFormIsCutEvenInsideAnEscape() {
        assertThat(request("q".repeat(224) + "/x", 1)).isEqualTo("q".repeat(224) + "%2-request-1.asice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../../etc/passwd", "/", "", ".", "\u0000", "a\nb", "CON", "C:\\x", "~", "\ud800"})
    void noQueryIdLeadsElsewhere(String queryId) {
        assertThat(request(queryId, 7)).endsWith("-request-7.asice").matches("[A-Za-z0-9.*_%+-]+");
        assertThat(List.of(".", "..")).doesNotContain(request(queryId, 7));
    }

    private static String request(String queryId, long sequence) {
        return ContainerName.of(queryId, MessageDirection.REQUEST, sequence);
    }
}
