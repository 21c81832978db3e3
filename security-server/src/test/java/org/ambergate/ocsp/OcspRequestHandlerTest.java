package org.ambergate.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.net.Deadline;
import org.ambergate.net.EdgeThreads;
import org.ambergate.net.HttpServer;
import org.ambergate.net.HttpServerSettings;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.testsupport.ManualClock;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers' OCSP rooms over a real socket: one serves on its port, the other fetches from it. */
@Timeout(60)
class OcspRequestHandlerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final MemberId MEMBER = new MemberId("TEST", "GOV", "1");
    private static final TestAuthority AUTHORITY = TestAuthority.create("Handler CA");
    private static final X509Certificate OWN =
            AUTHORITY.authentication(MEMBER, "ss1", TestKeys.EC_P256).certificate();
    private static final X509Certificate UNANSWERED =
            AUTHORITY.authentication(MEMBER, "ss1", TestKeys.EC_P256).certificate();
    private static final byte[] RESPONSE = AUTHORITY.ocsp(OWN, NOW);

    @TempDir
    Path directory;

    private final ExecutorService exchanges = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private EdgeThreads edge;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        OcspResponses responses = responses("served", 1);
        responses.remember(List.of(OWN), List.of(RESPONSE));
        edge = EdgeThreads.start();
        server = HttpServer.start(HttpServerSettings.onLoopback(), new OcspRequestHandler(responses), exchanges, edge);
    }

    @AfterEach
    void stop() {
        server.close();
        edge.close();
        exchanges.shutdownNow();
    }

    @Test
    void aPeerFetchesWhatThisServerServes() throws Exception {
        OcspResponses peer = responses("peer", server.port());
        assertThat(peer.ofPeer(List.of(OWN), "127.0.0.1", Deadline.after(Duration.ofSeconds(20))))
                .containsExactly(RESPONSE);
    }

    @Test
    void theAnswerHasTheProtocolsForm() throws Exception {
        HttpResponse<byte[]> answer = send("GET", "/?cert=" + sha1(OWN) + "&cert_hash=" + "00".repeat(32));
        assertThat(answer.statusCode()).isEqualTo(200);
        String type = answer.headers().firstValue("Content-Type").orElseThrow();
        assertThat(type).startsWith("multipart/related; type=\"application/ocsp-response\"; charset=UTF-8; boundary=");
        assertThat(OcspMultipart.read(type, answer.body(), 1)).containsExactly(RESPONSE);
        HttpResponse<byte[]> again = send("GET", "/?cert=" + sha1(OWN));
        assertThat(again.headers().firstValue("Content-Type"))
                .isNotEqualTo(answer.headers().firstValue("Content-Type"));
    }

    @Test
    void aResponseThatCannotBeHadFailsInPlainTextWithoutReasons() throws Exception {
        HttpResponse<byte[]> answer = send("GET", "/?cert=" + sha1(UNANSWERED));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo("There is no OCSP response for one of the certificates");
    }

    @Test
    void headIsAHeartbeatAndOtherMethodsFail() throws Exception {
        assertThat(send("HEAD", "/").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/?cert=" + sha1(OWN)).statusCode()).isEqualTo(500);
    }

    private OcspResponses responses(String name, int peerPort) throws Exception {
        TrustBase trust = AUTHORITY.trust("TEST");
        PathValidator paths = new PathValidator(trust);
        HttpOcspCalls network = new HttpOcspCalls();
        return new OcspResponses(
                new OcspSettings(directory.resolve(name), peerPort, OcspSettings.RETRY_DELAY),
                new OcspResponses.Collaborators(
                        () -> List.of(OWN, UNANSWERED),
                        () -> new OcspTrust("TEST", trust, paths, Duration.ofMinutes(20)),
                        new OcspCalls() {
                            @Override
                            public Reply askResponder(URI responder, byte[] request, Deadline deadline)
                                    throws LocalFault {
                                throw new LocalFault(GeneralFault.NETWORK_ERROR, "secret reason");
                            }

                            @Override
                            public Reply askPeer(URI peer, Deadline deadline) throws LocalFault {
                                return network.askPeer(peer, deadline);
                            }
                        },
                        new ManualClock(NOW),
                        new SecureRandom()));
    }

    private HttpResponse<byte[]> send(String method, String target) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + target);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String sha1(X509Certificate certificate) {
        return OcspCache.sha1(certificate).hex();
    }
}
