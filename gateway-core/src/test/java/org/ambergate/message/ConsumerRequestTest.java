package org.ambergate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads built from requests of information systems (client protocol specification, sections 2.2 to 2.4). */
class ConsumerRequestTest {
    private static final String TARGET = "/r1/I/C/M/S/svc/a";
    private static final Field CLIENT = new Field("X-Road-Client", "I/C/M/S");

    @Test
    void headersKeepTheirOrderAndOwnOnesFollow() throws LocalFault {
        RestRequestHead head = head(
                TARGET + "?q=1",
                new Field("Host", "h"),
                new Field("X-B", " two \t"),
                CLIENT,
                new Field("X-Road-Request-Id", "forged"),
                new Field("x-road-request-hash", "forged"),
                new Field("X-Road-Service", "kept"),
                new Field("X-B", "one"));

        assertThat(text(head).split("\r\n"))
                .containsExactly(
                        "GET",
                        "/r1/I/C/M/S/svc/a?q=1",
                        "X-B:two",
                        "X-Road-Client:I/C/M/S",
                        "X-Road-Service:kept",
                        "X-B:one",
                        "x-road-request-id:request",
                        "x-road-id:I-generated");
        assertThat(head.requestId()).isEqualTo("request");
        assertThat(head.queryId()).isEqualTo("I-generated");
    }

    @Test
    void aQueryIdOfTheCallerIsKept() throws LocalFault {
        RestRequestHead head = head(TARGET, CLIENT, new Field("X-Road-Id", "mine"));

        assertThat(head.queryId()).isEqualTo("mine");
        assertThat(text(head)).endsWith("X-Road-Id:mine\r\nx-road-request-id:request\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transfer-encoding",
                "Keep-Alive",
                "proxy-authenticate",
                "Proxy-Authorization",
                "TE",
                "trailer",
                "Upgrade",
                "Connection",
                "User-Agent",
                "HOST",
                "content-length",
                "SERVER",
                "expect",
                "X-ROAD-REQUEST-ID",
                "X-Road-Request-Hash"
            })
    void aFieldOfTheConnectionIsDroppedInEveryLocale(String name) throws LocalFault {
        Locale before = Locale.getDefault();
        try {
            for (String language : List.of("en", "tr", "az", "lt")) {
                Locale.setDefault(Locale.forLanguageTag(language));
                RestRequestHead head = head(TARGET, CLIENT, new Field(name, "x"));
                assertThat(head.fields()).hasSize(3);
                assertThat(RestRequestHead.parse(head.bytes()).fields()).isEqualTo(head.fields());
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void textInLatin1TravelsAsUtf8() throws LocalFault {
        RestRequestHead head = head(TARGET, CLIENT, new Field("X-Name", "J\u00FCri"));

        assertThat(RestRequestHead.parse(head.bytes()).fields()).contains(new Field("X-Name", "J\u00FCri"));
    }

    @Test
    void withoutAClientThereIsNoRequest() {
        assertRefused("invalid_client_identifier", TARGET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Road-Client", "x-road-client", "X-ROAD-CLIENT", "x-Road-Client"})
    void twoClientsAreRefusedHoweverTheyAreSpelled(String name) {
        assertRefused("bad_request", TARGET, CLIENT, new Field(name, "I/C/M/S"));
        assertRefused("bad_request", TARGET, new Field(name, "I/C/M/OTHER"), CLIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Road-Client ", " X-Road-Client", "X-Road-Client\t", "X-Road-Client:", "X-Road\u2011Client", ""
            })
    void aNameThatIsNoNameIsRefused(String name) {
        assertRefused("bad_request", TARGET, CLIENT, new Field(name, "I/C/M/OTHER"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Road-Client", "close, x-road-client", "close,X-ROAD-ID , te", "x-road-userid"})
    void aConnectionHeaderThatNamesAnXRoadHeaderIsRefused(String value) {
        assertRefused("bad_request", TARGET, CLIENT, new Field("Connection", value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Road-Client",
                "X-Road-Id",
                "X-Road-UserId",
                "X-Road-Issue",
                "X-Road-Represented-Party",
                "X-Road-Security-Server",
                "X-Other",
                "Connection"
            })
    void aValueThatCouldEndALineIsRefusedInEveryHeader(String name) {
        for (String bad : List.of("\r\nX-Injected: 1", "\n", "\r", "\u0000", "\u010A", "\u010D", "\u2028", "\u007F")) {
            List<Field> fields = new ArrayList<>(List.of(new Field(name, "I/C/M/S" + bad)));
            if (!name.equals("X-Road-Client")) {
                fields.add(CLIENT);
            }
            assertRefused("bad_request", TARGET, fields.toArray(Field[]::new));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/r1/I/C/M/S/svc/a\r\nX-Injected: 1",
                "/r1/I/C/M/S/svc/a\n",
                "/r1/I/C/M/S/svc?a\r",
                "/r1/I/C/M/S/svc/a\u0000",
                "/r1/I/C/M/S/svc/a b",
                "/r1/I/C/M/S/svc/a?b c",
                "/r1/I/C/M/S/svc/a#b",
                "/r1/I/C/M/S/svc/a\u010A",
                "/r1/I/C/M/S/svc/\u00E4",
                "/r1/I/C/M/S/svc/a\\b",
                "/r1/I/C/M/S/svc/a|b",
                "/r1/I/C/M/S/svc/{a}"
            })
    void aTargetThatIsNoUriIsRefused(String target) {
        assertRefused("bad_request", target, CLIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "*",
                "/r1",
                "/r1/",
                "/r1/I/C/M/S",
                "/r1/I/C/M/S/",
                "/r1//C/M/S/svc",
                "/r1/I/C/M/%20%20/svc",
                "/r1/I/C/M/S/%",
                "/r1/I/C/M/S/%4",
                "/r1/I/C/M/S/%FF",
                "/r2/I/C/M/S/svc",
                "/R1/I/C/M/S/svc",
                "http://host/r1/I/C/M/S/svc"
            })
    void aTargetThatNamesNoServiceGetsTheCodeOfXRoad(String target) {
        assertRefused("internal_error", target, CLIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I/C",
                "I/C/M/S/x",
                "",
                "I",
                "I//M/S",
                "I/C/M/",
                "I/C/M/S T",
                "I/C/M/%",
                "I/C/M/%G1",
                "I/C/M/\u00E4"
            })
    void aMalformedClientGetsTheCodeOfXRoad(String client) {
        assertRefused("internal_error", TARGET, new Field("X-Road-Client", client));
    }

    @ParameterizedTest
    @CsvSource({
        "X-Road-Security-Server, I/C/M",
        "X-Road-Security-Server, I/C/M/S/x",
        "X-Road-Security-Server, I/C/M/%",
        "X-Road-Security-Server, ''",
        "X-Road-Represented-Party, a/b/c",
        "X-Road-Represented-Party, a/",
        "X-Road-Represented-Party, /b",
        "X-Road-Represented-Party, ''"
    })
    void aMalformedRoutingOrPartyGetsTheCodeOfXRoad(String name, String value) {
        assertRefused("internal_error", TARGET, CLIENT, new Field(name, value));
    }

    @Test
    void twoRoutingHeadersAreRefused() {
        Field server = new Field("X-Road-Security-Server", "I/C/M/ss");
        assertRefused("bad_request", TARGET, CLIENT, server, server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "CONNECT", "PROPFIND", "", "GET ", "GET\r\n"})
    void anotherMethodGetsTheCodeOfXRoad(String method) {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(
                        () -> RestRequestHead.fromConsumer(method, TARGET, List.of(CLIENT), "request", "I-generated"))
                .extracting(fault -> fault.code().xroadName())
                .isEqualTo("internal_error");
    }

    @Test
    void anIdentifierPartMayHave255CharactersAndNoMore() throws LocalFault {
        String part = "m".repeat(255);
        assertThat(head(TARGET, new Field("X-Road-Client", "I/C/" + part)).client())
                .hasToString("MEMBER:I/C/" + part);
        assertRefused("internal_error", TARGET, new Field("X-Road-Client", "I/C/m" + part));
    }

    @Test
    void aQueryIdIsNeitherEmptyNorTooLong() throws LocalFault {
        String id = "i".repeat(RestRequestHead.QUERY_ID_LENGTH_MAX);
        assertThat(head(TARGET, CLIENT, new Field("X-Road-Id", id)).queryId()).isEqualTo(id);
        assertRefused("bad_request", TARGET, CLIENT, new Field("X-Road-Id", id + "i"));
        assertRefused("bad_request", TARGET, CLIENT, new Field("X-Road-Id", ""));
        assertRefused("bad_request", TARGET, CLIENT, new Field("X-Road-Id", " "));
    }

    @Test
    void aRequestMayHaveAllItsFieldsAndNotOneMore() throws LocalFault {
        Field[] fields = new Field[FieldRules.FIELDS_MAX - 2];
        Arrays.fill(fields, new Field("X-A", "1"));
        fields[0] = CLIENT;
        assertThat(RestRequestHead.parse(head(TARGET, fields).bytes()).fields()).hasSize(FieldRules.FIELDS_MAX);

        Field[] tooMany = Arrays.copyOf(fields, fields.length + 1);
        tooMany[fields.length] = new Field("X-A", "1");
        assertRefused("bad_request", TARGET, tooMany);
    }

    @Test
    void aRequestMayFillAHeadAndNoByteMore() throws LocalFault {
        int room = RestRequestHead.HEAD_BYTES_MAX
                - head(TARGET, CLIENT, new Field("X-A", "")).bytes().length;
        RestRequestHead full = head(TARGET, CLIENT, new Field("X-A", "a".repeat(room)));
        assertThat(RestRequestHead.parse(full.bytes()).bytes()).hasSize(RestRequestHead.HEAD_BYTES_MAX);
        assertRefused("bad_request", TARGET, CLIENT, new Field("X-A", "a".repeat(room + 1)));
    }

    private static RestRequestHead head(String target, Field... headers) throws LocalFault {
        return RestRequestHead.fromConsumer("GET", target, List.of(headers), "request", "I-generated");
    }

    private static void assertRefused(String code, String target, Field... headers) {
        assertThatExceptionOfType(LocalFault.class)
                .as(target + " " + Arrays.toString(headers))
                .isThrownBy(() -> head(target, headers))
                .extracting(fault -> fault.code().xroadName())
                .isEqualTo(code);
    }

    private static String text(RestRequestHead head) {
        return new String(head.bytes(), StandardCharsets.UTF_8);
    }
}
