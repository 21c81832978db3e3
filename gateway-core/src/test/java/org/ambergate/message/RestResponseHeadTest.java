package org.ambergate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestResponseHeadTest {
    private static final Digest HASH = DigestAlgorithm.SHA512.of(new byte[] {1, 2, 3});
    private static final String OWN = "x-road-id:q-1\r\nx-road-client:I/C/M/S%20T\r\nx-road-service:I/C/M/P/svc\r\n"
            + "x-road-request-id:r-1\r\nx-road-request-hash:" + HASH.base64() + "\r\n";

    @Test
    void theFiveOwnHeadersFollowThoseOfTheService() throws LocalFault {
        RestResponseHead head = RestResponseHead.fromService(
                404,
                "Not Found",
                List.of(
                        new Field("Date", "today"),
                        new Field("Connection", "close"),
                        new Field("CONTENT-LENGTH", "5"),
                        new Field("Set-Cookie", "a=b"),
                        new Field("X-Road-Id", "forged"),
                        new Field("X-Road-Client", "forged"),
                        new Field("x-road-service", "forged"),
                        new Field("X-Road-Request-Id", "forged"),
                        new Field("X-Road-Request-Hash", "forged")),
                request(),
                HASH.base64());

        assertThat(new String(head.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("404\r\nNot Found\r\nDate:today\r\nSet-Cookie:a=b\r\n" + OWN);
        head.requireAnswers(request(), HASH);
    }

    @Test
    void aHeadIsReadIntoItsParts() throws LocalFault {
        RestResponseHead head = parse("200\r\n\r\nContent-Type:text/plain\r\n" + OWN);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.reason()).isEmpty();
        assertThat(head.client()).hasToString("SUBSYSTEM:I/C/M/S T");
        assertThat(head.service()).hasToString("SERVICE:I/C/M/P/svc");
        assertThat(head.queryId()).isEqualTo("q-1");
        assertThat(head.requestId()).isEqualTo("r-1");
        assertThat(head.requestHash()).isEqualTo(HASH.base64());
        assertThat(head.fields()).hasSize(6);
    }

    @Test
    void theLastServiceCountsBecauseXRoadKeepsTheOneOfTheService() throws LocalFault {
        assertThat(parse("200\r\nOK\r\nx-road-service:I/C/M/P/other\r\n" + OWN).service())
                .hasToString("SERVICE:I/C/M/P/svc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding:chunked\r\n",
                "content-length:1\r\n",
                "SERVER:x\r\n",
                "x-road-id:q-1\r\n",
                "x-road-client:I/C/M/S\r\n",
                "x-road-request-id:r-1\r\n",
                "x-road-request-hash:x\r\n",
                "X-A:a\nb\r\n",
                "X-A:a\u010A\r\n",
                "\r\n",
                "X-A"
            })
    void aHeadWithThisLineIsRefused(String line) {
        assertRefused("200\r\nOK\r\n" + OWN + line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "200\r\n",
                "2000\r\nOK\r\n",
                "20\r\nOK\r\n",
                "100\r\nOK\r\n",
                "199\r\nOK\r\n",
                "-20\r\nOK\r\n",
                "+20\r\nOK\r\n",
                "2x0\r\nOK\r\n",
                "\u0662\u0660\u0660\r\nOK\r\n",
                "200\r\nO\rK\r\n",
                "200\r\nO\u0000K\r\n",
                "200 OK\r\n"
            })
    void aHeadWithTheseFirstLinesIsRefused(String lines) {
        assertRefused(lines + OWN);
    }

    @Test
    void everyOwnHeaderMustBeThereAndWellFormed() {
        String[] own = OWN.split("(?<=\r\n)", 5);
        for (int missing = 0; missing < own.length; missing++) {
            StringBuilder rest = new StringBuilder("200\r\nOK\r\n");
            for (int i = 0; i < own.length; i++) {
                rest.append(i == missing ? "" : own[i]);
            }
            assertRefused(rest.toString());
        }
        assertRefused("200\r\nOK\r\n" + OWN.replace("I/C/M/S%20T", "I/C"));
        assertRefused("200\r\nOK\r\n" + OWN.replace("I/C/M/P/svc", "I/C/M/P"));
    }

    @Test
    void aHeadMayHaveItsFullLengthAndNoByteMore() throws LocalFault {
        int room = RestRequestHead.HEAD_BYTES_MAX - ("200\r\nOK\r\n" + OWN + "X-A:\r\n").length();
        assertThat(parse("200\r\nOK\r\n" + OWN + "X-A:" + "a".repeat(room) + "\r\n")
                        .bytes())
                .hasSize(RestRequestHead.HEAD_BYTES_MAX);
        assertRefused("200\r\nOK\r\n" + OWN + "X-A:" + "a".repeat(room + 1) + "\r\n");

        assertThat(service(200, "OK", new Field("X-A", "a".repeat(room))).bytes())
                .hasSize(RestRequestHead.HEAD_BYTES_MAX);
        assertServiceRefused(200, "OK", new Field("X-A", "a".repeat(room + 1)));
    }

    @Test
    void aServiceMayAnswerWithAsManyHeadersAsAHeadHolds() throws LocalFault {
        Field[] fields = Collections.nCopies(FieldRules.FIELDS_MAX - 5, new Field("a", "b"))
                .toArray(Field[]::new);
        assertThat(service(200, "OK", fields).fields()).hasSize(FieldRules.FIELDS_MAX);
        Field[] tooMany = Collections.nCopies(FieldRules.FIELDS_MAX - 4, new Field("a", "b"))
                .toArray(Field[]::new);
        assertServiceRefused(200, "OK", tooMany);
    }

    @Test
    void whatAServiceMayNotAnswerIsRefused() {
        assertServiceRefused(101, "Switching");
        assertServiceRefused(1000, "OK");
        assertServiceRefused(200, "O\r\nX-Injected: 1");
        assertServiceRefused(200, "OK", new Field("X-A", "a\nb"));
        assertServiceRefused(200, "OK", new Field("X-A", "a\u010Ab"));
        assertServiceRefused(200, "OK", new Field("X-A ", "a"));
        assertServiceRefused(200, "OK", new Field("Transfer-Encoding ", "chunked"));
    }

    @Test
    void anAnswerToAnotherRequestIsInconsistent() throws LocalFault {
        String head = "200\r\nOK\r\n" + OWN;
        parse(head).requireAnswers(request(), HASH);
        for (String other : List.of(
                head.replace("q-1", "q-2"),
                head.replace("r-1", "r-2"),
                head.replace("S%20T", "s%20T"),
                head.replace("P/svc", "P/Svc"),
                head.replace(HASH.base64(), "-" + HASH.base64().substring(1)),
                head.replace(HASH.base64(), HASH.base64() + "="),
                head.replace(HASH.base64(), ""))) {
            assertThatExceptionOfType(LocalFault.class)
                    .as(other)
                    .isThrownBy(() -> parse(other).requireAnswers(request(), HASH))
                    .extracting(fault -> fault.code().xroadName())
                    .isEqualTo("inconsistent_response");
        }
    }

    private static RestRequestHead request() throws LocalFault {
        return RestRequestHead.fromConsumer(
                "GET",
                "/r1/I/C/M/P/svc/x",
                List.of(new Field("X-Road-Client", "I/C/M/S%20T"), new Field("X-Road-Id", "q-1")),
                "r-1",
                "unused");
    }

    private static RestResponseHead service(int status, String reason, Field... headers) throws LocalFault {
        return RestResponseHead.fromService(status, reason, List.of(headers), request(), HASH.base64());
    }

    private static void assertServiceRefused(int status, String reason, Field... headers) {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> service(status, reason, headers))
                .extracting(fault -> fault.code().xroadName())
                .isEqualTo("http_error");
    }

    private static RestResponseHead parse(String head) throws LocalFault {
        return RestResponseHead.parse(head.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String head) {
        assertThatExceptionOfType(LocalFault.class)
                .as(head)
                .isThrownBy(() -> parse(head))
                .extracting(fault -> fault.code().xroadName())
                .isEqualTo("invalid_message");
    }
}
