package org.ambergate.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that some parser on the way reads as two (threat T-30): refused, and none reaches the handler. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTest {
    private static final String GOOD = "POST /good HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";

    /** A name, the status it deserves, and the bytes. */
    record Payload(String name, int status, String bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final Edge edge = new Edge();
    private final AtomicInteger delivered = new AtomicInteger();
    private HttpServer server;

    @BeforeAll
    void start() throws Exception {
        server = edge.serve((request, reply) -> {
            delivered.incrementAndGet();
            Edge.echo(request, reply);
        });
    }

    @AfterEach
    void reset() {
        delivered.set(0);
    }

    @AfterAll
    void stop() {
        server.close();
        edge.close();
    }

    private static Payload head(String name, String... fields) {
        return new Payload(
                name, 400, "POST / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", fields) + "\r\n\r\nabcdefgh");
    }

    private static Payload line(String name, int status, String line) {
        return new Payload(name, status, line + "\r\nHost: a\r\n\r\n");
    }

    private static Payload chunks(String name, String body) {
        return new Payload(name, 400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    }

    static Stream<Payload> payloads() {
        return Stream.of(lengths(), encodings(), fieldLines(), chunked(), startLines(), hosts())
                .flatMap(part -> part);
    }

    private static Stream<Payload> lengths() {
        return Stream.of(
                head("CL then TE", "Content-Length: 3", "Transfer-Encoding: chunked"),
                head("TE then CL", "Transfer-Encoding: chunked", "Content-Length: 3"),
                head("CL 0 and TE", "content-length: 0", "transfer-encoding: chunked"),
                head("two different CL", "Content-Length: 3", "Content-Length: 4"),
                head("two equal CL", "Content-Length: 3", "Content-Length: 3"),
                head("CL list", "Content-Length: 3, 3"),
                head("CL list of two", "Content-Length: 3,4"),
                head("CL in two spellings", "Content-Length: 3", "CONTENT-LENGTH: 3"),
                head("empty CL", "Content-Length:"),
                head("blank CL", "Content-Length:   "),
                head("CL with plus", "Content-Length: +3"),
                head("CL with minus", "Content-Length: -3"),
                head("CL minus zero", "Content-Length: -0"),
                head("CL hexadecimal", "Content-Length: 0x3"),
                head("CL with leading zero", "Content-Length: 03"),
                head("CL with blank inside", "Content-Length: 1 3"),
                head("CL with fraction", "Content-Length: 3.0"),
                head("CL with letter", "Content-Length: 3a"),
                head("CL quoted", "Content-Length: \"3\""),
                head("CL beyond 64 bits", "Content-Length: 18446744073709551619"),
                head("CL of 19 digits", "Content-Length: 1000000000000000000"),
                head("CL in other digits", "Content-Length: \u00b3"),
                head("CL with underscore", "Content-Length: 1_0"),
                head("CL with vertical tab", "Content-Length: \u000b3"),
                head("CL with form feed", "Content-Length: 3\f"));
    }

    private static Stream<Payload> encodings() {
        return Stream.of(
                head("TE twice", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
                head("TE chunked, chunked", "Transfer-Encoding: chunked, chunked"),
                head("TE identity", "Transfer-Encoding: identity"),
                head("TE chunked, identity", "Transfer-Encoding: chunked, identity"),
                head("TE identity, chunked", "Transfer-Encoding: identity, chunked"),
                head("TE gzip, chunked", "Transfer-Encoding: gzip, chunked"),
                head("TE gzip", "Transfer-Encoding: gzip"),
                head("TE xchunked", "Transfer-Encoding: xchunked"),
                head("TE chunked with parameter", "Transfer-Encoding: chunked;q=1"),
                head("TE quoted", "Transfer-Encoding: \"chunked\""),
                head("TE with comma before", "Transfer-Encoding: , chunked"),
                head("TE with comma behind", "Transfer-Encoding: chunked,"),
                head("TE empty", "Transfer-Encoding:"),
                head("TE with form feed", "Transfer-Encoding: \fchunked"),
                head("TE with NUL", "Transfer-Encoding: chunked\0"),
                head("TE with a no-break space", "Transfer-Encoding: \u00a0chunked"),
                head("TE in capitals", "Transfer-Encoding: CHUNKED"),
                head("TE and TE with blank", "Transfer-Encoding: chunked", "Transfer-Encoding : x"),
                head("TE with tab before the colon", "Transfer-Encoding\t: chunked"),
                head("TE with a control in its name", "Transfer\u0001-Encoding: chunked"));
    }

    private static Stream<Payload> fieldLines() {
        return Stream.of(
                head("blank before colon", "Content-Length : 3"),
                head("blank before name", " Content-Length: 3"),
                head("folded line", "X: a", " b"),
                head("folded with tab", "X: a", "\tb"),
                head("folded TE", "Transfer-Encoding:", " chunked"),
                head("empty name", ": x"),
                head("no colon", "Content-Length 3"),
                head("name with blank", "X Y: a"),
                head("name with parenthesis", "X(Y): a"),
                head("name with high byte", "X\u00e4: a"),
                head("NUL in value", "X: a\0b"),
                head("NUL in name", "X\0: a"),
                head("escape in value", "X: a\u001bb"),
                head("delete in value", "X: a\u007fb"),
                head("bare CR in value", "X: a\rTransfer-Encoding: chunked"),
                head("CR CR LF", "X: a\r"),
                head("bare LF between fields", "X: a\nTransfer-Encoding: chunked"),
                head("CL named in Connection", "Connection: Content-Length", "Content-Length: 3"),
                head("X-Road-Client named in Connection", "Connection: close, x-road-client"),
                new Payload("LF LF", 400, "GET / HTTP/1.1\nHost: a\n\n"),
                new Payload("last line by LF", 400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
                new Payload("head ended by CR CR", 400, "GET / HTTP/1.1\r\nHost: a\r\r"),
                new Payload("blank line with a blank", 400, "GET / HTTP/1.1\r\nHost: a\r\n \r\n\r\n"));
    }

    private static Stream<Payload> chunked() {
        return Stream.of(
                chunks("size 0x", "0x3\r\nabc\r\n0\r\n\r\n"),
                chunks("size with plus", "+3\r\nabc\r\n0\r\n\r\n"),
                chunks("size with minus", "-3\r\nabc\r\n0\r\n\r\n"),
                chunks("size with blank before", " 3\r\nabc\r\n0\r\n\r\n"),
                chunks("size with blank behind", "3 \r\nabc\r\n0\r\n\r\n"),
                chunks("size with tab behind", "3\t\r\nabc\r\n0\r\n\r\n"),
                chunks("size empty", "\r\nabc\r\n0\r\n\r\n"),
                chunks("size of nine digits", "000000003\r\nabc\r\n0\r\n\r\n"),
                chunks("size beyond 64 bits", "10000000000000003\r\nabc\r\n0\r\n\r\n"),
                chunks("size with a letter", "3g\r\nabc\r\n0\r\n\r\n"),
                chunks("size with underscore", "1_0\r\n0123456789abcdef\r\n0\r\n\r\n"),
                chunks("size by LF", "3\nabc\r\n0\r\n\r\n"),
                chunks("size by CR", "3\rabc\r\n0\r\n\r\n"),
                chunks("extension", "3;a=b\r\nabc\r\n0\r\n\r\n"),
                chunks("extension without name", "3;\r\nabc\r\n0\r\n\r\n"),
                chunks("extension with LF", "3;\nabc\r\n0\r\n\r\n"),
                chunks("extension at the last chunk", "3\r\nabc\r\n0;a\r\n\r\n"),
                chunks("data longer than its size", "3\r\nabcd\r\n0\r\n\r\n"),
                chunks("data shorter than its size", "5\r\nabc\r\n0\r\n\r\n"),
                chunks("data ended by LF", "3\r\nabc\n0\r\n\r\n"),
                chunks("data ended by nothing", "3\r\nabc0\r\n\r\n"),
                chunks("end by LF", "3\r\nabc\r\n0\r\n\n"),
                chunks("last chunk by LF", "3\r\nabc\r\n0\n\r\n"),
                chunks("trailer", "3\r\nabc\r\n0\r\nX: y\r\n\r\n"),
                chunks("trailer X-Road-Client", "3\r\nabc\r\n0\r\nX-Road-Client: a/b/c\r\n\r\n"),
                chunks("trailer Content-Length", "3\r\nabc\r\n0\r\nContent-Length: 5\r\n\r\n"),
                chunks("data instead of a size", "GET / HTTP/1.1\r\n\r\n"));
    }

    private static Stream<Payload> startLines() {
        return Stream.of(
                line("HTTP/1.0", 400, "GET / HTTP/1.0"),
                line("HTTP/0.9", 400, "GET /"),
                line("HTTP/1.2", 400, "GET / HTTP/1.2"),
                line("HTTP/2.0", 400, "GET / HTTP/2.0"),
                line("http/1.1", 400, "GET / http/1.1"),
                line("HTTP/01.1", 400, "GET / HTTP/01.1"),
                line("blank behind the version", 400, "GET / HTTP/1.1 "),
                line("two blanks", 400, "GET  / HTTP/1.1"),
                line("tab", 400, "GET\t/ HTTP/1.1"),
                line("blank in the target", 400, "GET /a b HTTP/1.1"),
                line("no target", 400, "GET HTTP/1.1"),
                line("high byte in the target", 400, "GET /\u00e4 HTTP/1.1"),
                line("fragment in the target", 400, "GET /a#b HTTP/1.1"),
                line("absolute form", 400, "GET http://a/ HTTP/1.1"),
                line("authority form", 400, "GET a:443 HTTP/1.1"),
                line("asterisk form without OPTIONS", 400, "GET * HTTP/1.1"),
                line("relative target", 400, "GET a HTTP/1.1"),
                line("CONNECT", 405, "CONNECT a:443 HTTP/1.1"),
                line("lower case method", 405, "get / HTTP/1.1"),
                line("unknown method", 405, "BREW / HTTP/1.1"),
                line("method with a colon", 400, "GE:T / HTTP/1.1"),
                line("blank before the method", 400, " GET / HTTP/1.1"),
                new Payload("HTTP/2 preface", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                new Payload("empty line first", 400, "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                new Payload("TLS greeting", 400, "\u0016\u0003\u0001\u0000\u0005"),
                new Payload(
                        "expectation", 417, "POST / HTTP/1.1\r\nHost: a\r\nExpect: x\r\nContent-Length: 1\r\n\r\na"));
    }

    private static Stream<Payload> hosts() {
        return Stream.of(
                new Payload("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
                new Payload("two Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
                new Payload("empty Host", 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                new Payload("Host with path", 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                new Payload("Host with user", 400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
                new Payload("Host list", 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void isRefusedWhenSentWhole(Payload payload) throws Exception {
        try (RawClient client = new RawClient(server.address())) {
            String answer = client.send(payload.bytes() + GOOD).readToEnd();
            assertRefused(answer, payload);
            assertThat(delivered).hasValue(0);
        }
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void isRefusedWhenSentByteByByte(Payload payload) throws Exception {
        try (RawClient client = new RawClient(server.address())) {
            String answer = client.sendByteByByte(payload.bytes() + GOOD).readToEnd();
            assertRefused(answer, payload);
            assertThat(delivered).hasValue(0);
        }
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void isRefusedBehindAGoodRequest(Payload payload) throws Exception {
        try (RawClient client = new RawClient(server.address())) {
            String answer = client.send(GOOD + payload.bytes() + GOOD).readToEnd();
            assertThat(RawClient.statuses(answer)).containsExactly(200, payload.status());
            assertThat(delivered).hasValue(1);
        }
    }

    private static void assertRefused(String answer, Payload payload) {
        assertThat(RawClient.statuses(answer)).containsExactly(payload.status());
        assertThat(answer).contains("\r\nConnection: close\r\n").doesNotContain("Server:");
    }
}
