package org.ambergate.downloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.ambergate.identifier.ClientId;
import org.ambergate.messagelog.MessageDirection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked of {@code /asic}, and under which names the answers come. */
class DocumentRequestTest {
    private static final String MEMBER = "xRoadInstance=PEER&memberClass=ORG&memberCode=3333";
    private static final String COMPLETE = MEMBER + "&subsystemCode=CLIENT3&queryId=Q1";

    @Test
    void aClientAndAQueryIdAreEnough() throws Exception {
        DocumentRequest request = DocumentRequest.parse(COMPLETE);

        assertThat(request)
                .isEqualTo(new DocumentRequest(
                        ClientId.parse("PEER/ORG/3333/CLIENT3"), "Q1", Optional.empty(), false, false));
        assertThat(DocumentRequest.parse(MEMBER + "&queryId=Q1").client()).isEqualTo(ClientId.parse("PEER/ORG/3333"));
    }

    @Test
    void whatIsNotKnownDoesNotMatter() throws Exception {
        assertThat(DocumentRequest.parse(COMPLETE + "&other=1&other=2&Force"))
                .isEqualTo(DocumentRequest.parse(COMPLETE));
    }

    @ParameterizedTest
    @CsvSource({
        "'', both, false, false, Q1.zip, asic?queryId=Q1",
        "&requestOnly, request, false, false, Q1-request.zip, asic?queryId=Q1&requestOnly",
        "&responseOnly=, response, false, false, Q1-response.zip, asic?queryId=Q1&responseOnly",
        "&unique&requestOnly=false, request, true, false, Q1-request.zip, asic?queryId=Q1&requestOnly&unique",
        "&force=0, both, false, true, Q1.zip, asic?queryId=Q1&force",
        "&force&unique&responseOnly, response, true, true, Q1-response.zip, asic?queryId=Q1&responseOnly&unique&force",
    })
    void flagsCountByPresence(String flags, String sides, boolean unique, boolean forced, String name, String canonical)
            throws Exception {
        DocumentRequest request = DocumentRequest.parse(COMPLETE + flags);

        assertThat(request.takes(MessageDirection.REQUEST)).isEqualTo(!sides.equals("response"));
        assertThat(request.takes(MessageDirection.RESPONSE)).isEqualTo(!sides.equals("request"));
        assertThat(request.unique()).isEqualTo(unique);
        assertThat(request.forced()).isEqualTo(forced);
        assertThat(request.zipName()).isEqualTo(name);
        assertThat(request.canonical()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "queryId=Q1",
                MEMBER,
                MEMBER + "&queryId=",
                "memberClass=ORG&memberCode=3333&queryId=Q1",
                "xRoadInstance=PEER&memberCode=3333&queryId=Q1",
                "xRoadInstance=PEER&memberClass=ORG&queryId=Q1",
                "xRoadInstance=PEER&memberClass=ORG&memberCode=+&queryId=Q1",
                MEMBER + "&subsystemCode=&queryId=Q1",
                COMPLETE + "&requestOnly&responseOnly",
                COMPLETE + "&unique",
                COMPLETE + "&queryId=Q2",
                COMPLETE + "&memberCode=4444",
                COMPLETE + "&force&force",
                COMPLETE + "&requestOnly&requestOnly=1",
            })
    void anIncompleteOrContradictoryRequestIsRefused(String query) {
        assertRefused(query);
    }

    @Test
    void valuesAreTakenUpToTheirLimits() throws Exception {
        for (String name : new String[] {"xRoadInstance", "memberClass", "memberCode", "subsystemCode"}) {
            String others = COMPLETE.replaceAll(name + "=[^&]*", name + "=VALUE");
            DocumentRequest unused = DocumentRequest.parse(others.replace("VALUE", "x".repeat(255)));
            assertRefused(others.replace("VALUE", "x".repeat(256)));
        }
        assertThat(DocumentRequest.parse(MEMBER + "&queryId=" + "x".repeat(1024))
                        .queryId())
                .hasSize(1024);
        assertRefused(MEMBER + "&queryId=" + "x".repeat(1025));
    }

    @ParameterizedTest
    @CsvSource({"225, 225", "226, 226", "227, 226"})
    void aNameHas226CharactersOfTheQueryId(int length, int kept) throws Exception {
        DocumentRequest request = DocumentRequest.parse(MEMBER + "&requestOnly&queryId=" + "x".repeat(length));

        assertThat(request.zipName()).isEqualTo("x".repeat(kept) + "-request.zip");
    }

    @Test
    void aNameIsSafeWhateverTheQueryIdIs() throws Exception {
        DocumentRequest request = DocumentRequest.parse(MEMBER + "&queryId=..%2F%22%0D%0AX-A%3A+b%00%C3%B6");

        assertThat(request.zipName()).isEqualTo("..%2F%22%0D%0AX-A%3A+b%00%C3%B6.zip");
        assertThat(request.canonical()).isEqualTo("asic?queryId=..%2F%22%0D%0AX-A%3A+b%00%C3%B6");
    }

    private static void assertRefused(String query) {
        assertThatThrownBy(() -> DocumentRequest.parse(query))
                .isInstanceOfSatisfying(
                        RefusedDownloadException.class,
                        e -> assertThat(e.status()).isEqualTo(400));
    }
}
