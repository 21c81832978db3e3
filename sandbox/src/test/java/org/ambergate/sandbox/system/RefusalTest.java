package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets its exact code, and the service gets nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalTest {
    private static final String SERVICES = """
            clients:
              - id: DEV/ORG/2222/PROVIDER
                connection: http
                groups:
                  friends: [DEV/ORG/1111/CONSUMER]
                services:
                  - code: registry
                    url: http://127.0.0.1:PORT
                    access:
                      - client: DEV/ORG/1111/CONSUMER
                        method: GET
                        path: /public/*
                      - local-group: friends
                        method: POST
                        path: /in
                      - global-group: DEV/everyone
                        path: /all/**
                  - code: private
                    url: http://127.0.0.1:PORT
                  - code: down
                    url: http://127.0.0.1:1
                    access: [{client: DEV/ORG/1111/CONSUMER}]
                  - code: own
                    url: http://OWN/metrics
                    access: [{client: DEV/ORG/1111/CONSUMER}]
                  - code: metadata
                    url: http://169.254.169.254/latest
                    access: [{client: DEV/ORG/1111/CONSUMER}]
                  - code: mapped
                    url: http://[::ffff:169.254.169.254]/latest
                    access: [{client: DEV/ORG/1111/CONSUMER}]
                  - code: local6
                    url: http://[fe80::1]/
                    access: [{client: DEV/ORG/1111/CONSUMER}]
                  - code: anywhere
                    url: http://0.0.0.0:PORT
                    access: [{client: DEV/ORG/1111/CONSUMER}]
                  - code: off
                    url: http://127.0.0.1:PORT
                    disabled: moved
                    access: [{client: DEV/ORG/1111/CONSUMER}]
            """;
    private static final int LOGGABLE_BODY_BYTES_MAX = 10 << 20;

    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private RunningPair pair;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        pair = RunningPair.start(temporary, KeyKind.RSA_2048, SERVICES);
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @BeforeEach
    void serviceAnswers() {
        pair.resetService();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, registry/public/a, 200, ''",
        "POST, registry/in, 200, ''",
        "PUT, registry/all/a/b, 200, ''",
        "GET, registry/secret, 500, server.serverproxy.access_denied",
        "POST, registry/public/a, 500, server.serverproxy.access_denied",
        "GET, registry/public/a/b, 500, server.serverproxy.access_denied",
        "GET, registry, 500, server.serverproxy.access_denied",
        "GET, registry/public/%2e%2e/secret, 500, server.serverproxy.access_denied",
        "GET, registry/public/..%2fsecret, 500, server.serverproxy.access_denied",
        "GET, registry/public/a%2fb, 500, server.serverproxy.access_denied",
        "GET, registry/public/a%00, 500, server.serverproxy.access_denied",
        "GET, registry/public/..;x=1/secret, 500, server.serverproxy.access_denied",
        "GET, registry/public//a, 500, server.serverproxy.access_denied",
        "GET, registry/all/%5c, 500, server.serverproxy.access_denied",
        "GET, private/a, 500, server.serverproxy.access_denied",
        "GET, nosuch/a, 500, server.serverproxy.unknown_service",
        "GET, off/a, 500, server.serverproxy.service_disabled",
        "GET, down/a, 500, server.serverproxy.network_error",
        "GET, own, 500, server.serverproxy.network_error",
        "GET, metadata, 500, server.serverproxy.network_error",
        "GET, mapped, 500, server.serverproxy.network_error",
        "GET, local6, 500, server.serverproxy.network_error",
        "GET, anywhere, 500, server.serverproxy.network_error",
    })
    void rightsAreJudgedByServiceMethodAndPath(String method, String path, int status, String code) throws Exception {
        HttpResponse<String> reply = pair.send(pair.to("/r1/" + SandboxIds.PROVIDER.encoded() + "/" + path)
                .header("X-Road-Client", SandboxIds.CONSUMER.encoded())
                .method(method, BodyPublishers.noBody()));

        assertThat(reply.headers().firstValue("x-road-error").orElse("")).isEqualTo(code);
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(pair.service().getAllServeEvents()).hasSize(status == 200 ? 1 : 0);
        if (status != 200) {
            assertGivesNothingAway(reply);
        }
    }

    @Test
    void aClientThatIsNotRegisteredHereIsUnknown() throws Exception {
        assertRefused(
                pair.to(SandboxIds.servicePath() + "/public/a").header("X-Road-Client", "DEV/ORG/1111/OTHER"),
                "server.clientproxy.unknown_member");
    }

    @Test
    void aProviderThatNobodyServesIsUnknown() throws Exception {
        assertRefused(
                pair.to("/r1/DEV/ORG/9999/X/y").header("X-Road-Client", SandboxIds.CONSUMER.encoded()),
                "server.clientproxy.unknown_member");
    }

    @Test
    void aMissingClientHeaderIsNamed() throws Exception {
        assertRefused(pair.to(SandboxIds.servicePath() + "/public/a"), "server.clientproxy.invalid_client_identifier");
    }

    @Test
    void twoClientHeadersAreRefused() throws Exception {
        assertRefused(
                pair.request("/public/a").header("x-road-client", SandboxIds.CONSUMER.encoded()),
                "server.clientproxy.bad_request");
    }

    @Test
    void aSecurityServerThatDoesNotServeTheProviderIsRefused() throws Exception {
        assertRefused(
                pair.request("/public/a").header("X-Road-Security-Server", SandboxIds.CONSUMER_SERVER.encoded()),
                "server.clientproxy.invalid_security_server");
    }

    @Test
    void theSecurityServerOfTheProviderMayBeNamed() throws Exception {
        HttpResponse<String> reply = pair.send(
                pair.request("/public/a").header("X-Road-Security-Server", SandboxIds.PROVIDER_SERVER.encoded()));

        assertThat(reply.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {LOGGABLE_BODY_BYTES_MAX, LOGGABLE_BODY_BYTES_MAX + 1})
    void aBodyLongerThanMayBeLoggedIsRefused(int size) throws Exception {
        HttpResponse<String> reply = pair.send(pair.request("/in").POST(BodyPublishers.ofByteArray(new byte[size])));

        boolean fits = size <= LOGGABLE_BODY_BYTES_MAX;
        assertThat(reply.headers().firstValue("x-road-error").orElse(""))
                .isEqualTo(fits ? "" : "server.clientproxy.logging_failed");
        assertThat(pair.service().getAllServeEvents()).hasSize(fits ? 1 : 0);
    }

    @Test
    void anErrorIsXmlForWhoAsksForXml() throws Exception {
        HttpResponse<String> reply = pair.send(pair.request("/secret").header("Accept", "text/xml"));

        assertThat(reply.headers().firstValue("content-type")).hasValue("text/xml;charset=utf-8");
        assertThat(reply.body()).contains("<type>server.serverproxy.access_denied</type>");
    }

    @Test
    void whatIsNoRestRequestIsNotFound() throws Exception {
        HttpResponse<String> reply = pair.send(pair.to("/other"));

        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.headers().firstValue("x-road-error")).hasValue("client.not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: 5\r\nContent-Length: 5\r\n",
                "X-A: b\r\n c\r\n",
                "X-A: b\rX-B: c\r\n",
                "X-A : b\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
            })
    void ambiguousFramingIsRefusedAndTheConnectionCloses(String fields) throws Exception {
        String request = "POST " + SandboxIds.servicePath() + "/in HTTP/1.1\r\nHost: a\r\nX-Road-Client: "
                + SandboxIds.CONSUMER.encoded() + "\r\n" + fields + "\r\n0\r\n\r\n";

        String reply = raw(request);

        assertThat(reply).startsWith("HTTP/1.1 400 ").contains("client.bad_request");
        assertThat(pair.service().getAllServeEvents()).isEmpty();
    }

    private void assertRefused(HttpRequest.Builder request, String code) throws Exception {
        HttpResponse<String> reply = pair.send(request);

        assertThat(reply.headers().firstValue("x-road-error")).hasValue(code);
        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(pair.service().getAllServeEvents()).isEmpty();
        assertGivesNothingAway(reply);
    }

    private void assertGivesNothingAway(HttpResponse<String> reply) {
        assertThat(reply.body())
                .contains("\"type\"")
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("127.0.0.")
                .doesNotContain(directory.toString());
    }

    /** Sends bytes as they are and reads until the server closes. */
    private String raw(String request) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(pair.consumerHttp());
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
