package org.ambergate.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.globalconf.SignedDirectory;
import org.ambergate.publication.SampleInstance;
import org.ambergate.testsupport.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigurationPublisherTest {
    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ManualClock clock = new ManualClock(START);

    @SuppressWarnings("NullAway.Init")
    private ConfigurationPublisher publisher;

    @BeforeEach
    void start() throws IOException, LocalFault {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        publisher = ConfigurationPublisher.start(
                PublisherSettings.standard(anyPort, "127.0.0.1"),
                SampleInstance.RSA,
                SampleInstance.description(),
                clock);
    }

    @AfterEach
    void stop() {
        publisher.close();
    }

    @Test
    void everyVersionIsServedAndUnknownOnesAreNotFound() throws Exception {
        for (int version = 2; version <= 6; version++) {
            assertThat(directory("/internalconf?version=" + version).version()).isEqualTo(version);
            assertThat(directory("/externalconf?version=" + version).version()).isEqualTo(version);
        }
        assertThat(directory("/internalconf").version()).isEqualTo(2);
        for (String version : List.of("1", "7", "x", "", "6&version=5", "06x")) {
            assertThat(get("/internalconf?version=" + version).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void everyPartIsServedUnderItsPath() throws Exception {
        for (SignedDirectory.Part part : directory("/internalconf?version=6").parts()) {
            HttpResponse<byte[]> response = get(part.location());
            assertThat(part.digest().algorithm().of(response.body())).isEqualTo(part.digest());
        }
        assertThat(get("/V6/1/../x").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void aRefreshRenewsTheExpireDateAndKeepsTheParts() throws Exception {
        SignedDirectory before = directory("/internalconf?version=6");
        clock.set(START.plusSeconds(60));
        publisher.refresh();
        SignedDirectory after = directory("/internalconf?version=6");

        assertThat(before.expires()).isEqualTo(START.plusSeconds(600));
        assertThat(after.expires()).isEqualTo(START.plusSeconds(660));
        assertThat(after.parts()).isEqualTo(before.parts());
    }

    @Test
    void anotherDescriptionReplacesTheFirstAndOldPartsStayForTenMinutes() throws Exception {
        String oldPart = directory("/internalconf?version=6").parts().get(0).location();
        clock.set(START.plusSeconds(1));
        publisher.publish(SampleInstance.description(List.of(
                SampleInstance.member(SampleInstance.OWNER, "süb"),
                SampleInstance.member(SampleInstance.OTHER, "more"))));

        SignedDirectory after = directory("/externalconf?version=6");
        byte[] shared = get(after.parts().get(0).location()).body();
        assertThat(SharedParameters.parse(shared, 6)
                        .members()
                        .get(1)
                        .subsystems()
                        .get(0)
                        .id()
                        .subsystemCode())
                .contains("more");
        clock.set(START.plusSeconds(600));
        publisher.refresh();
        assertThat(get(oldPart).statusCode()).isEqualTo(200);
        clock.set(START.plusSeconds(601));
        publisher.refresh();
        assertThat(get(oldPart).statusCode()).isEqualTo(404);
    }

    @Test
    void aDescriptionThatCannotBePublishedChangesNothing() throws Exception {
        byte[] before = get("/internalconf?version=6").body();

        assertThatThrownBy(() -> publisher.publish(SampleInstance.description(List.of())))
                .isInstanceOf(LocalFault.class);

        assertThat(get("/internalconf?version=6").body()).isEqualTo(before);
    }

    @Test
    void publishingTwiceInOneInstantNeverReusesAPath() throws Exception {
        String first = directory("/externalconf?version=6").parts().get(0).location();
        publisher.publish(SampleInstance.description());
        String second = directory("/externalconf?version=6").parts().get(0).location();

        assertThat(second).isNotEqualTo(first);
        assertThat(get(first).statusCode()).isEqualTo(200);
    }

    @Test
    void anchorsNameThisServerAndItsKey() throws Exception {
        ConfigurationAnchor internal =
                ConfigurationAnchor.parse(publisher.internalAnchor().encode());
        ConfigurationAnchor external = publisher.externalAnchor();

        assertThat(internal.instance()).isEqualTo("TEST");
        assertThat(internal.sources().get(0).downloadUrl())
                .isEqualTo(URI.create("http://127.0.0.1:" + publisher.port() + "/internalconf"));
        assertThat(internal.sources().get(0).verificationCertificates())
                .containsExactly(SampleInstance.RSA.certificate());
        assertThat(external.sources().get(0).downloadUrl().getPath()).isEqualTo("/externalconf");
    }

    @Test
    void headIsAnsweredWithoutBodyAndOtherMethodsAreNotAllowed() throws Exception {
        URI url = uri("/internalconf?version=6");
        HttpRequest head = HttpRequest.newBuilder(url)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        HttpRequest post = HttpRequest.newBuilder(url)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        HttpResponse<byte[]> answer = http.send(head, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void aTlsGreetingIsHungUpOnAtOnce() throws Exception {
        assertThat(exchange(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01})).isEmpty();
    }

    @Test
    void theLongestHeadIsAnsweredAndAByteMoreIsNot() throws Exception {
        String head = "GET /internalconf?version=6 HTTP/1.1\r\nX: \r\n\r\n";
        String padding = "x".repeat(DownloadServer.HEAD_BYTES_MAX - head.length());

        assertThat(exchange(ascii(head.replace("X: ", "X: " + padding)))).startsWith("HTTP/1.1 200 OK");
        assertThat(exchange(ascii(head.replace("X: ", "X: x" + padding)))).isEmpty();
    }

    @Test
    void whatIsNotARequestLineIsABadRequest() throws Exception {
        for (String line : List.of("GET", "GET /", "GET / HTTP/2", "GET  / HTTP/1.1", "GET / x HTTP/1.1")) {
            assertThat(exchange(ascii(line + "\r\n\r\n"))).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void anUnusableAddressIsReportedAtStart() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), publisher.port());

        assertThatThrownBy(() -> ConfigurationPublisher.start(
                        new PublisherSettings(
                                taken, "h", Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1)),
                        SampleInstance.RSA,
                        SampleInstance.description(),
                        clock))
                .isInstanceOf(IOException.class);
    }

    private SignedDirectory directory(String target) throws Exception {
        return SignedDirectory.verify(get(target).body(), List.of(SampleInstance.RSA.certificate()), clock.instant());
    }

    private HttpResponse<byte[]> get(String target) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(target)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String target) {
        return URI.create("http://127.0.0.1:" + publisher.port() + target);
    }

    private String exchange(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), publisher.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException e) {
            // Hung up with bytes of ours unread: the same to a caller as an empty answer.
            return "";
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
