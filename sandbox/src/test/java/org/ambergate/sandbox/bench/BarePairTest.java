package org.ambergate.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BarePairTest {
    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path folder;

    private CountingService service;

    @BeforeEach
    void start() throws Exception {
        service = new CountingService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"P256", "RSA_2048"})
    void aRequestPassesBothProxiesAndItsReplyComesBack(KeyKind kind) throws Exception {
        BareTls.generate(folder, kind);
        byte[] body = new byte[300_000];
        new java.util.Random(1).nextBytes(body);
        try (BareProxy back = half(BareProxyMain.Half.BACK, service.address());
                BareProxy front = half(BareProxyMain.Half.FRONT, address(back))) {
            HttpResponse<byte[]> response = post(address(front), body);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(body);
        }
    }

    @Test
    void connectionsAreReusedUnderLoad() throws Exception {
        BareTls.generate(folder, KeyKind.P256);
        byte[] body = "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);
        try (BareProxy back = half(BareProxyMain.Half.BACK, service.address());
                BareProxy front = half(BareProxyMain.Half.FRONT, address(back));
                LoadGenerator generator = new LoadGenerator()) {
            URI url = URI.create("http://127.0.0.1:" + front.port() + "/echo");

            LoadResult result = generator.run(
                    new LoadRequest("POST", url, Map.of(), body, body),
                    new LoadPlan(4, Duration.ofMillis(300), Duration.ofMillis(300)),
                    LoadGenerator.Observer.none());

            assertThat(result.errors()).isZero();
            assertThat(result.allExchanges()).isPositive().isEqualTo(service.requests());
        }
    }

    @Test
    void aClientWithoutACertificateIsRefusedByTheBackHalf() throws Exception {
        BareTls.generate(folder, KeyKind.P256);
        try (BareProxy back = half(BareProxyMain.Half.BACK, service.address());
                SSLSocket socket =
                        (SSLSocket) trustingAnyone().getSocketFactory().createSocket()) {
            socket.setSoTimeout(10_000);
            socket.connect(address(back));

            assertThatThrownBy(() -> {
                        socket.getOutputStream()
                                .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        readByte(socket);
                    })
                    .isInstanceOf(IOException.class);
            assertThat(service.requests()).isZero();
        }
    }

    @Test
    void aServiceThatIsAwayClosesTheConnection() throws Exception {
        BareTls.generate(folder, KeyKind.P256);
        InetSocketAddress away = service.address();
        service.close();
        try (BareProxy back = half(BareProxyMain.Half.BACK, away);
                BareProxy front = half(BareProxyMain.Half.FRONT, address(back));
                Socket socket = new Socket(FREE.getAddress(), front.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(readToTheEnd(socket)).isEmpty();
        }
    }

    /** A connection may end in good order or by a reset; neither is an answer. */
    private static byte[] readToTheEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    @Test
    void eachHalfIsAProcessOfItsOwnThatEndsWithThePair() throws Exception {
        List<ProcessHandle> processes;
        try (BarePair pair =
                BarePair.start(new PairSettings(service.address(), KeyKind.P256, List.of("-Xmx64m"), folder))) {
            processes = pair.processes();
            InetSocketAddress front =
                    new InetSocketAddress(FREE.getAddress(), pair.baseUrl().getPort());

            assertThat(post(front, new byte[10]).statusCode()).isEqualTo(200);
            assertThat(processes).hasSize(2).allMatch(ProcessHandle::isAlive);
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void onlyTheOwnerCanReadTheKey() throws Exception {
        BareTls.generate(folder, KeyKind.P256);

        assertThat(Files.getPosixFilePermissions(folder.resolve("key.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private BareProxy half(BareProxyMain.Half half, InetSocketAddress upstream) throws IOException {
        return BareProxy.start(BareProxyMain.settings(half, FREE, upstream, folder));
    }

    private static InetSocketAddress address(BareProxy proxy) {
        return new InetSocketAddress(FREE.getAddress(), proxy.port());
    }

    private static HttpResponse<byte[]> post(InetSocketAddress to, byte[] body) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + to.getPort() + "/echo");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url)
                                .version(HttpClient.Version.HTTP_1_1)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void readByte(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        if (in.read() < 0) {
            throw new IOException("The connection was closed");
        }
    }

    private static SSLContext trustingAnyone() throws Exception {
        X509TrustManager anyone = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) {
                // Not under test here.
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {
                // Not under test here.
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {anyone}, new SecureRandom());
        return context;
    }
}
