package org.ambergate.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool of links, and what peers can do to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpLinksTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Edge edge = new Edge();

    @AfterAll
    void stop() {
        edge.close();
    }

    private HttpLinks links() {
        return new HttpLinks(HttpLinkSettings.DEFAULT, edge.threads);
    }

    private static HttpLink open(HttpLinks links, InetSocketAddress... candidates) throws LocalFault {
        return links.open(List.of(candidates), Optional.empty(), Edge.soon());
    }

    private static HttpResponse get(HttpLink link) throws LocalFault {
        link.send("GET", "/", HttpFields.of("Host", "a"), OptionalLong.of(0), Edge.soon())
                .finish(Edge.soon());
        return link.receive(Edge.soon());
    }

    private static String getText(HttpLinks links, InetSocketAddress... candidates) throws LocalFault {
        HttpLink link = open(links, candidates);
        try {
            return new String(Edge.readAll(get(link).body()), ISO_8859_1);
        } finally {
            link.release();
        }
    }

    @Test
    void requestsAreWrittenAsSpelled() throws Exception {
        List<String> requests = new ArrayList<>();
        try (ScriptedPeer peer = new ScriptedPeer((connection, number) -> {
                    requests.add(ScriptedPeer.readRequest(connection));
                    connection.send(OK);
                });
                HttpLinks links = links()) {
            HttpLink link = open(links, peer.address());
            HttpFields fields = HttpFields.of("x-hash-algorithm", "SHA-512")
                    .with("Host", "localhost:5500")
                    .with("content-length", "7");
            BodySink sink = link.send("POST", "/a?b", fields, OptionalLong.empty(), Edge.soon());
            sink.write(ByteBuffer.wrap(ScriptedPeer.bytes("abc")), Edge.soon());
            sink.finish(Edge.soon());
            assertThat(Edge.readAll(link.receive(Edge.soon()).body())).isEqualTo(ScriptedPeer.bytes("ok"));
            assertThat(requests)
                    .containsExactly("POST /a?b HTTP/1.1\r\nx-hash-algorithm: SHA-512\r\nHost: localhost:5500\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        }
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.answering(OK);
                HttpLinks links = links()) {
            for (int i = 0; i < 5; i++) {
                assertThat(getText(links, peer.address())).isEqualTo("ok");
                assertThat(links.pooled()).isOne();
            }
            assertThat(peer.accepted()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
            })
    void aConnectionIsNotUsedAgainAfter(String response) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.answering(response);
                HttpLinks links = links()) {
            for (int i = 1; i <= 3; i++) {
                assertThat(getText(links, peer.address())).isEqualTo("ok");
                assertThat(peer.accepted()).isEqualTo(i);
            }
        }
    }

    @Test
    void aConnectionIsNotKeptIfReuseIsOff() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.answering(OK);
                HttpLinks links = new HttpLinks(HttpLinkSettings.DEFAULT.withReuse(false), edge.threads)) {
            getText(links, peer.address());
            assertThat(links.pooled()).isZero();
        }
    }

    @Test
    void aConnectionIsNotKeptIfTheResponseWasNotComplete() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.answering(
                        "HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n" + "x".repeat(39_999));
                HttpLinks links = links()) {
            HttpLink link = open(links, peer.address());
            assertThat(get(link).status()).isEqualTo(200);
            link.release();
            assertThat(links.pooled()).isZero();
        }
    }

    @Test
    void aKeptConnectionClosesWhenItsTimeIsUp() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.answering(OK);
                HttpLinks links =
                        new HttpLinks(HttpLinkSettings.DEFAULT.withIdle(Duration.ofMillis(100)), edge.threads)) {
            getText(links, peer.address());
            assertThat(links.pooled()).isOne();
            Edge.until(() -> links.pooled() == 0 && links.connections() == 0);
        }
    }

    @Test
    void bytesNobodyAskedForCloseAKeptConnection() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer((connection, number) -> {
                    ScriptedPeer.readRequest(connection);
                    connection.send(OK);
                    if (number == 1) {
                        Edge.await(goOn);
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                    }
                    connection.readToEnd();
                });
                HttpLinks links = links()) {
            getText(links, peer.address());
            goOn.countDown();
            Edge.until(() -> links.connections() == 0);
            assertThat(getText(links, peer.address())).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeptConnectionThatDiedIsReplacedUnseen(boolean beforeOpen) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.answering(OK);
                HttpLinks links = links()) {
            getText(links, peer.address());
            if (beforeOpen) {
                peer.cut(true);
                Edge.until(() -> links.connections() == 0);
                assertThat(getText(links, peer.address())).isEqualTo("ok");
            } else {
                HttpLink link = open(links, peer.address());
                peer.cut(true);
                Edge.until(() -> links.connections() == 0);
                assertThat(Edge.readAll(get(link).body())).isEqualTo(ScriptedPeer.bytes("ok"));
            }
            assertThat(peer.accepted()).isEqualTo(2);
        }
    }

    @Test
    void aRequestIsNeverSentTwice() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer((connection, number) -> {
                    ScriptedPeer.readRequest(connection);
                    connection.send(OK);
                    ScriptedPeer.readRequest(connection);
                });
                HttpLinks links = links()) {
            getText(links, peer.address());
            LocalFault fault = catchThrowableOfType(LocalFault.class, () -> getText(links, peer.address()));
            assertThat(fault.path()).isEqualTo("io_error");
            assertThat(peer.accepted()).isOne();
        }
    }

    @Test
    void anAnswerThatComesEarlyIsReceivedThoughWritingFails() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer((connection, number) -> {
                    connection.readUntil("\r\n\r\n");
                    connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
                    connection.socket().shutdownOutput();
                    connection.readToEnd();
                });
                HttpLinks links = links()) {
            HttpLink link = open(links, peer.address());
            BodySink sink = link.send("POST", "/", HttpFields.of("Host", "a"), OptionalLong.empty(), Edge.soon());
            LocalFault fault = catchThrowableOfType(LocalFault.class, () -> {
                while (true) {
                    sink.write(ByteBuffer.allocate(10_000), Edge.soon());
                }
            });
            assertThat(fault.path()).isEqualTo("io_error");
            HttpResponse response = link.receive(Edge.soon());
            assertThat(response.status()).isEqualTo(413);
            assertThat(Edge.readAll(response.body())).isEqualTo(ScriptedPeer.bytes("no"));
            link.release();
            assertThat(links.pooled()).isZero();
        }
    }

    @Test
    void aPeerThatTakesNothingFailsTheWriterAtItsDeadline() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer((connection, number) -> Edge.await(never));
                HttpLinks links = links()) {
            HttpLink link = open(links, peer.address());
            BodySink sink = link.send("POST", "/", HttpFields.of("Host", "a"), OptionalLong.empty(), Edge.soon());
            Deadline short_ = Deadline.after(Duration.ofMillis(300));
            LocalFault fault = catchThrowableOfType(LocalFault.class, () -> {
                while (true) {
                    sink.write(ByteBuffer.allocate(100_000), short_);
                }
            });
            assertThat(fault.path()).isEqualTo("io_error");
            assertThat(short_.isPast()).isTrue();
            link.abort();
            never.countDown();
        }
    }

    @Test
    void aPeerThatDoesNotAnswerFailsTheReceiverAtItsDeadline() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer((connection, number) -> Edge.await(never));
                HttpLinks links = links()) {
            HttpLink link = open(links, peer.address());
            link.send("GET", "/", HttpFields.of("Host", "a"), OptionalLong.of(0), Edge.soon())
                    .finish(Edge.soon());
            assertThatThrownBy(() -> link.receive(Deadline.after(Duration.ofMillis(100))))
                    .isInstanceOf(LocalFault.class);
            link.release();
            assertThat(links.pooled()).isZero();
            never.countDown();
        }
    }

    @Test
    void theFirstBytesOfASlowBodyLeaveBeforeItsEnd() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer((connection, number) -> {
                    connection.readUntil("3\r\nabc\r\n");
                    arrived.countDown();
                    connection.readUntil("0\r\n\r\n");
                    connection.send(OK);
                });
                HttpLinks links = links()) {
            HttpLink link = open(links, peer.address());
            BodySink sink = link.send("POST", "/", HttpFields.of("Host", "a"), OptionalLong.empty(), Edge.soon());
            sink.write(ByteBuffer.wrap(ScriptedPeer.bytes("abc")), Edge.soon());
            Edge.await(arrived);
            sink.finish(Edge.soon());
            assertThat(link.receive(Edge.soon()).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, relative", "GET, http://a/", "GET, /a b", "GET, /\u00e4", "'G ET', /", "'', /"})
    void aRequestThatCannotBeWrittenIsRefused(String method, String target) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.answering(OK);
                HttpLinks links = links()) {
            HttpLink link = open(links, peer.address());
            LocalFault fault = catchThrowableOfType(
                    LocalFault.class,
                    () -> link.send(method, target, HttpFields.empty(), OptionalLong.of(0), Edge.soon()));
            assertThat(fault.path()).isEqualTo("bad_request");
            link.release();
            assertThat(links.pooled()).isOne();
        }
    }

    @Test
    void theFirstCandidateThatAcceptsWinsAndIsTriedFirstNextTime() throws Exception {
        InetSocketAddress dead;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = new InetSocketAddress(closed.getInetAddress(), closed.getLocalPort());
        }
        try (ScriptedPeer peer = ScriptedPeer.closingAfter("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok");
                ScriptedPeer other = ScriptedPeer.closingAfter("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok");
                HttpLinks links = links()) {
            assertThat(getText(links, dead, peer.address())).isEqualTo("ok");
            HttpLink first = open(links, other.address(), peer.address());
            first.abort();
            for (int i = 0; i < 5; i++) {
                HttpLink next = open(links, other.address(), peer.address());
                assertThat(next.address()).isEqualTo(first.address());
                next.abort();
            }
            // one at the start, two that raced, one each time after that
            Edge.untilSteady(() -> other.accepted() + peer.accepted());
            assertThat(other.accepted() + peer.accepted()).isLessThanOrEqualTo(1 + 2 + 5);
        }
    }

    @Test
    void nobodyThereIsANetworkError() throws Exception {
        InetSocketAddress dead;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = new InetSocketAddress(closed.getInetAddress(), closed.getLocalPort());
        }
        try (HttpLinks links = links()) {
            LocalFault fault = catchThrowableOfType(LocalFault.class, () -> open(links, dead));
            assertThat(fault.path()).isEqualTo("network_error");
            assertThat(fault.text()).doesNotContain(Integer.toString(dead.getPort()));
            fault = catchThrowableOfType(
                    LocalFault.class, () -> open(links, InetSocketAddress.createUnresolved("name.invalid", 1)));
            assertThat(fault.path()).isIn("unknown_host", "network_error");
        }
    }

    @Test
    void namesAreLookedUpWhenAConnectionIsMade() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.answering(OK);
                HttpLinks links = links()) {
            InetSocketAddress name = InetSocketAddress.createUnresolved(
                    "localhost", peer.address().getPort());
            assertThat(getText(links, name)).isEqualTo("ok");
            assertThat(getText(links, name)).isEqualTo("ok");
            assertThat(links.pooled()).isOne();
        }
    }

    @Test
    void connectionsHaveALimit() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.answering(OK);
                HttpLinks links = new HttpLinks(HttpLinkSettings.DEFAULT.withConnections(1, 2), edge.threads)) {
            HttpLink first = open(links, peer.address());
            HttpLink second = open(links, peer.address());
            LocalFault fault = catchThrowableOfType(LocalFault.class, () -> open(links, peer.address()));
            assertThat(fault.path()).isEqualTo("service_unavailable");
            first.release();
            second.release();
            assertThat(links.pooled()).isOne();
            assertThat(getText(links, peer.address())).isEqualTo("ok");
        }
    }
}
