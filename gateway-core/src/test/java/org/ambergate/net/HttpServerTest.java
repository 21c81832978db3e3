package org.ambergate.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests are served once they have passed the front. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerTest {
    private static final String CLOSE = "Connection: close\r\n\r\n";

    private final Edge edge = new Edge();

    @AfterAll
    void stop() {
        edge.close();
    }

    private String exchange(HttpRequestHandler handler, String request) throws Exception {
        try (HttpServer server = edge.serve(handler);
                RawClient client = new RawClient(server.address())) {
            return client.send(request).readToEnd();
        }
    }

    private static HttpRequestHandler sending(int status, String body) {
        return (request, reply) -> {
            try {
                reply.send(status, HttpFields.of("x-hash-algorithm", "SHA-512"), body.getBytes(ISO_8859_1));
            } catch (LocalFault e) {
                reply.abort();
            }
        };
    }

    @Test
    void namesOfFieldsKeepTheirSpelling() throws Exception {
        String answer = exchange(sending(200, "ok"), "GET / HTTP/1.1\r\nHost: a\r\n" + CLOSE);
        assertThat(answer)
                .isEqualTo("HTTP/1.1 200 OK\r\nx-hash-algorithm: SHA-512\r\nConnection: close\r\n"
                        + "Content-Length: 2\r\n\r\nok");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderOneAtATime() throws Exception {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            requests.append("POST /").append(i).append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
        }
        String answer = exchange(
                (request, reply) -> {
                    events.add("begin " + request.target());
                    sending(200, request.target()).respond(request, reply);
                    events.add("end " + request.target());
                },
                requests + "GET /last HTTP/1.1\r\nHost: a\r\n" + CLOSE);
        assertThat(RawClient.statuses(answer)).hasSize(51).containsOnly(200);
        assertThat(events).hasSize(102);
        for (int i = 0; i < 50; i++) {
            assertThat(events.get(2 * i)).isEqualTo("begin /" + i);
            assertThat(events.get(2 * i + 1)).isEqualTo("end /" + i);
        }
    }

    @Test
    void aReplyToHeadHasALengthButNoBody() throws Exception {
        String answer = exchange(sending(200, "body"), "HEAD / HTTP/1.1\r\nHost: a\r\n" + CLOSE);
        assertThat(answer).contains("\r\nContent-Length: 4\r\n").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void aReplyThatNeverHasABodyHasNoLengthEither(int status) throws Exception {
        String answer = exchange(sending(status, ""), "GET / HTTP/1.1\r\nHost: a\r\n" + CLOSE);
        assertThat(answer)
                .doesNotContain("Content-Length")
                .doesNotContain("Transfer")
                .endsWith("\r\n\r\n");
    }

    @Test
    void framingFieldsOfTheHandlerAreReplaced() throws Exception {
        HttpFields fields = HttpFields.of("content-length", "99")
                .with("Transfer-Encoding", "gzip")
                .with("Connection", "X-Y")
                .with("Keep-Alive", "1");
        String answer = exchange(
                (request, reply) -> {
                    try {
                        BodySink sink = reply.start(200, fields, OptionalLong.empty());
                        sink.write(ByteBuffer.wrap("abc".getBytes(ISO_8859_1)), Edge.soon());
                        sink.finish(Edge.soon());
                    } catch (LocalFault e) {
                        reply.abort();
                    }
                },
                "GET / HTTP/1.1\r\nHost: a\r\n" + CLOSE);
        assertThat(answer)
                .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: b", "a\nb", "a\0b", "\u010a", "a\u007f"})
    void aFieldThatWouldBreakTheHeadIsNotWritten(String value) throws Exception {
        CompletableFuture<LocalFault> fault = new CompletableFuture<>();
        String answer = exchange(
                (request, reply) -> {
                    try {
                        reply.send(200, HttpFields.of("X-Road-Id", value), new byte[0]);
                    } catch (LocalFault e) {
                        fault.complete(e);
                    }
                },
                "GET / HTTP/1.1\r\nHost: a\r\n" + CLOSE);
        assertThat(fault).isCompleted();
        assertThat(RawClient.statuses(answer)).containsExactly(500);
    }

    @Test
    void aClientThatWaitsForContinueGetsItWhenTheBodyIsRead() throws Exception {
        try (HttpServer server = edge.serve(Edge::echo);
                RawClient client = new RawClient(server.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n" + CLOSE);
            assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.send("abc").readToEnd())
                    .startsWith("HTTP/1.1 200")
                    .endsWith("abc");
        }
    }

    @Test
    void aClientThatWaitsForContinueMayBeRefusedWithoutIt() throws Exception {
        String answer = exchange(
                sending(403, "no"), "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        assertThat(RawClient.statuses(answer)).containsExactly(403);
    }

    @Test
    void aSmallBodyNobodyReadIsReadOverAndTheConnectionKept() throws Exception {
        String body = "x".repeat((int) ServerConnection.DRAINED_BYTES_MAX);
        String answer = exchange(
                sending(200, "a"),
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body
                        + "GET / HTTP/1.1\r\nHost: a\r\n" + CLOSE);
        assertThat(RawClient.statuses(answer)).containsExactly(200, 200);
    }

    @Test
    void aLargeBodyNobodyReadEndsTheConnectionAfterTheReply() throws Exception {
        // the head alone reaches the handler at once because of the expectation
        int length = 100 + (int) ServerConnection.DRAINED_BYTES_MAX + ServerConnection.BYTES_BEFORE_DISPATCH;
        String answer = exchange(
                sending(200, "a"),
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n"
                        + "x".repeat(ServerConnection.BYTES_BEFORE_DISPATCH));
        assertThat(RawClient.statuses(answer)).containsExactly(200);
    }

    @Test
    void aReplyBrokenOffInTheMiddleHasNoEnd() throws Exception {
        String answer = exchange(
                (request, reply) -> {
                    try {
                        BodySink sink = reply.start(200, HttpFields.empty(), OptionalLong.empty());
                        sink.write(ByteBuffer.allocate(100_000), Edge.soon());
                        sink.abort();
                    } catch (LocalFault e) {
                        reply.abort();
                    }
                },
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(answer).doesNotContain("\r\n0\r\n\r\n");
    }

    @Test
    void aHandlerThatLeavesAReplyUnfinishedBreaksItOff() throws Exception {
        String answer = exchange(
                (request, reply) -> {
                    try {
                        reply.start(200, HttpFields.empty(), OptionalLong.of(5))
                                .write(ByteBuffer.allocate(3), Edge.soon());
                    } catch (LocalFault e) {
                        reply.abort();
                    }
                },
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(answer.length() - answer.indexOf("\r\n\r\n") - 4).isLessThan(5);
    }

    @ParameterizedTest
    @CsvSource({"2", "4"})
    void aBodyOfAnotherLengthThanAnnouncedIsAFaultAndBreaksTheReplyOff(int length) throws Exception {
        CompletableFuture<LocalFault> fault = new CompletableFuture<>();
        exchange(
                (request, reply) -> {
                    try {
                        BodySink sink = reply.start(200, HttpFields.empty(), OptionalLong.of(3));
                        sink.write(ByteBuffer.allocate(length), Edge.soon());
                        sink.finish(Edge.soon());
                    } catch (LocalFault e) {
                        fault.complete(e);
                    }
                },
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(fault.get(20, TimeUnit.SECONDS).path()).isEqualTo("internal_error");
    }

    @Test
    void aHandlerThatFailsIsAnsweredForAndReported() throws Exception {
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        EdgeListener listener = new EdgeListener() {
            @Override
            public void handlerFailed(Throwable cause) {
                failures.add(cause);
            }
        };
        try (HttpServer server = edge.serve(Edge.quick().withListener(listener), (request, reply) -> {
                    throw new IllegalStateException("defect");
                });
                RawClient client = new RawClient(server.address())) {
            String answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n" + CLOSE).readToEnd();
            assertThat(RawClient.statuses(answer)).containsExactly(500);
            assertThat(answer).doesNotContain("defect");
            assertThat(failures.poll(20, TimeUnit.SECONDS)).hasMessage("defect");
        }
    }

    @Test
    void aRequestNoThreadIsLeftForIsAnsweredWith503() throws Exception {
        try (HttpServer server = HttpServer.start(
                        Edge.quick(),
                        Edge::echo,
                        task -> {
                            throw new RejectedExecutionException();
                        },
                        edge.threads);
                RawClient client = new RawClient(server.address())) {
            String answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readToEnd();
            assertThat(RawClient.statuses(answer)).containsExactly(503);
        }
    }

    @Test
    void aRefusalIsWrittenAsTheServerWants() throws Exception {
        HttpServerSettings settings = Edge.quick()
                .withRefusals((status, text) ->
                        new Refusal("application/json", "{}".getBytes(ISO_8859_1), HttpFields.of("X-Road-Error", "e")));
        try (HttpServer server = edge.serve(settings, Edge::echo);
                RawClient client = new RawClient(server.address())) {
            assertThat(client.send("x\r\n\r\n").readToEnd())
                    .isEqualTo("HTTP/1.1 400 Bad Request\r\nX-Road-Error: e\r\nContent-Type: application/json\r\n"
                            + "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
        }
    }

    @Test
    void theHostIsNotJudgedWhereTheSettingsSaySo() throws Exception {
        HttpServerSettings settings = Edge.quick().withHostRule(HostRule.NOT_JUDGED);
        try (HttpServer server = edge.serve(settings, Edge::echo);
                RawClient client = new RawClient(server.address())) {
            String answer = client.send("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: /?/\r\n\r\n"
                            + "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n")
                    .readToEnd();
            assertThat(RawClient.statuses(answer)).containsExactly(200, 200, 400);
        }
    }

    @Test
    void closingLetsARunningExchangeEndAndTakesNoOther() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HttpServerSettings settings = HttpServerSettings.onLoopback();
        HttpServer server = edge.serve(settings, (request, reply) -> {
            running.countDown();
            Edge.await(goOn);
            Edge.echo(request, reply);
        });
        InetSocketAddress address = server.address();
        try (RawClient idle = new RawClient(address);
                RawClient busy = new RawClient(address)) {
            busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Edge.await(running);
            Thread closing = new Thread(server::close);
            closing.start();
            assertThat(idle.readToEnd()).isEmpty();
            assertThatThrownBy(() -> new RawClient(address)).isInstanceOf(java.io.IOException.class);
            goOn.countDown();
            assertThat(busy.readToEnd()).contains("200 OK").contains("Connection: close");
            closing.join(20_000);
            assertThat(closing.isAlive()).isFalse();
        }
    }

    @Test
    void aClientThatGoesAwayFailsTheBodyInsteadOfEndingIt() throws Exception {
        CompletableFuture<LocalFault> fault = new CompletableFuture<>();
        try (HttpServer server = edge.serve((request, reply) -> {
                    try {
                        Edge.readAll(request.body());
                    } catch (LocalFault e) {
                        fault.complete(e);
                    }
                });
                RawClient client = new RawClient(server.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(50_000));
            client.socket().close();
            assertThat(fault.get(20, TimeUnit.SECONDS).path()).isEqualTo("io_error");
        }
    }
}
