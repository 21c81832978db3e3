package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.ambergate.net.TlsIdentity;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.sandbox.ServerHome;
import org.ambergate.sandbox.trustservices.IssuedKey;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.ambergate.securityserver.SecurityServer;
import org.ambergate.signing.KeyStatus;
import org.ambergate.signing.KeyUsage;
import org.ambergate.signing.SoftwareToken;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TlsBytes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How TLS connections begin, and when they have to end (threats T-53, T-54, T-57). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectionLifeTest {
    /** Answered with a fault at once by a server that lets the connection in. */
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Shorter than a connection may be idle: who is closed sooner is closed for another reason. */
    private static final int SOON_MILLIS = 15_000;

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;

    private final CraftedServers servers = new CraftedServers();

    @SuppressWarnings("NullAway.Init")
    private CraftedPair crafted;

    @SuppressWarnings("NullAway.Init")
    private RunningPair pair;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        crafted = CraftedPair.start(temporary, servers);
        pair = crafted.real();
    }

    @AfterAll
    void stop() {
        crafted.close();
    }

    @BeforeEach
    void serviceAnswers() {
        pair.resetService();
    }

    // ---- T-53: after a server was deleted from the register

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aResumedSessionOfAServerThatWasDeletedIsNotServed(String protocol) throws Exception {
        SSLContext context = RecordingPeer.context(identity());
        try (SSLSocket first = connect(context, protocol);
                SSLSocket second = connect(context, protocol)) {
            assertThat(head(first)).startsWith("HTTP/1.1 200");
            assertThat(head(second)).startsWith("HTTP/1.1 200");
            if (protocol.equals("TLSv1.2")) {
                assertThat(second.getSession().getId())
                        .isEqualTo(first.getSession().getId());
            }
        }
        whileDeleted(() -> {
            try (SSLSocket third = connect(context, protocol)) {
                assertNotServed(third);
            }
        });
        try (SSLSocket fourth = connect(context, protocol)) {
            assertThat(head(fourth)).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, false", "TLSv1.3, false", "TLSv1.2, true", "TLSv1.3, true"})
    void anOpenConnectionOfAServerThatWasDeletedIsClosed(String protocol, boolean withinARequest) throws Exception {
        try (SSLSocket socket = connect(RecordingPeer.context(identity()), protocol)) {
            assertThat(head(socket)).startsWith("HTTP/1.1 200");
            if (withinARequest) {
                send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nbegun");
            }
            whileDeleted(() -> {
                socket.setSoTimeout(SOON_MILLIS);
                assertThat(endOf(socket)).isTrue();
            });
        }
    }

    @Test
    void nothingGoesOutOverAnOpenConnectionToAServerThatWasDeleted() throws Exception {
        try (CraftedProvider provider = provider()) {
            assertThat(crafted.call("").statusCode()).isEqualTo(200);
            whileDeleted(() -> assertThat(crafted.call("").headers().firstValue("x-road-error"))
                    .hasValue("server.clientproxy.ssl_authentication_failed"));
            assertThat(provider.callers()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aProvidersServerThatWasDeletedHearsNothingThoughASessionWithItCouldBeResumed(String protocol)
            throws Exception {
        try (RecordingPeer recorder = new RecordingPeer(crafted.serverAddress(), identity(), protocol)) {
            for (int i = 0; i < 2; i++) {
                var unused = crafted.call("");
                assertThat(recorder.heard().poll(20, TimeUnit.SECONDS)).isPositive();
            }
            recorder.heard().clear();
            whileDeleted(() -> assertThat(crafted.call("").headers().firstValue("x-road-error"))
                    .hasValue("server.clientproxy.ssl_authentication_failed"));
            assertThat(recorder.heard()).allMatch(bytes -> bytes == 0);
        }
    }

    // ---- T-54: outdated handshakes

    static Stream<Arguments> outdatedHellos() {
        return Stream.of(
                        Arguments.of("SSL 3.0", "0300", "c024c023c00a002f000a"),
                        Arguments.of("TLS 1.0", "0301", "c00ac009c014002f"),
                        Arguments.of("TLS 1.1", "0302", "c00ac009c014002f"),
                        Arguments.of("without encryption", "0303", "c006c010003b00020001"),
                        Arguments.of("without authentication", "0303", "c018c0190034006c006d00a6"),
                        Arguments.of("export", "0303", "000300060008000b000e00110014"),
                        Arguments.of("3DES", "0303", "c008c012000a0016"),
                        Arguments.of("RC4", "0303", "c007c01100050004"),
                        Arguments.of("SHA-1", "0303", "c009c00ac013c014"),
                        Arguments.of("without forward secrecy", "0303", "002f0035003c003d009c009d"),
                        Arguments.of("no suite but a signal", "0303", "00ff"))
                .flatMap(hello -> Stream.of(true, false).map(between -> {
                    Object[] all = hello.get();
                    return Arguments.of(all[0], all[1], all[2], between);
                }));
    }

    @ParameterizedTest(name = "{0}, between servers: {3}")
    @MethodSource("outdatedHellos")
    void anOutdatedHelloIsNotAnswered(String name, String version, String suites, boolean betweenServers)
            throws Exception {
        assertThat(answer(TlsBytes.clientHello(version, suites, "00"), betweenServers))
                .isIn(-1, ALERT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHelloOfTls12IsAnswered(boolean betweenServers) throws Exception {
        assertThat(answer(TlsBytes.clientHello("0303", "c02cc02bc030c02f", "00"), betweenServers))
                .isEqualTo(HANDSHAKE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHelloOfSslv2IsNotAnswered(boolean betweenServers) throws Exception {
        byte[] hello = HexFormat.of().parseHex("802e0100020015000000100100800300800700c0" + "22".repeat(28));

        assertThat(answer(hello, betweenServers)).isIn(-1, ALERT);
    }

    /** The server's hello: version and suite that it picked, of which our consumer side offered neither. */
    @ParameterizedTest
    @CsvSource({
        "0300, c024, 00",
        "0301, c00a, 00",
        "0302, c00a, 00",
        "0303, c006, 00",
        "0303, c018, 00",
        "0303, c008, 00",
        "0303, 0003, 00",
        "0303, c024, 01"
    })
    void aProvidersServerThatAnswersWithSomethingOutdatedHearsNoRequest(
            String version, String suite, String compression) throws Exception {
        try (ServerSocket listening = new ServerSocket()) {
            listening.setReuseAddress(true);
            listening.bind(crafted.serverAddress());
            CompletableFuture<Integer> type =
                    CompletableFuture.supplyAsync(() -> greet(listening, version, suite, compression));

            assertThat(crafted.call("").headers().firstValue("x-road-error"))
                    .hasValue("server.clientproxy.ssl_authentication_failed");
            assertThat(type.get(20, TimeUnit.SECONDS)).isIn(-1, ALERT);
        }
    }

    // ---- T-57: keys that were switched off

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCertificateThatWasSwitchedOffIsNotPresentedToTheNextCaller(String protocol) throws Exception {
        SSLContext context = RecordingPeer.context(identity());
        X509Certificate fresh = addKey(pair.providerServer(), pair.ecosystem().provider());
        X509Certificate old = presentedBy(context, protocol);
        assertThat(old).isNotEqualTo(fresh);

        switchOff(pair.providerServer(), old);

        assertThat(presentedBy(context, protocol)).isEqualTo(fresh);
        assertThat(pair.send(pair.request("/a")).statusCode()).isEqualTo(200);
    }

    @Test
    void aCertificateThatWasSwitchedOffIsNotPresentedWithTheNextRequest() throws Exception {
        try (CraftedProvider provider = provider()) {
            X509Certificate fresh =
                    addKey(pair.consumerServer(), pair.ecosystem().consumer());
            assertThat(crafted.call("").statusCode()).isEqualTo(200);
            X509Certificate old = provider.callers().remove();
            assertThat(old).isNotEqualTo(fresh);

            switchOff(pair.consumerServer(), old);

            // the OCSP response of the new one comes within a second
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> crafted.call("").statusCode() == 200);
            assertThat(provider.callers()).isNotEmpty().allMatch(fresh::equals);
        }
    }

    // ---- helpers

    private interface Action {
        void run() throws Exception;
    }

    private void whileDeleted(Action action) throws Exception {
        TestCertificate certificate = servers.authentication(CraftedServers.SERVER);
        pair.publish(CraftedServers::withoutCertificates);
        try {
            action.run();
        } finally {
            pair.publish(instance ->
                    CraftedServers.withCertificate(instance, CraftedServers.SERVER, certificate.certificate()));
        }
    }

    /** Imports and registers a second authentication key, which is used only when the first one is off. */
    private X509Certificate addKey(SecurityServer server, ServerHome home) throws Exception {
        IssuedKey key = pair.ecosystem()
                .trust()
                .authority()
                .authentication(CertificateProfile.FI_VRK, home.server(), home.address(), KeyKind.P256);
        pair.publish(instance -> CraftedServers.withCertificate(instance, home.server(), key.certificate()));
        server.token().importKey(key.privateKey(), key.certificate(), KeyUsage.AUTHENTICATION, Optional.empty());
        return key.certificate();
    }

    private static void switchOff(SecurityServer server, X509Certificate certificate) throws Exception {
        SoftwareToken token = server.token();
        String id = token.keys().stream()
                .filter(key -> key.certificate().filter(certificate::equals).isPresent())
                .map(key -> key.id())
                .findFirst()
                .orElseThrow();
        token.change(id, false, KeyStatus.REGISTERED);
    }

    private X509Certificate presentedBy(SSLContext context, String protocol) throws IOException {
        try (SSLSocket socket = connect(context, protocol)) {
            assertThat(head(socket)).startsWith("HTTP/1.1 200");
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private CraftedProvider provider() throws IOException {
        return new CraftedProvider(
                crafted.serverAddress(),
                identity(),
                (request, hash) -> CraftedProvider.signed(
                        CraftedProvider.head(request, hash), servers.credential(CraftedServers.MEMBER)));
    }

    private TlsIdentity identity() {
        return CraftedServers.identity(servers.authentication(CraftedServers.SERVER));
    }

    private SSLSocket connect(SSLContext context, String protocol) throws IOException {
        InetSocketAddress address = pair.providerServer().addresses().server();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Sends a request and reads its whole answer, which has a length; the head of it. */
    private static String head(SSLSocket socket) throws IOException {
        send(socket, REQUEST);
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return head.toString();
            }
            head.append((char) b);
        }
        int mark = head.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length:") + 15;
        in.readNBytes(Integer.parseInt(
                head.substring(mark, head.indexOf("\r\n", mark)).strip()));
        return head.toString();
    }

    /** Whether the other side ends the connection without a further byte. */
    private static boolean endOf(SSLSocket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void assertNotServed(SSLSocket socket) {
        StringBuilder answer = new StringBuilder();
        Throwable refusal = catchThrowable(() -> answer.append(head(socket)));
        assertThat(answer.toString()).isEmpty();
        assertThat(refusal instanceof java.net.SocketTimeoutException).isFalse();
        assertThat(refusal == null || refusal instanceof IOException).isTrue();
    }

    /** The type of the first record that a server answers with; -1 if it closes. */
    private int answer(byte[] greeting, boolean betweenServers) throws IOException {
        InetSocketAddress address = betweenServers
                ? pair.providerServer().addresses().server()
                : pair.consumerServer().addresses().consumerHttps();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(SOON_MILLIS);
            socket.getOutputStream().write(greeting);
            return socket.getInputStream().read();
        } catch (java.net.SocketException reset) {
            return -1;
        }
    }

    /** Reads a client's hello, answers it, and returns the type of the record that comes then. */
    private static int greet(ServerSocket listening, String version, String suite, String compression) {
        try (Socket socket = listening.accept()) {
            socket.setSoTimeout(SOON_MILLIS);
            InputStream in = socket.getInputStream();
            byte[] header = in.readNBytes(5);
            in.readNBytes(((header[3] & 0xFF) << 8) | (header[4] & 0xFF));
            socket.getOutputStream().write(TlsBytes.serverHello(version, suite, compression));
            return in.read();
        } catch (java.net.SocketException reset) {
            return -1;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
