package org.ambergate.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real handshakes of every combination of keys, protocols, suites and engines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsMatrixTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final Edge edge = new Edge();

    @AfterAll
    void stop() {
        edge.close();
    }

    /** Names of keys, resolved late so that tables stay readable. */
    private static Optional<TlsIdentity> identity(String name) {
        return switch (name) {
            case "RSA" -> Optional.of(TlsFixtures.RSA);
            case "EC" -> Optional.of(TlsFixtures.EC);
            default -> Optional.empty();
        };
    }

    private static TlsIdentity required(String name) {
        return identity(name).orElseThrow();
    }

    /** Says who asked, and how. */
    private static void tell(HttpRequest request, HttpReply reply) {
        try {
            Peer peer = request.peer();
            String who = peer.certificates().isEmpty()
                    ? "nobody"
                    : peer.certificates().get(0).getSubjectX500Principal().getName();
            reply.send(200, HttpFields.empty(), (who + " " + peer.tlsProtocol()).getBytes(ISO_8859_1));
        } catch (LocalFault e) {
            reply.abort();
        }
    }

    private static String name(String key) {
        return key.equals("none") ? "nobody" : "CN=" + key.toLowerCase(java.util.Locale.ROOT);
    }

    static Stream<Arguments> suites() {
        return Stream.of(
                        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                        "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
                        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                .flatMap(suite -> Stream.of("RSA", "EC", "none").map(client -> Arguments.of(suite, client)));
    }

    private static TlsIdentity serverFor(String suite) {
        return suite.contains("ECDSA") ? TlsFixtures.EC : TlsFixtures.RSA;
    }

    @ParameterizedTest
    @MethodSource("suites")
    void aJdkClientOfTls12IsServedWithEachSuite(String suite, String client) throws Exception {
        TlsServerSettings tls = new TlsServerSettings(
                () -> serverFor(suite), TlsServerSettings.ClientAuth.REQUESTED, leaf -> true, true);
        try (HttpServer server = edge.serve(Edge.quick().withTls(tls), TlsMatrixTest::tell);
                SSLSocket socket = new PlainTls(identity(client)).connect(server.address(), PlainTls.TLS_1_2, suite);
                RawClient raw = new RawClient(socket)) {
            assertThat(raw.send(REQUEST).readToEnd()).endsWith(name(client) + " TLSv1.2");
            assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
            assertThat(socket.getSession().getPeerCertificates())
                    .containsExactly(serverFor(suite).chain().get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void aJdkServerOfTls12IsReachedWithEachSuite(String suite, String client) throws Exception {
        SSLServerSocket listening = new PlainTls(Optional.of(serverFor(suite))).listen(0, PlainTls.TLS_1_2, suite);
        listening.setWantClientAuth(true);
        try (ScriptedPeer peer = new ScriptedPeer(listening, (connection, number) -> {
                    ScriptedPeer.readRequest(connection);
                    SSLSocket socket = (SSLSocket) connection.socket();
                    String who = client.equals("none")
                            ? "nobody"
                            : socket.getSession().getPeerPrincipal().getName();
                    connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + who);
                });
                HttpLinks links = new HttpLinks(HttpLinkSettings.DEFAULT, edge.threads)) {
            LinkTls tls = new LinkTls(() -> identity(client), "", (chain, address, deadline) -> {});
            for (int i = 0; i < 2; i++) {
                assertThat(get(links, peer.address(), tls)).isEqualTo(name(client));
            }
        }
    }

    static Stream<Arguments> keys() {
        return Stream.of("RSA", "EC")
                .flatMap(server -> Stream.of("RSA", "EC", "none").map(client -> Arguments.of(server, client)));
    }

    /** The first connection is the JDK's engine, the second one the native engine. */
    @ParameterizedTest
    @MethodSource("keys")
    void ourLinksAndServersSpeakTls13(String server, String client) throws Exception {
        for (boolean interoperable : List.of(true, false)) {
            TlsServerSettings tls = new TlsServerSettings(
                    () -> required(server), TlsServerSettings.ClientAuth.REQUESTED, leaf -> true, interoperable);
            try (HttpServer running = edge.serve(Edge.quick().withTls(tls), TlsMatrixTest::tell);
                    HttpLinks links = new HttpLinks(HttpLinkSettings.DEFAULT.withReuse(false), edge.threads)) {
                LinkTls linkTls = new LinkTls(
                        () -> identity(client),
                        "",
                        (chain, address, deadline) ->
                                assertThat(chain).isEqualTo(required(server).chain()));
                for (int i = 0; i < 3; i++) {
                    assertThat(get(links, running.address(), linkTls)).isEqualTo(name(client) + " TLSv1.3");
                }
            }
        }
    }

    /** Whatever opened in the first burst to a peer must not stay with the slower engine for its whole life. */
    @Test
    void theFirstLinkToAPeerOfTls13IsNotKeptAndTheSecondIs() throws Exception {
        TlsServerSettings tls =
                new TlsServerSettings(() -> required("EC"), TlsServerSettings.ClientAuth.REQUESTED, leaf -> true, true);
        try (HttpServer running = edge.serve(Edge.quick().withTls(tls), TlsMatrixTest::tell);
                HttpLinks links = new HttpLinks(HttpLinkSettings.DEFAULT.withReuse(true), edge.threads)) {
            LinkTls linkTls = new LinkTls(() -> identity("EC"), "", (chain, address, deadline) -> {});
            get(links, running.address(), linkTls);
            assertThat(links.pooled()).isEqualTo(TlsContexts.isNative() ? 0 : 1);
            get(links, running.address(), linkTls);
            assertThat(links.pooled()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aJdkClientOfTls13IsServed(String server, String client) throws Exception {
        TlsServerSettings tls = new TlsServerSettings(
                () -> required(server), TlsServerSettings.ClientAuth.REQUESTED, leaf -> true, true);
        try (HttpServer running = edge.serve(Edge.quick().withTls(tls), TlsMatrixTest::tell);
                SSLSocket socket = new PlainTls(identity(client)).connect(running.address(), PlainTls.TLS_1_3);
                RawClient raw = new RawClient(socket)) {
            assertThat(raw.send(REQUEST).readToEnd()).endsWith(name(client) + " TLSv1.3");
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aJdkServerOfTls13IsReached(String server, String client) throws Exception {
        SSLServerSocket listening = new PlainTls(identity(server)).listen(0, PlainTls.TLS_1_3);
        listening.setWantClientAuth(true);
        try (ScriptedPeer peer = new ScriptedPeer(listening, (connection, number) -> {
                    ScriptedPeer.readRequest(connection);
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                });
                HttpLinks links = new HttpLinks(HttpLinkSettings.DEFAULT, edge.threads)) {
            LinkTls tls = new LinkTls(() -> identity(client), "name.test", (chain, address, deadline) -> {});
            for (int i = 0; i < 3; i++) {
                assertThat(get(links, peer.address(), tls)).isEqualTo("ok");
            }
        }
    }

    static String get(HttpLinks links, java.net.InetSocketAddress address, LinkTls tls) throws LocalFault {
        HttpLink link = links.open(List.of(address), Optional.of(tls), Edge.soon());
        try {
            link.send("GET", "/", HttpFields.of("Host", "a"), OptionalLong.of(0), Edge.soon())
                    .finish(Edge.soon());
            return new String(Edge.readAll(link.receive(Edge.soon()).body()), ISO_8859_1);
        } finally {
            link.release();
        }
    }
}
