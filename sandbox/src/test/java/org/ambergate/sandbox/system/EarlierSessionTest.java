package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.ambergate.net.TlsIdentity;
import org.ambergate.testsupport.TlsBytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions of TLS 1.3 are resumed, which spares the certificates and nothing else: no data comes before the handshake has
 * ended (threat T-53). That a resumed session is judged as a new one is for {@link ConnectionLifeTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EarlierSessionTest {
    private static final String TLS_1_3 = "TLSv1.3";
    private static final int PRE_SHARED_KEY = 41;
    private static final int EARLY_DATA = 42;
    private static final int KEY_EXCHANGE_MODES = 45;
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final CraftedServers servers = new CraftedServers();

    @SuppressWarnings("NullAway.Init")
    private CraftedPair crafted;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        crafted = CraftedPair.start(temporary, servers);
    }

    @AfterAll
    void stop() {
        crafted.close();
    }

    private List<InetSocketAddress> ports() {
        return List.of(
                crafted.real().providerServer().addresses().server(),
                crafted.real().consumerServer().addresses().consumerHttps());
    }

    @Test
    void aSessionIsResumedByItsOwnClient() throws Exception {
        for (InetSocketAddress port : ports()) {
            SSLContext context = context();
            assertThat(exchange(context, port)).startsWith("HTTP/1.1 ");
            byte[] hello = Stranger.hello(context.createSSLEngine(host(port), port.getPort()), TLS_1_3);

            try (Stranger stranger = new Stranger(port)) {
                byte[] answer = stranger.say(hello).next().orElseThrow();

                assertThat(TlsBytes.extensions(hello)).contains(PRE_SHARED_KEY);
                assertThat(TlsBytes.extensions(answer)).contains(PRE_SHARED_KEY).doesNotContain(EARLY_DATA);
            }
        }
    }

    /** OpenSSL shows how much early data a session allows; the JDK knows nothing of it. */
    @Test
    void noSessionAllowsEarlyData(@TempDir Path directory) throws Exception {
        Path openssl = Path.of("/usr/bin/openssl");
        assumeTrue(Files.isExecutable(openssl));
        Path identity = pem(directory.resolve("identity.pem"));
        for (InetSocketAddress port : ports()) {
            Path session = directory.resolve("session-" + port.getPort());
            Process client = new ProcessBuilder(
                            openssl.toString(),
                            "s_client",
                            "-tls1_3",
                            "-ign_eof",
                            "-connect",
                            host(port) + ":" + port.getPort(),
                            "-cert",
                            identity.toString(),
                            "-key",
                            identity.toString(),
                            "-sess_out",
                            session.toString())
                    .redirectErrorStream(true)
                    .start();
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().close();
            String shown = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(shown).contains("New, TLSv1.3").contains("HTTP/1.1 ").contains("Max Early Data: 0");
            assertThat(shown.replace("Max Early Data: 0", "")).doesNotContain("Max Early Data");
            assertThat(session).isNotEmptyFile();
        }
    }

    @Test
    void aHelloWithAKeyOfItsOwnAndEarlyDataIsAnsweredAsAnyOther() throws Exception {
        byte[] hello = Stranger.hello(TLS_1_3);
        assertThat(TlsBytes.extensions(hello)).contains(KEY_EXCHANGE_MODES).doesNotContain(PRE_SHARED_KEY, EARLY_DATA);
        for (InetSocketAddress port : ports()) {
            try (Stranger stranger = new Stranger(port)) {
                stranger.say(TlsBytes.extended(hello, earlyDataWithKey()), TlsBytes.record(23, REQUEST));
                Optional<byte[]> answer = stranger.next();

                assertThat(answer.map(record -> (int) record[0])).hasValue(Stranger.HANDSHAKE);
                assertThat(TlsBytes.extensions(answer.orElseThrow())).doesNotContain(PRE_SHARED_KEY, EARLY_DATA);
                assertThat(stranger.end().heard()).isNotEmpty();
            }
        }
    }

    /** The extensions early_data and pre_shared_key (RFC 8446, sections 4.2.10 and 4.2.11). */
    private static byte[] earlyDataWithKey() {
        int identity = 2 + 32 + 4;
        int binder = 1 + 32;
        return ByteBuffer.allocate(4 + 4 + 2 + identity + 2 + binder)
                .putShort((short) EARLY_DATA)
                .putShort((short) 0)
                .putShort((short) PRE_SHARED_KEY)
                .putShort((short) (2 + identity + 2 + binder))
                .putShort((short) identity)
                .putShort((short) 32)
                .put(new byte[32])
                .putInt(0)
                .putShort((short) binder)
                .put((byte) 32)
                .put(new byte[32])
                .array();
    }

    private SSLContext context() {
        return RecordingPeer.context(CraftedServers.identity(servers.authentication(CraftedServers.SERVER)));
    }

    /** Sends a request on a new connection; the first bytes of the answer, or nothing. */
    private static String exchange(SSLContext context, InetSocketAddress port) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(host(port), port.getPort())) {
            socket.setSoTimeout(20_000);
            socket.setEnabledProtocols(new String[] {TLS_1_3});
            socket.getOutputStream().write(REQUEST);
            return new String(socket.getInputStream().readNBytes(9), StandardCharsets.US_ASCII);
        }
    }

    private Path pem(Path file) throws Exception {
        TlsIdentity identity = CraftedServers.identity(servers.authentication(CraftedServers.SERVER));
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return Files.writeString(
                file,
                "-----BEGIN CERTIFICATE-----\n"
                        + lines.encodeToString(identity.chain().get(0).getEncoded())
                        + "\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n"
                        + lines.encodeToString(identity.key().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static String host(InetSocketAddress port) {
        return port.getAddress().getHostAddress();
    }
}
