package org.ambergate.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses are read as strictly as requests, and a part of one is never taken for the whole (threat T-31). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponseRulesTest {
    private final Edge edge = new Edge();
    private final HttpLinks links = new HttpLinks(HttpLinkSettings.DEFAULT, edge.threads);

    @AfterAll
    void stop() {
        links.close();
        edge.close();
    }

    private String body(String method, ScriptedPeer peer) throws LocalFault {
        HttpLink link = links.open(List.of(peer.address()), Optional.empty(), Edge.soon());
        try {
            link.send(method, "/", HttpFields.of("Host", "a"), OptionalLong.of(0), Edge.soon())
                    .finish(Edge.soon());
            return new String(Edge.readAll(link.receive(Edge.soon()).body()), ISO_8859_1);
        } finally {
            link.release();
        }
    }

    private void assertRefused(String response, boolean thenClose) throws Exception {
        try (ScriptedPeer peer = thenClose ? ScriptedPeer.closingAfter(response) : ScriptedPeer.answering(response)) {
            LocalFault fault = catchThrowableOfType(LocalFault.class, () -> body("GET", peer));
            assertThat(fault).isNotNull();
            assertThat(fault.path()).isEqualTo("io_error");
            assertThat(links.pooled()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX : a\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX: a\0\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 204 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 600 OK\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.2 200 OK\r\n\r\n",
                "ICY 200 OK\r\n\r\n",
                "hello\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokk\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nok\n0\n\n"
            })
    void aMalformedResponseIsAnIoError(String response) throws Exception {
        assertRefused(response, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n"
            })
    void aResponseCutShortIsAnIoError(String response) throws Exception {
        assertRefused(response, true);
    }

    @Test
    void everyCutOfAResponseIsAnIoError() throws Exception {
        String whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n3\r\nabc\r\n0\r\n\r\n";
        for (int length = 0; length < whole.length(); length++) {
            assertRefused(whole.substring(0, length), true);
        }
        try (ScriptedPeer peer = ScriptedPeer.closingAfter(whole)) {
            assertThat(body("GET", peer)).isEqualTo("okabc");
        }
    }

    @Test
    void aResponseMayEndWithTheConnection() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.closingAfter("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok")) {
            assertThat(body("GET", peer)).isEqualTo("ok");
        }
    }

    @Test
    void aResetIsNoEnd() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer((connection, number) -> {
            // a request byte left unread makes the close a reset
            connection.readUntil("GE");
            connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok");
            connection.socket().setSoLinger(true, 0);
        })) {
            LocalFault fault = catchThrowableOfType(LocalFault.class, () -> body("GET", peer));
            assertThat(fault.path()).isEqualTo("io_error");
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 204", "GET, 304", "HEAD, 404"})
    void aResponseWithoutBodyMayNameALength(String method, int status) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.answering("HTTP/1.1 " + status + " x\r\nContent-Length: 5\r\n\r\n")) {
            assertThat(body(method, peer)).isEmpty();
            assertThat(body(method, peer)).isEmpty();
            assertThat(peer.accepted()).isOne();
        }
        Edge.until(() -> links.pooled() == 0);
    }

    @ParameterizedTest
    @CsvSource({"8, true", "9, false"})
    void interimResponsesHaveALimit(int count, boolean accepted) throws Exception {
        String response = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".repeat(count)
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
        if (accepted) {
            try (ScriptedPeer peer = ScriptedPeer.answering(response)) {
                assertThat(body("GET", peer)).isEqualTo("ok");
            }
        } else {
            assertRefused(response, false);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void trailersAreDroppedUpToALimit(int beyond, boolean accepted) throws Exception {
        String trailer = "X: " + "y".repeat(BodyDecoder.TRAILER_BYTES_MAX - 3 + beyond);
        String response = "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2\r\nok\r\n0\r\n" + trailer + "\r\n\r\n";
        if (accepted) {
            try (ScriptedPeer peer = ScriptedPeer.answering(response)) {
                assertThat(body("GET", peer)).isEqualTo("ok");
            }
        } else {
            assertRefused(response, false);
        }
    }

    @Test
    void aStatusLineNeedsNoReason() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.closingAfter("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok")) {
            assertThat(body("GET", peer)).isEqualTo("ok");
        }
    }

    @Test
    void aLargeResponseIsHeldBackAtItsSender() throws Exception {
        int length = 20_000_000;
        try (ScriptedPeer peer = new ScriptedPeer((connection, number) -> {
            ScriptedPeer.readRequest(connection);
            connection.sendByPieces("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n", length);
            connection.readToEnd();
        })) {
            HttpLink link = links.open(List.of(peer.address()), Optional.empty(), Edge.soon());
            link.send("GET", "/", HttpFields.of("Host", "a"), OptionalLong.of(0), Edge.soon())
                    .finish(Edge.soon());
            InboundBody body = (InboundBody) link.receive(Edge.soon()).body();
            Edge.untilSteady(body::queued);
            assertThat(body.queued()).isLessThan(InboundBody.HIGH_WATER + 128 * 1024);
            assertThat(Edge.readAll(body)).hasSize(length);
            link.release();
            assertThat(links.pooled()).isOne();
        }
        Edge.until(() -> links.pooled() == 0);
    }
}
