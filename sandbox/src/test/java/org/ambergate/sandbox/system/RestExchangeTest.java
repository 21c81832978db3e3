package org.ambergate.sandbox.system;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import org.ambergate.messagelog.BodyState;
import org.ambergate.messagelog.MessageDirection;
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

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestExchangeTest {
    @SuppressWarnings("NullAway.Init")
    private RunningPair pair;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        pair = RunningPair.start(temporary, KeyKind.P256, "");
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @BeforeEach
    void serviceAnswers() {
        pair.service().resetAll();
        pair.service()
                .stubFor(any(anyUrl())
                        .willReturn(aResponse()
                                .withStatus(200)
                                .withHeader("Content-Type", "text/plain")
                                .withHeader("X-Own", "kept")
                                .withBody("hello")));
    }

    @Test
    void bothServersLogRequestAndResponseOfADeliveredExchange() throws Exception {
        HttpResponse<String> reply = pair.send(pair.request("/a/b?x=1&y=%20"));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("hello");
        assertThat(reply.headers().firstValue("x-own")).hasValue("kept");
        String id = reply.headers().firstValue("x-road-request-id").orElseThrow();
        for (var home : new org.ambergate.sandbox.ServerHome[] {
            pair.ecosystem().consumer(), pair.ecosystem().provider()
        }) {
            var messages = pair.logged(home, id);
            assertThat(messages)
                    .extracting(m -> m.message().direction())
                    .containsExactly(MessageDirection.REQUEST, MessageDirection.RESPONSE);
            assertThat(messages.get(1).message().body().state()).isEqualTo(BodyState.KEPT);
        }
    }

    @Test
    void theServiceSeesPathQueryAndHeadersAsTheConsumerSentThem() throws Exception {
        var unused = pair.send(
                pair.request("/a%20b/%C3%A4?q=%2F&r").header("X-Own", "1").header("Accept", "a/b"));

        pair.service()
                .verify(getRequestedFor(urlEqualTo("/a%20b/%C3%A4?q=%2F&r"))
                        .withHeader("X-Own", equalTo("1"))
                        .withHeader("Accept", equalTo("a/b"))
                        .withHeader("X-Road-Client", equalTo(SandboxIds.CONSUMER.encoded()))
                        .withoutHeader("Transfer-Encoding"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void everyMethodReachesTheServiceWithItsBody(String method) throws Exception {
        HttpResponse<String> reply = pair.send(pair.request("/m").method(method, BodyPublishers.ofString("body")));

        assertThat(reply.statusCode()).isEqualTo(200);
        var received = pair.service().getAllServeEvents().get(0).getRequest();
        assertThat(received.getMethod().getName()).isEqualTo(method);
        assertThat(received.getBodyAsString()).isEqualTo("body");
    }

    @Test
    void aHeadRequestIsAnsweredWithoutABody() throws Exception {
        HttpResponse<String> reply = pair.send(pair.request("/m").method("HEAD", BodyPublishers.noBody()));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.headers().firstValue("x-road-request-hash")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 303, 307, 308, 404, 500})
    void theServicesOwnStatusPassesSignedAndIsNoXRoadError(int status) throws Exception {
        pair.service().resetAll();
        pair.service()
                .stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Location", "/elsewhere")));

        HttpResponse<String> reply = pair.send(pair.request("/s"));

        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.headers().firstValue("location")).hasValue("/elsewhere");
        assertThat(reply.headers().firstValue("x-road-error")).isEmpty();
        assertThat(reply.headers().firstValue("x-road-request-hash")).isPresent();
        assertThat(pair.service().getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"301, GET", "302, GET", "303, POST", "307, POST", "308, PUT"})
    void aRedirectIsPassedOnAndNeverFollowed(int status, String method) throws Exception {
        WireMockServer recorder = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        recorder.start();
        try {
            String elsewhere = recorder.baseUrl() + "/secret";
            pair.service().resetAll();
            pair.service()
                    .stubFor(any(anyUrl())
                            .willReturn(aResponse().withStatus(status).withHeader("Location", elsewhere)));

            HttpResponse<String> reply = pair.send(pair.request("/s").method(method, BodyPublishers.ofString("body")));

            assertThat(reply.statusCode()).isEqualTo(status);
            assertThat(reply.headers().firstValue("location")).hasValue(elsewhere);
            assertThat(reply.headers().firstValue("x-road-error")).isEmpty();
            assertThat(pair.service().getAllServeEvents()).hasSize(1);
            assertThat(recorder.getAllServeEvents()).isEmpty();
        } finally {
            recorder.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 65_537, 3_000_000})
    void bodiesOfAnySizeArriveUnchangedInBothDirections(int size) throws Exception {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        pair.service().resetAll();
        pair.service()
                .stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody(body)));

        HttpResponse<byte[]> reply = pair.sendForBytes(pair.request("/b").POST(BodyPublishers.ofByteArray(body)));

        assertThat(reply.body()).isEqualTo(body);
        assertThat(pair.service().getAllServeEvents().get(0).getRequest().getBody())
                .isEqualTo(body);
    }

    @Test
    void theMessageIdentifierOfTheConsumerIsKept() throws Exception {
        HttpResponse<String> reply = pair.send(pair.request("/i").header("X-Road-Id", "my-id-1"));

        assertThat(reply.headers().firstValue("x-road-id")).hasValue("my-id-1");
    }
}
