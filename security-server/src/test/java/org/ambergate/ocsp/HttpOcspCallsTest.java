package org.ambergate.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls against a server that says exactly what the test wants, and then hangs or hangs up. */
@Timeout(60)
class HttpOcspCallsTest {
    private static final Duration LIMIT = Duration.ofMillis(300);

    private final HttpOcspCalls calls = new HttpOcspCalls();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ServerSocket server = open();

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n"
            })
    void aServerThatHangsIsLeftAtTheDeadline(String said) {
        serve(said, false);
        long begin = System.nanoTime();
        assertThatThrownBy(() -> calls.askResponder(uri(), new byte[] {1}, Deadline.after(LIMIT)))
                .asInstanceOf(type(LocalFault.class))
                .returns(GeneralFault.NETWORK_ERROR, LocalFault::code);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(LIMIT, LIMIT.plusSeconds(5));
    }

    @Test
    void theSettingsLimitAHangWhateverTheDeadline() {
        serve("", false);
        HttpOcspCalls impatient = new HttpOcspCalls(Duration.ofMillis(100), Duration.ofMillis(200));
        long begin = System.nanoTime();
        assertThatThrownBy(() -> impatient.askPeer(uri(), Deadline.after(Duration.ofHours(1))))
                .isInstanceOf(LocalFault.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
                "not HTTP at all\r\n\r\n"
            })
    void aTruncatedOrForeignReplyIsAnErrorNotAShortBody(String said) {
        // the platform's client asks again when a connection ends before the first byte
        for (int i = 0; i < 10; i++) {
            serve(said, true);
        }
        assertThatThrownBy(() -> calls.askPeer(uri(), Deadline.after(Duration.ofSeconds(20))))
                .asInstanceOf(type(LocalFault.class))
                .returns(GeneralFault.IO_ERROR, LocalFault::code);
    }

    @Test
    void aReplyMayBeAsLongAsTheLimitAndNotLonger() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n";
        int most = OcspCalls.REPLY_BYTES_MAX;
        serve(head.formatted(most) + "x".repeat(most), true);
        assertThat(calls.askPeer(uri(), Deadline.after(Duration.ofSeconds(20))).body())
                .hasSize(most);
        serve(head.formatted(most + 1) + "x".repeat(most + 1), true);
        assertThatThrownBy(() -> calls.askPeer(uri(), Deadline.after(Duration.ofSeconds(20))))
                .asInstanceOf(type(LocalFault.class))
                .returns("The answer with OCSP responses is too large", LocalFault::text);
    }

    @Test
    void anEndlessReplyIsLeftAtTheLimit() {
        serve(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("8000\r\n" + "x".repeat(0x8000) + "\r\n").repeat(40),
                false);
        assertThatThrownBy(() -> calls.askPeer(uri(), Deadline.after(Duration.ofSeconds(20))))
                .asInstanceOf(type(LocalFault.class))
                .returns("The answer with OCSP responses is too large", LocalFault::text);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        serve("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", true);
        assertThat(calls.askPeer(uri(), Deadline.after(Duration.ofSeconds(20))).status())
                .isEqualTo(302);
        assertThat(requests).hasSize(1);
    }

    @Test
    void aPeerIsAskedAsTheProtocolSays() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 2\r\n\r\nok", true);
        OcspCalls.Reply reply = calls.askPeer(uri(), Deadline.after(Duration.ofSeconds(20)));
        assertThat(reply.contentType()).isEqualTo("a/b");
        assertThat(reply.body()).isEqualTo("ok".getBytes(StandardCharsets.US_ASCII));
        assertThat(requests.get(0)).startsWith("GET /?cert=a HTTP/1.1\r\n").contains("Accept: multipart/related\r\n");
        assertThat(requests.get(0)).doesNotContainIgnoringCase("upgrade");
    }

    @Test
    void aResponderIsAskedAsTheStandardSays() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true);
        assertThat(calls.askResponder(uri(), new byte[] {65}, Deadline.after(Duration.ofSeconds(20)))
                        .contentType())
                .isEmpty();
        assertThat(requests.get(0))
                .startsWith("POST /?cert=a HTTP/1.1\r\n")
                .contains("Content-Type: application/ocsp-request\r\n")
                .contains("Content-Length: 1\r\n");
    }

    @Test
    void aClosedPortIsANetworkError() throws Exception {
        URI closed = uri();
        server.close();
        assertThatThrownBy(() -> calls.askPeer(closed, Deadline.after(Duration.ofSeconds(20))))
                .asInstanceOf(type(LocalFault.class))
                .returns(GeneralFault.NETWORK_ERROR, LocalFault::code)
                .satisfies(fault -> assertThat(fault.text()).doesNotContain("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host.invalid/", "http:/x", "ftp://host.invalid/", "http://a_b/"})
    void aHostThatCannotBeIsReported(String uri) {
        assertThatThrownBy(() -> calls.askPeer(URI.create(uri), Deadline.after(Duration.ofSeconds(20))))
                .asInstanceOf(type(LocalFault.class))
                .returns(GeneralFault.UNKNOWN_HOST, LocalFault::code);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/?cert=a");
    }

    /** Accepts one connection, reads a request's head, says this and hangs up or keeps quiet. */
    private void serve(String said, boolean hangUp) {
        Thread thread = new Thread(() -> {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                requests.add(head(socket.getInputStream()));
                OutputStream out = socket.getOutputStream();
                out.write(said.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                if (hangUp) {
                    socket.close();
                }
            } catch (IOException e) {
                // the test has ended, or the client has hung up
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        // a request's body, if any, came along: closing with unread bytes would reset the connection
        in.readNBytes(in.available());
        return head.toString();
    }

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
