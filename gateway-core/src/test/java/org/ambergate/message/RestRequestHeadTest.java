package org.ambergate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestRequestHeadTest {
    private static final String REQUIRED = String.join(
            "\r\n",
            "X-Road-Client:TEST/COM/111/CONS",
            "x-road-request-id:5f4e1c7a-0d9b-4f5f-9c0e-3a1d5d2b7c11",
            "x-road-id:TEST-0b0f6a54-6a0e-4a37-8d5c-9a1f4b8e2d10",
            "");
    private static final String LINES = "POST\r\n/r1/TEST/GOV/222/PROV/pets/v1/cats?limit=5\r\n";

    @Test
    void theRequestHashOfTheTransportSpecificationIsReproduced() throws LocalFault {
        String head = LINES + "Accept:application/json\r\nContent-Type:application/json\r\n" + REQUIRED;
        byte[] body = "{\"name\":\"Miu\"}".getBytes(StandardCharsets.UTF_8);

        RestRequestHead parsed = parse(head);

        assertThat(parsed.bytes()).hasSize(248);
        MessageDigests digests =
                new MessageDigests(DigestAlgorithm.SHA512.of(parsed.bytes()), List.of(DigestAlgorithm.SHA512.of(body)));
        assertThat(digests.message().base64())
                .isEqualTo("2uPob1kpr/3zo70ij0XHCLEliVQ6Mge4DQsLzWlORfL2dJraA2GEG9oax46utwXyx5Kj2sIp57e0gkJ+fDvNDg==");
        assertThat(digests.attachments().get(0).base64())
                .isEqualTo("jRxvCMKeS2n4SXkZyraMBfsTndkDHCcrcvgoxGQPOCJ4g15prCEimZC2kgbi0iE631ZI++YF7ZQwJ0F8AnYU8Q==");
        assertThat(digests.requestHash().base64())
                .isEqualTo("S65Ugssscn+2vHujG3oCqbpuWHU9cpsarkoY/TVdHcPb0gWChuVGZpWz5wQqKGiS0aZosxFes271qx5DE1v6BQ==");
    }

    @Test
    void theHashesOfTheClientSpecificationAreReproduced() throws LocalFault {
        byte[] body = "{\"v\":42}".getBytes(StandardCharsets.UTF_8);

        assertThat(new MessageDigests(DigestAlgorithm.SHA512.of(vector("GET")), List.of())
                        .requestHash()
                        .base64())
                .isEqualTo("7xtZPU/a+oENZb+7owy9ruSC7FgGbLMRzzc13Smq102xqnnIWUDg6pv/Fk8IrQmiUERuYD3zb2pIQOy58HmdUQ==");
        assertThat(new MessageDigests(
                                DigestAlgorithm.SHA512.of(vector("POST")), List.of(DigestAlgorithm.SHA512.of(body)))
                        .requestHash()
                        .base64())
                .isEqualTo("p4q56gMCM20ZUB/zbDSkS4l4Zvsg+3Qqm2awJ/RQFu+SgwehVaDhvyu8iaFjl6nhvUi8jTD/q05n2fdQVNDBDQ==");
    }

    private static byte[] vector(String method) throws LocalFault {
        List<Field> headers =
                List.of(new Field("X-Road-Client", "DEV/COM/111/C"), new Field("Accept", "application/json"));
        return RestRequestHead.fromConsumer(
                        method, "/r1/DEV/COM/222/SUB/svc/a?x=1", headers, "11111111-1111-1111-1111-111111111111", "abc")
                .bytes();
    }

    @Test
    void aHeadIsReadIntoItsParts() throws LocalFault {
        RestRequestHead head = parse(LINES + REQUIRED
                + "X-Road-UserId:EE1\r\nX-Road-UserId:EE2\r\nX-Road-Issue:i-1\r\nX-Road-Represented-Party:COM/77\r\n"
                + "X-Road-Security-Server:TEST/GOV/222/ss1\r\nContent-Type:text/plain\r\nX-Empty:\r\n");

        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.rawPath()).isEqualTo("/r1/TEST/GOV/222/PROV/pets/v1/cats");
        assertThat(head.rawQuery()).contains("limit=5");
        assertThat(head.servicePath()).isEqualTo("/v1/cats");
        assertThat(head.client()).hasToString("SUBSYSTEM:TEST/COM/111/CONS");
        assertThat(head.service()).hasToString("SERVICE:TEST/GOV/222/PROV/pets");
        assertThat(head.queryId()).isEqualTo("TEST-0b0f6a54-6a0e-4a37-8d5c-9a1f4b8e2d10");
        assertThat(head.requestId()).isEqualTo("5f4e1c7a-0d9b-4f5f-9c0e-3a1d5d2b7c11");
        assertThat(head.securityServer()).hasToString("Optional[SERVER:TEST/GOV/222/ss1]");
        assertThat(head.userId()).contains("EE1");
        assertThat(head.issue()).contains("i-1");
        assertThat(head.representedParty()).contains("COM/77");
        assertThat(head.contentType()).contains("text/plain");
        assertThat(head.fields()).hasSize(10).endsWith(new Field("X-Empty", ""));
    }

    @Test
    void theServicePathMayBeEmptyASlashOrAbsentBesideAQuery() throws LocalFault {
        assertThat(parse("GET\r\n/r1/I/C/M/S/svc\r\n" + REQUIRED).servicePath()).isEmpty();
        assertThat(parse("GET\r\n/r1/I/C/M/S/svc/\r\n" + REQUIRED).servicePath())
                .isEqualTo("/");
        RestRequestHead queried = parse("GET\r\n/r1/I/C/M/S/svc?\r\n" + REQUIRED);
        assertThat(queried.servicePath()).isEmpty();
        assertThat(queried.rawQuery()).contains("");
    }

    @Test
    void theLastOfSeveralQueryIdsCounts() throws LocalFault {
        assertThat(parse(LINES + REQUIRED + "X-ROAD-ID:other\r\n").queryId()).isEqualTo("other");
    }

    @Test
    void bytesAreCopiedInAndOut() throws LocalFault {
        byte[] bytes = (LINES + REQUIRED).getBytes(StandardCharsets.UTF_8);
        RestRequestHead head = RestRequestHead.parse(bytes);
        bytes[0] = 'X';
        head.bytes()[0] = 'X';

        assertThat(head.bytes()[0]).isEqualTo((byte) 'P');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding:chunked\r\n",
                "TRANSFER-ENCODING:chunked\r\n",
                "Transfer-Encoding :chunked\r\n",
                "Transfer-Encoding\t:chunked\r\n",
                " Transfer-Encoding:chunked\r\n",
                "X-A:1\rTransfer-Encoding:chunked\r\n",
                "X-A:1\nTransfer-Encoding:chunked\r\n",
                "X-A:1\r\r\n",
                "X-A:1\r\n Transfer-Encoding:folded\r\n",
                "Content-Length:1\r\n",
                "Keep-Alive:1\r\n",
                "Proxy-Authenticate:1\r\n",
                "PROXY-AUTHORIZATION:1\r\n",
                "TE:1\r\n",
                "Trailer:1\r\n",
                "Upgrade:1\r\n",
                "CONNECTION:close\r\n",
                "User-Agent:1\r\n",
                "Host:1\r\n",
                "Server:1\r\n",
                "Expect:1\r\n",
                "X-Road-Client:TEST/COM/111/CONS\r\n",
                "x-road-client:TEST/COM/999/OTHER\r\n",
                "x-road-request-id:other\r\n",
                "X-Road-Security-Server:I/C/M\r\n",
                "X-Road-Security-Server:I/C/M/a\r\nX-Road-Security-Server:I/C/M/b\r\n",
                "X-Road-Represented-Party:a/b/c\r\n",
                "X-Road-Represented-Party:\r\n",
                "X-Road-Id:\r\n",
                "no colon\r\n",
                ":no name\r\n",
                "\r\n",
                "X-A: 1\r\n",
                "X-A:1 \r\n",
                "X-A:a\u0000b\r\n",
                "X-A:a\u007Fb\r\n",
                "X-A:\u010A\r\n",
                "X-\u00C4:1\r\n"
            })
    void aHeadWithThisLineIsRefused(String line) {
        assertRefused(LINES + REQUIRED + line);
        assertRefused(LINES + line + REQUIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-A:1", "X-A:1\n", "X-A:1\r", "X-A:1\r\n\r", "\n", "\r"})
    void aHeadWhoseLastLineDoesNotEndIsRefused(String line) {
        assertRefused(LINES + REQUIRED + line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr", "az", "lt", "en", "th"})
    void theLocaleDoesNotChangeWhatIsRefused(String language) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(language));
            assertRefused(LINES + REQUIRED + "TRANSFER-ENCODING:chunked\r\n");
            assertRefused(LINES + REQUIRED + "TRAILER:x\r\n");
            assertRefused(LINES + REQUIRED + "X-ROAD-CLIENT:TEST/COM/111/CONS\r\n");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POST",
                "POST\r\n",
                "post\r\n/r1/I/C/M/S/svc\r\n",
                "CONNECT\r\n/r1/I/C/M/S/svc\r\n",
                "GET \r\n/r1/I/C/M/S/svc\r\n",
                "GET\n/r1/I/C/M/S/svc\r\n",
                "GET\r\n/r1/I/C/M/S\r\n",
                "GET\r\n/r1/I/C/M//svc\r\n",
                "GET\r\n/r1/I/C/M/%20/svc\r\n",
                "GET\r\n/r1/I/C/M/%zz/svc\r\n",
                "GET\r\n/r1/I/C/M/%C0%AE/svc\r\n",
                "GET\r\n/r2/I/C/M/S/svc\r\n",
                "GET\r\nr1/I/C/M/S/svc\r\n",
                "GET\r\nhttp://h/r1/I/C/M/S/svc\r\n",
                "GET\r\n/r1/I/C/M/S/svc#f\r\n",
                "GET\r\n/r1/I/C/M/S/svc?a#f\r\n",
                "GET\r\n/r1/I/C/M/S/svc/a b\r\n",
                "GET\r\n/r1/I/C/M/S/svc?a b\r\n",
                "GET\r\n/r1/I/C/M/S/svc/\u00E4\r\n",
                "GET\r\n/r1/I/C/M/S/svc?\u00E4\r\n",
                "GET\r\n/r1/I/C/M/S/svc/\\\r\n",
                "GET\r\n/r1/I/C/M/S/svc HTTP/1.1\r\n"
            })
    void aHeadWithTheseFirstLinesIsRefused(String lines) {
        assertRefused(lines + REQUIRED);
        assertRefused(lines);
    }

    @Test
    void everyHeaderThatMustBeThereIsMissed() {
        String[] required = REQUIRED.split("(?<=\r\n)", 3);
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> parse(LINES + required[1] + required[2]))
                .extracting(fault -> fault.code().xroadName())
                .isEqualTo("invalid_client_identifier");
        assertRefused(LINES + required[0] + required[2]);
        assertRefused(LINES + required[0] + required[1]);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] bytes = (LINES + REQUIRED + "X-A:a\r\n").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 3] = (byte) 0xC0;
        assertThatExceptionOfType(LocalFault.class).isThrownBy(() -> RestRequestHead.parse(bytes));
    }

    @Test
    void aHeadMayHaveItsFullLengthAndNoByteMore() throws LocalFault {
        int room = RestRequestHead.HEAD_BYTES_MAX - (LINES + REQUIRED + "X-A:\r\n").length();
        assertThat(parse(LINES + REQUIRED + "X-A:" + "a".repeat(room) + "\r\n").bytes())
                .hasSize(RestRequestHead.HEAD_BYTES_MAX);
        assertRefused(LINES + REQUIRED + "X-A:" + "a".repeat(room + 1) + "\r\n");
    }

    @Test
    void aHeadMayHaveAllItsFieldsAndNotOneMore() throws LocalFault {
        String fields = "X-A:1\r\n".repeat(FieldRules.FIELDS_MAX - 3);
        assertThat(parse(LINES + REQUIRED + fields).fields()).hasSize(FieldRules.FIELDS_MAX);
        assertRefused(LINES + REQUIRED + fields + "X-A:1\r\n");
    }

    @Test
    void aQueryIdMayHaveItsFullLengthAndNoCharacterMore() throws LocalFault {
        String id = "i".repeat(RestRequestHead.QUERY_ID_LENGTH_MAX);
        assertThat(parse(LINES + REQUIRED + "X-Road-Id:" + id + "\r\n").queryId())
                .isEqualTo(id);
        assertRefused(LINES + REQUIRED + "X-Road-Id:" + id + "i\r\n");
    }

    private static RestRequestHead parse(String head) throws LocalFault {
        return RestRequestHead.parse(head.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String head) {
        assertThatExceptionOfType(LocalFault.class)
                .as(head)
                .isThrownBy(() -> parse(head))
                .extracting(fault -> fault.code().xroadName())
                .isEqualTo("invalid_message");
    }
}
