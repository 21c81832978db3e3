package org.ambergate.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.testsupport.TlsBytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, what is said before, and which handshakes are refused (threats T-50 to T-57). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsRulesTest {
    private static final String CBC = "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private final LocalFault untrusted = new LocalFault(MessageFault.SSL_AUTHENTICATION_FAILED, "not trusted");

    private final Edge edge = new Edge();

    @AfterAll
    void stop() {
        edge.close();
    }

    private HttpServer serve(TlsServerSettings tls) throws IOException {
        return edge.serve(Edge.quick().withTls(tls), Edge::echo);
    }

    private HttpLinks links() {
        return new HttpLinks(HttpLinkSettings.DEFAULT, edge.threads);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noByteOfHttpIsSentToAPeerThatIsNotTrusted(String protocol) throws Exception {
        BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        SSLServerSocket listening = new PlainTls(Optional.of(TlsFixtures.RSA)).listen(0, protocol);
        try (ScriptedPeer recorder = new ScriptedPeer(listening, (connection, number) -> {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    ((SSLSocket) connection.socket()).startHandshake();
                    try {
                        connection.socket().getInputStream().transferTo(bytes);
                    } finally {
                        received.add(bytes.size());
                    }
                });
                HttpLinks links = links()) {
            LinkTls tls = LinkTls.presenting(() -> TlsFixtures.EC, (chain, address, deadline) -> {
                assertThat(chain).isEqualTo(TlsFixtures.RSA.chain());
                throw untrusted;
            });
            for (int i = 0; i < 2; i++) {
                LocalFault fault =
                        catchThrowableOfType(LocalFault.class, () -> TlsMatrixTest.get(links, recorder.address(), tls));
                assertThat(fault).isSameAs(untrusted);
                assertThat(received.poll(20, TimeUnit.SECONDS)).isZero();
            }
            Edge.until(() -> links.connections() == 0);
        }
    }

    @Test
    void thePeerIsCheckedOnTheCallingThreadAndAgainOnReuse() throws Exception {
        List<Thread> threads = new ArrayList<>();
        AtomicBoolean trusted = new AtomicBoolean(true);
        LinkTls tls = LinkTls.presenting(() -> TlsFixtures.EC, (chain, address, deadline) -> {
            threads.add(Thread.currentThread());
            assertThat(chain).isEqualTo(TlsFixtures.RSA.chain());
            if (!trusted.get()) {
                throw untrusted;
            }
        });
        try (HttpServer server = serve(TlsServerSettings.betweenServers(() -> TlsFixtures.RSA, leaf -> true));
                HttpLinks links = links()) {
            TlsMatrixTest.get(links, server.address(), tls);
            TlsMatrixTest.get(links, server.address(), tls);
            assertThat(links.connections()).isOne();
            assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
            trusted.set(false);
            LocalFault fault =
                    catchThrowableOfType(LocalFault.class, () -> TlsMatrixTest.get(links, server.address(), tls));
            assertThat(fault).isSameAs(untrusted);
            assertThat(links.pooled()).isZero();
        }
    }

    @Test
    void aCandidateThatIsNotTrustedIsDroppedForTheNext() throws Exception {
        try (HttpServer bad =
                        serve(TlsServerSettings.modern(() -> TlsFixtures.OTHER, TlsServerSettings.ClientAuth.NONE));
                HttpServer good =
                        serve(TlsServerSettings.modern(() -> TlsFixtures.EC, TlsServerSettings.ClientAuth.NONE));
                HttpLinks links = links()) {
            LinkTls tls = LinkTls.anonymous((chain, address, deadline) -> {
                if (chain.equals(TlsFixtures.OTHER.chain())) {
                    throw untrusted;
                }
            });
            for (int i = 0; i < 5; i++) {
                HttpLink link = links.open(List.of(bad.address(), good.address()), Optional.of(tls), Edge.soon());
                assertThat(link.address()).isEqualTo(good.address());
                link.abort();
            }
        }
    }

    @Test
    void aCandidateWithoutTlsIsDroppedForTheNext() throws Exception {
        try (ScriptedPeer bad = new ScriptedPeer((connection, number) -> connection.send("hello"));
                HttpServer good =
                        serve(TlsServerSettings.modern(() -> TlsFixtures.EC, TlsServerSettings.ClientAuth.NONE));
                HttpLinks links = links()) {
            for (int i = 0; i < 5; i++) {
                HttpLink link =
                        links.open(List.of(bad.address(), good.address()), Optional.of(Edge.NO_TLS_CHECK), Edge.soon());
                assertThat(link.address()).isEqualTo(good.address());
                link.abort();
            }
            LocalFault fault = catchThrowableOfType(
                    LocalFault.class,
                    () -> links.open(List.of(bad.address()), Optional.of(Edge.NO_TLS_CHECK), Edge.soon()));
            assertThat(fault.path()).isIn("ssl_authentication_failed", "network_error");
        }
    }

    @Test
    void aPeerThatHangsInTheHandshakeIsLeftAtTheDeadline() throws Exception {
        try (ScriptedPeer hanging = new ScriptedPeer((connection, number) -> connection.readToEnd());
                HttpLinks links = links()) {
            LocalFault fault = catchThrowableOfType(
                    LocalFault.class,
                    () -> links.open(
                            List.of(hanging.address()),
                            Optional.of(Edge.NO_TLS_CHECK),
                            Deadline.after(java.time.Duration.ofMillis(200))));
            assertThat(fault.path()).isEqualTo("network_error");
            Edge.until(() -> links.connections() == 0);
        }
    }

    @Test
    void aPeerThatGoesBackToTls12IsReachedAllTheSame() throws Exception {
        PlainTls plain = new PlainTls(Optional.of(TlsFixtures.RSA));
        try (ScriptedPeer peer = new ScriptedPeer((connection, number) -> {
                    boolean old = number > 2 && number < 6;
                    try (RawClient client =
                            new RawClient(plain.over(connection.socket(), old ? PlainTls.TLS_1_2 : PlainTls.TLS_1_3))) {
                        ScriptedPeer.readRequest(client);
                        client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                    }
                });
                HttpLinks links = links()) {
            for (int i = 0; i < 6; i++) {
                assertThat(TlsMatrixTest.get(links, peer.address(), Edge.NO_TLS_CHECK))
                        .isEqualTo("ok");
            }
            // the third one had to try twice
            assertThat(peer.accepted()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, ok", "false, "})
    void aBodyThatEndsWithTheConnectionNeedsACloseNotify(boolean notify, String body) throws Exception {
        for (String protocol : List.of(PlainTls.TLS_1_2, PlainTls.TLS_1_3)) {
            SSLServerSocket listening = new PlainTls(Optional.of(TlsFixtures.RSA)).listen(0, protocol);
            java.net.ServerSocket plain = new java.net.ServerSocket(0, 5, listening.getInetAddress());
            listening.close();
            try (ScriptedPeer peer = new ScriptedPeer(plain, (connection, number) -> {
                        Socket below = connection.socket();
                        SSLSocket tls = new PlainTls(Optional.of(TlsFixtures.RSA)).over(below, protocol);
                        RawClient client = new RawClient(tls);
                        ScriptedPeer.readRequest(client);
                        client.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok");
                        if (notify) {
                            tls.close();
                        } else {
                            below.close();
                        }
                    });
                    HttpLinks links = links()) {
                // the native engine has its turn the second time
                for (int i = 0; i < 2; i++) {
                    if (notify) {
                        assertThat(TlsMatrixTest.get(links, peer.address(), Edge.NO_TLS_CHECK))
                                .isEqualTo(body);
                    } else {
                        LocalFault fault = catchThrowableOfType(
                                LocalFault.class, () -> TlsMatrixTest.get(links, peer.address(), Edge.NO_TLS_CHECK));
                        assertThat(fault.path()).isEqualTo("io_error");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientWithAnUnknownOrNoCertificateIsNotServed(String protocol) throws Exception {
        X509Certificate known = TlsFixtures.EC.chain().get(0);
        List<Optional<TlsIdentity>> strangers = List.of(Optional.of(TlsFixtures.OTHER), Optional.empty());
        try (HttpServer server = serve(TlsServerSettings.betweenServers(() -> TlsFixtures.RSA, known::equals))) {
            for (Optional<TlsIdentity> stranger : strangers) {
                try (RawClient raw = new RawClient(new PlainTls(stranger).connect(server.address(), protocol))) {
                    assertNotServed(raw);
                }
            }
            try (RawClient raw =
                    new RawClient(new PlainTls(Optional.of(TlsFixtures.EC)).connect(server.address(), protocol))) {
                assertThat(raw.send(REQUEST).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
            }
        }
    }

    private static void assertNotServed(RawClient raw) {
        StringBuilder answer = new StringBuilder();
        Throwable refusal = catchThrowable(() -> answer.append(raw.send(REQUEST).readToEnd()));
        assertThat(answer.toString()).isEmpty();
        assertThat(refusal == null || refusal instanceof IOException).isTrue();
    }

    @Test
    void aResumedSessionIsAskedAgainWhetherItsCertificateIsKnown() throws Exception {
        AtomicBoolean known = new AtomicBoolean(true);
        PlainTls client = new PlainTls(Optional.of(TlsFixtures.EC));
        for (String protocol : List.of(PlainTls.TLS_1_2, PlainTls.TLS_1_3)) {
            known.set(true);
            try (HttpServer server =
                    serve(TlsServerSettings.betweenServers(() -> TlsFixtures.RSA, leaf -> known.get()))) {
                try (RawClient raw = new RawClient(client.connect(server.address(), protocol))) {
                    assertThat(raw.send(REQUEST).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
                }
                known.set(false);
                try (RawClient raw = new RawClient(client.connect(server.address(), protocol))) {
                    assertNotServed(raw);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPeerThatIsNoLongerKnownGetsTheReplyThatIsUnderWayAndNoOther(String protocol) throws Exception {
        AtomicBoolean known = new AtomicBoolean(true);
        AtomicInteger requests = new AtomicInteger();
        HttpServerSettings settings =
                Edge.quick().withTls(TlsServerSettings.betweenServers(() -> TlsFixtures.RSA, leaf -> known.get()));
        try (HttpServer server = edge.serve(settings, (request, reply) -> {
                    requests.incrementAndGet();
                    known.set(false);
                    Edge.echo(request, reply);
                });
                RawClient raw =
                        new RawClient(new PlainTls(Optional.of(TlsFixtures.EC)).connect(server.address(), protocol))) {
            assertThat(raw.send(REQUEST + REQUEST).readToEnd()).startsWith("HTTP/1.1 200");
            assertThat(requests).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PlainTls.TLS_1_2, PlainTls.TLS_1_3})
    void aConnectionWhoseHandshakeEndsWhileTheServerClosesIsClosedToo(String protocol) throws Exception {
        HttpServerSettings settings = HttpServerSettings.onLoopback()
                .withTls(TlsServerSettings.betweenServers(() -> TlsFixtures.RSA, leaf -> true));
        PlainTls tls = new PlainTls(Optional.of(TlsFixtures.EC));
        HttpServer server = edge.serve(settings, Edge::echo);
        // accepted before the other one, which shows that closing has begun
        try (Socket early = new Socket(server.address().getAddress(), server.port());
                SSLSocket idle = tls.connect(server.address(), protocol)) {
            idle.startHandshake();
            Thread closing = new Thread(server::close);
            closing.start();
            assertThat(new RawClient(idle).readToEnd()).isEmpty();
            SSLSocket late = tls.over(early, protocol);
            late.setUseClientMode(true);
            late.startHandshake();
            assertThat(new RawClient(late).readToEnd()).isEmpty();
            closing.join(20_000);
            assertThat(closing.isAlive()).isFalse();
        }
    }

    @Test
    void aNewIdentityIsPresentedToTheNextConnection() throws Exception {
        AtomicReference<TlsIdentity> serving = new AtomicReference<>(TlsFixtures.RSA);
        AtomicReference<TlsIdentity> asking = new AtomicReference<>(TlsFixtures.RSA);
        List<List<X509Certificate>> seenByLinks = new ArrayList<>();
        List<List<X509Certificate>> seenByServer = new ArrayList<>();
        HttpServerSettings settings =
                Edge.quick().withTls(TlsServerSettings.betweenServers(serving::get, leaf -> true));
        try (HttpServer server = edge.serve(settings, (request, reply) -> {
                    seenByServer.add(request.peer().certificates());
                    Edge.echo(request, reply);
                });
                HttpLinks links = links()) {
            LinkTls tls = LinkTls.presenting(asking::get, (chain, address, deadline) -> seenByLinks.add(chain));
            for (TlsIdentity identity : List.of(TlsFixtures.RSA, TlsFixtures.EC, TlsFixtures.OTHER)) {
                serving.set(identity);
                asking.set(identity);
                TlsMatrixTest.get(links, server.address(), tls);
            }
        }
        List<List<X509Certificate>> expected =
                List.of(TlsFixtures.RSA.chain(), TlsFixtures.EC.chain(), TlsFixtures.OTHER.chain());
        assertThat(seenByLinks).isEqualTo(expected);
        assertThat(seenByServer).isEqualTo(expected);
    }

    @Test
    void aSecondHandshakeOnAConnectionEndsIt() throws Exception {
        try (HttpServer server = serve(TlsServerSettings.betweenServers(() -> TlsFixtures.RSA, leaf -> true));
                SSLSocket socket =
                        new PlainTls(Optional.of(TlsFixtures.EC)).connect(server.address(), PlainTls.TLS_1_2, CBC);
                RawClient raw = new RawClient(socket)) {
            assertThat(raw.send(REQUEST).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
            Throwable refused = catchThrowable(() -> {
                socket.startHandshake();
                raw.send(REQUEST).readUntil("\r\n\r\n");
            });
            assertThat(refused).isInstanceOf(IOException.class);
        }
    }

    /** Version of the hello and its suites; the answer must be an alert or nothing, never a ServerHello. */
    @ParameterizedTest
    @CsvSource({
        "0300, c028c030002f000a",
        "0301, c014c013002f0035",
        "0302, c014c013002f0035",
        "0303, 003b00010002",
        "0303, 00340018006c",
        "0303, 000ac012c008",
        "0303, 000300060008",
        "0303, 0005c011c007",
        "0303, 002f0035003c003d",
        "0303, 00ff"
    })
    void anOutdatedHelloIsRefused(String version, String suites) throws Exception {
        for (boolean interoperable : List.of(true, false)) {
            TlsServerSettings tls = new TlsServerSettings(
                    () -> TlsFixtures.RSA, TlsServerSettings.ClientAuth.NONE, leaf -> true, interoperable);
            try (HttpServer server = serve(tls);
                    Socket socket = new Socket(
                            server.address().getAddress(), server.address().getPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(TlsBytes.clientHello(version, suites, "00"));
                int type = socket.getInputStream().read();
                assertThat(type).isNotEqualTo(22);
            }
        }
    }

    @Test
    void anSslv2HelloAndPlainHttpAreRefusedByTls() throws Exception {
        List<byte[]> greetings = List.of(
                HexFormat.of().parseHex("802e0100020015000000100100800300800700c0" + "22".repeat(28)),
                ScriptedPeer.bytes(REQUEST));
        try (HttpServer server =
                serve(TlsServerSettings.modern(() -> TlsFixtures.RSA, TlsServerSettings.ClientAuth.NONE))) {
            for (byte[] greeting : greetings) {
                try (Socket socket = new Socket(
                        server.address().getAddress(), server.address().getPort())) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream().write(greeting);
                    assertThat(socket.getInputStream().read()).isIn(-1, 21);
                }
            }
        }
    }

    @Test
    void failedHandshakesAreReported() throws Exception {
        BlockingQueue<InetSocketAddress> failed = new LinkedBlockingQueue<>();
        EdgeListener listener = new EdgeListener() {
            @Override
            public void handshakeFailed(InetSocketAddress address, Throwable cause) {
                failed.add(address);
            }
        };
        HttpServerSettings settings = Edge.quick()
                .withListener(listener)
                .withTls(TlsServerSettings.betweenServers(() -> TlsFixtures.RSA, leaf -> true));
        try (HttpServer server = edge.serve(settings, Edge::echo);
                RawClient raw = new RawClient(
                        new PlainTls(Optional.empty()).connect(server.address(), PlainTls.TLS_1_2, CBC))) {
            assertNotServed(raw);
            assertThat(failed.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void largeBodiesPassBothEngines() throws Exception {
        byte[] body = new byte[5_000_000];
        try (HttpServer server = serve(TlsServerSettings.betweenServers(() -> TlsFixtures.RSA, leaf -> true));
                HttpLinks links = links()) {
            for (int i = 0; i < 3; i++) {
                HttpLink link = links.open(
                        List.of(server.address()),
                        Optional.of(LinkTls.presenting(() -> TlsFixtures.EC, (chain, address, deadline) -> {})),
                        Edge.soon());
                BodySink sink = link.send("POST", "/", HttpFields.of("Host", "a"), OptionalLong.empty(), Edge.soon());
                sink.write(java.nio.ByteBuffer.wrap(body), Edge.soon());
                sink.finish(Edge.soon());
                assertThat(Edge.readAll(link.receive(Edge.soon()).body())).hasSize(body.length);
                if (i == 0) {
                    link.abort();
                } else {
                    link.release();
                }
            }
        }
    }
}
