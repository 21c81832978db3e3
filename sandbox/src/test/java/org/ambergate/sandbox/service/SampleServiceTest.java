package org.ambergate.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SampleServiceTest {
    private static final int ECHO_BYTES_MAX = 300_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EVE = "{\"name\":\"Eve Kask\",\"born\":\"2001-02-03\",\"residence\":\"Narva\"}";

    private static SampleService service;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        service = SampleService.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ECHO_BYTES_MAX);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theRegisterListsAndFindsPersons() throws Exception {
        HttpResponse<String> all = send("GET", "/persons", "");
        HttpResponse<String> one = send("GET", "/persons/1", "");

        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JSON.readTree(all.body()).get(0)).isEqualTo(JSON.readTree(one.body()));
        assertThat(one.body())
                .isEqualTo("{\"id\":1,\"name\":\"Aino Virtanen\",\"born\":\"1984-03-14\",\"residence\":\"Tampere\"}");
    }

    @Test
    void aPersonIsAddedReplacedAndRemoved() throws Exception {
        HttpResponse<String> added = send("POST", "/persons", EVE);
        String location = added.headers().firstValue("Location").orElseThrow();

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(send("GET", location, "").body()).isEqualTo(added.body());
        assertThat(send("PUT", location, EVE.replace("Narva", "Tallinn")).body())
                .contains("Tallinn");
        assertThat(send("GET", location, "").body()).contains("Tallinn");
        assertThat(send("DELETE", location, "").statusCode()).isEqualTo(204);
        assertThat(send("GET", location, "").statusCode()).isEqualTo(404);
        assertThat(send("PUT", location, EVE).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", location, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{\"name\":\"Eve\"}",
                "{\"name\":\" \",\"born\":\"2001-02-03\",\"residence\":\"Narva\"}",
                "{\"name\":\"Eve\",\"born\":\"yesterday\",\"residence\":\"Narva\"}"
            })
    void whatIsNoPersonIsRefused(String body) throws Exception {
        assertThat(send("POST", "/persons", body).statusCode()).isEqualTo(400);
    }

    @Test
    void aNameMayBeAsLongAsTheLimitAndNoLonger() throws Exception {
        String name = "E".repeat(Person.TEXT_CHARS_MAX);

        assertThat(send("POST", "/persons", EVE.replace("Eve Kask", name)).statusCode())
                .isEqualTo(201);
        assertThat(send("POST", "/persons", EVE.replace("Eve Kask", name + "E")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aPersonsBodyMayBeAsLongAsTheLimitAndNoLonger() throws Exception {
        String fits = EVE + " ".repeat(PersonEndpoints.PERSON_BYTES_MAX - EVE.length());

        assertThat(send("POST", "/persons", fits).statusCode()).isEqualTo(201);
        assertThat(send("POST", "/persons", fits + " ").statusCode()).isEqualTo(413);
    }

    @Test
    void theRegisterIsFullAtItsLimitAndNotBefore() {
        PersonRegister register = new PersonRegister();
        for (int size = register.all().size(); size < PersonRegister.PERSONS_MAX - 1; size++) {
            add(register);
        }

        assertThat(add(register)).isTrue();
        assertThat(add(register)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/persons/x", "/persons/", "/persons/99999999999", "/personsX"})
    void whatIsNotThereIsNotFound(String path) throws Exception {
        HttpResponse<String> response = send("GET", path, "");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(response.body()).has("error")).isTrue();
    }

    @Test
    void otherMethodsAreRefusedWithTheOnesAllowed() throws Exception {
        assertThat(send("PATCH", "/persons", "").headers().firstValue("Allow")).contains("GET, POST");
        assertThat(send("POST", "/persons/1", EVE).statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                1024,
                KeptBody.MEMORY_BYTES_MAX - 1,
                KeptBody.MEMORY_BYTES_MAX,
                KeptBody.MEMORY_BYTES_MAX + 1,
                ECHO_BYTES_MAX
            })
    void anEchoIsWhatWasSent(int length) throws Exception {
        byte[] body = new BytePattern().first(length);

        HttpResponse<byte[]> response = CLIENT.send(
                request("/echo")
                        .header("Content-Type", "image/png")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
    }

    @Test
    void aLongerBodyThanTheLimitIsNotEchoed() throws Exception {
        assertThat(send("POST", "/echo", "x".repeat(ECHO_BYTES_MAX + 1)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void aDigestTellsWhatArrivedInChunks() throws Exception {
        byte[] body = new BytePattern().first(1_000_000);

        HttpResponse<String> response = CLIENT.send(
                request("/digest")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        JsonNode json = JSON.readTree(response.body());
        assertThat(json.get("bytes").asLong()).isEqualTo(body.length);
        assertThat(json.get("sha256").asString())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 65_537, 20_000_000})
    void asManyBytesAreSentAsAskedFor(int size) throws Exception {
        HttpResponse<InputStream> response =
                CLIENT.send(request("/bytes?size=" + size).build(), HttpResponse.BodyHandlers.ofInputStream());

        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(size);
        try (InputStream in = response.body()) {
            assertThat(new BytePattern().matches(0, ByteBuffer.wrap(in.readNBytes(size))))
                    .isTrue();
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bytes", "/bytes?size=", "/bytes?size=-1", "/bytes?size=x", "/bytes?sizes=1"})
    void aSizeThatIsNoneIsRefused(String path) throws Exception {
        assertThat(send("GET", path, "").statusCode()).isEqualTo(400);
    }

    @Test
    void theLargestSizeIsTheLimit() throws Exception {
        HttpResponse<InputStream> largest = CLIENT.send(
                request("/bytes?size=" + BodyEndpoints.BYTES_MAX).build(), HttpResponse.BodyHandlers.ofInputStream());
        largest.body().close();

        assertThat(largest.statusCode()).isEqualTo(200);
        assertThat(send("GET", "/bytes?size=" + (BodyEndpoints.BYTES_MAX + 1), "")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theDescriptionNamesEveryPath() throws Exception {
        HttpResponse<String> description = send("GET", "/openapi.yaml", "");

        assertThat(description.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(description.body())
                .startsWith("openapi: 3.")
                .contains("\n  /persons:", "\n  /persons/{id}:", "\n  /echo:", "\n  /digest:", "\n  /bytes:");
    }

    private static boolean add(PersonRegister register) {
        return register.add(id -> new Person(id, "Eve", java.time.LocalDate.EPOCH, "Narva"))
                .isPresent();
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.BodyPublisher publisher = body.isEmpty() && !method.equals("POST")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
        return CLIENT.send(request(path).method(method, publisher).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path));
    }
}
