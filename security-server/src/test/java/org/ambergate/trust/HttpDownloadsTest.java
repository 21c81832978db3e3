package org.ambergate.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sources that answer badly on purpose (threat T-78, fault F-33). */
@SuppressWarnings("NullAway.Init")
class HttpDownloadsTest {
    private static final int BYTES_MAX = 1000;
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final HttpDownloads downloads = new HttpDownloads();
    private ServerSocket listener;

    private interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void aBodyOfTheGreatestLengthComesWholeAndAByteMoreIsRefused() throws Exception {
        answer(out -> out.write(ascii(OK + "Content-Length: 1000\r\n\r\n" + "x".repeat(1000))));
        assertThat(get(Duration.ofSeconds(10)).body()).hasSize(BYTES_MAX);
        answer(out -> out.write(ascii(OK + "Content-Length: 1001\r\n\r\n" + "x".repeat(1001))));
        assertRefused(Duration.ofSeconds(10));
    }

    @Test
    void anEndlessBodyIsBrokenOff() {
        answer(out -> {
            out.write(ascii(OK + "Transfer-Encoding: chunked\r\n\r\n"));
            while (true) {
                out.write(ascii("64\r\n" + "x".repeat(100) + "\r\n"));
            }
        });
        assertRefused(Duration.ofSeconds(10));
    }

    @Test
    void aDrippingSourceIsBrokenOffAtTheDeadline() {
        answer(out -> {
            out.write(ascii(OK + "Content-Length: 900\r\n\r\n"));
            while (true) {
                out.write('x');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        });
        long start = System.nanoTime();
        assertRefused(Duration.ofMillis(300));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(290), Duration.ofSeconds(5));
    }

    @Test
    void aSilentSourceIsBrokenOffAtTheDeadline() {
        answer(out -> TimeUnit.SECONDS.sleep(30));
        assertRefused(Duration.ofMillis(300));
    }

    @Test
    void halfAFileIsRefused() {
        answer(out -> out.write(ascii(OK + "Content-Length: 900\r\n\r\nhalf")));
        assertRefused(Duration.ofSeconds(10));
    }

    @Test
    void anEndlessHeadIsRefused() {
        answer(out -> {
            out.write(ascii(OK));
            while (true) {
                out.write(ascii("X-Filler: " + "x".repeat(1000) + "\r\n"));
            }
        });
        assertRefused(Duration.ofSeconds(20));
    }

    @Test
    void whatIsNotHttpIsRefused() {
        answer(out -> out.write(ascii("SSH-2.0-OpenSSH\r\n\r\n")));
        assertRefused(Duration.ofSeconds(10));
    }

    @Test
    void aDeadlineThatHasPassedIsKept() {
        answer(out -> out.write(ascii(OK + "Content-Length: 0\r\n\r\n")));
        assertRefused(Duration.ZERO);
    }

    private ConfigurationDownloads.Answer get(Duration time) throws LocalFault, InterruptedException {
        return downloads.get(
                URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/"), BYTES_MAX, Deadline.after(time));
    }

    private void assertRefused(Duration time) {
        assertThatThrownBy(() -> get(time))
                .isInstanceOfSatisfying(
                        LocalFault.class, fault -> assertThat(fault.code()).isEqualTo(GeneralFault.NETWORK_ERROR));
    }

    /** Answers one request, whatever it asks, until the other side hangs up. */
    private void answer(Answer answer) {
        Thread thread = new Thread(() -> {
            try (Socket socket = listener.accept()) {
                int ignored = socket.getInputStream().read(new byte[4096]);
                answer.write(socket.getOutputStream());
                socket.getOutputStream().flush();
                socket.shutdownOutput();
            } catch (IOException | InterruptedException e) {
                // Hung up on, which is what most of these tests are about.
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
