package org.ambergate.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that take their time (threat T-90). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerDeadlinesTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Edge edge = new Edge();

    @AfterAll
    void stop() {
        edge.close();
    }

    private static HttpServerSettings settings(Duration handshake, Duration head, Duration idle, Duration body) {
        return HttpServerSettings.onLoopback()
                .withDeadlines(new HttpServerSettings.ServerDeadlines(
                        handshake, head, idle, body, 1024, LONG, LONG, SHORT, SHORT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\n"})
    void aHeadThatDoesNotEndIsRefused(String begun) throws Exception {
        try (HttpServer server = edge.serve(settings(LONG, SHORT, LONG, LONG), Edge::echo);
                RawClient client = new RawClient(server.address())) {
            assertThat(RawClient.statuses(client.send(begun).readToEnd())).containsExactly(408);
        }
    }

    @Test
    void aConnectionNobodyUsesIsClosed() throws Exception {
        try (HttpServer server = edge.serve(settings(LONG, LONG, SHORT, LONG), Edge::echo);
                RawClient fresh = new RawClient(server.address());
                RawClient used = new RawClient(server.address())) {
            assertThat(fresh.readToEnd()).isEmpty();
            String answer = used.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readToEnd();
            assertThat(RawClient.statuses(answer).size()).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "100", "40000"})
    void aBodyThatStopsArrivingIsRefused(int arrived) throws Exception {
        CompletableFuture<LocalFault> fault = new CompletableFuture<>();
        HttpRequestHandler handler = (request, reply) -> {
            try {
                Edge.readAll(request.body());
            } catch (LocalFault e) {
                fault.complete(e);
            }
        };
        try (HttpServer server = edge.serve(settings(LONG, LONG, LONG, SHORT), handler);
                RawClient client = new RawClient(server.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + "x".repeat(arrived));
            assertThat(RawClient.statuses(client.readToEnd())).containsExactly(408);
            // a thread was given to it only if enough had arrived
            if (arrived >= ServerConnection.BYTES_BEFORE_DISPATCH) {
                assertThat(fault.get(20, TimeUnit.SECONDS).path()).isEqualTo("io_error");
            } else {
                assertThat(fault).isNotDone();
            }
        }
    }

    @Test
    void aHandlerThatReadsSlowlyIsNotTheClientsFault() throws Exception {
        CompletableFuture<Integer> read = new CompletableFuture<>();
        BlockingQueue<Boolean> goOn = new LinkedBlockingQueue<>();
        HttpRequestHandler handler = (request, reply) -> {
            try {
                goOn.poll(20, TimeUnit.SECONDS);
                read.complete(Edge.readAll(request.body()).length);
            } catch (LocalFault | InterruptedException e) {
                read.completeExceptionally(e);
            }
        };
        int length = 20_000_000;
        try (HttpServer server = edge.serve(settings(LONG, LONG, LONG, SHORT), handler);
                RawClient client = new RawClient(server.address());
                RawClient clock = new RawClient(server.address())) {
            Thread sending = new Thread(() -> client.sendByPieces(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n", length));
            sending.start();
            // somebody else's body is refused for slowness meanwhile: that much time has passed for both
            clock.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            assertThat(RawClient.statuses(clock.readToEnd())).containsExactly(408);
            goOn.add(true);
            assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(length);
            sending.join(20_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016", "\u0016\u0003\u0001\u0002\u0000\u0001"})
    void aHandshakeThatDoesNotEndIsCutOff(String begun) throws Exception {
        HttpServerSettings settings = settings(SHORT, LONG, LONG, LONG)
                .withTls(TlsServerSettings.betweenServers(() -> TlsFixtures.EC, leaf -> true));
        try (HttpServer server = edge.serve(settings, Edge::echo);
                RawClient client = new RawClient(server.address())) {
            assertThat(client.send(begun).readToEnd()).isEmpty();
        }
    }

    @Test
    void aClientThatTakesNothingOfAReplyIsCutOff() throws Exception {
        CompletableFuture<LocalFault> fault = new CompletableFuture<>();
        BlockingQueue<String> broken = new LinkedBlockingQueue<>();
        EdgeListener listener = new EdgeListener() {
            @Override
            public void connectionBroken(InetSocketAddress address, String text) {
                broken.add(text);
            }
        };
        HttpRequestHandler handler = (request, reply) -> {
            try {
                BodySink sink = reply.start(200, HttpFields.empty(), OptionalLong.empty());
                while (true) {
                    sink.write(ByteBuffer.allocate(100_000), Edge.soon());
                }
            } catch (LocalFault e) {
                fault.complete(e);
            }
        };
        HttpServerSettings settings = HttpServerSettings.onLoopback()
                .withListener(listener)
                .withDeadlines(new HttpServerSettings.ServerDeadlines(
                        LONG, LONG, LONG, LONG, 1024, LONG, SHORT, SHORT, SHORT));
        try (HttpServer server = edge.serve(settings, handler);
                RawClient client = new RawClient(server.address())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(fault.get(20, TimeUnit.SECONDS).path()).isEqualTo("io_error");
            assertThat(broken.poll(20, TimeUnit.SECONDS)).isEqualTo("The reply was not taken");
        }
    }
}
