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
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.globalconf.SignedDirectory;
import org.ambergate.publication.PublicationKey;
import org.ambergate.publication.PublicationKeys;
import org.ambergate.publication.SampleInstance;
import org.ambergate.publication.SourceKeys;
import org.ambergate.testsupport.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationPublisherTest {
    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ManualClock clock = new ManualClock(START);

    @SuppressWarnings("NullAway.Init")
    private ConfigurationPublisher publisher;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @BeforeEach
    void start() throws IOException, LocalFault {
        publisher = ConfigurationPublisher.start(
                settings(directory), SampleInstance.RSA, SampleInstance.description(), clock);
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
        for (String version : List.of("1", "7", "x", "", "6&version=5", "06", "+6", "66")) {
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
        assertThat(answer.headers().firstValueAsLong("Content-Length").orElse(0))
                .isPositive();
        assertThat(http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void typesAndCachingAreThoseOfARealCentralServer() throws Exception {
        HttpResponse<byte[]> directory = get("/internalconf?version=6");
        HttpResponse<byte[]> part =
                get(directory("/internalconf?version=6").parts().get(0).location());

        assertThat(directory.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(directory.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(directory.headers().firstValue("Expires")).contains("Thu, 01 Jan 1970 00:00:01 GMT");
        assertThat(part.headers().firstValue("Content-Type")).contains("text/xml");
        assertThat(new String(directory.body(), StandardCharsets.US_ASCII)).startsWith("Content-Type: multipart/");
    }

    @Test
    void nothingButWhatIsPublishedIsServed() throws Exception {
        String stamp =
                directory("/internalconf?version=6").parts().get(0).location().split("/", -1)[2];
        for (String path : List.of(
                "/V6/" + stamp + "/../" + stamp + "/shared-params.xml",
                "/V6/" + stamp + "/%2e%2e/shared-params.xml",
                "/V6/" + stamp + "/other.xml",
                "/V6/" + stamp,
                "/V7/" + stamp + "/shared-params.xml",
                "/V6/1/shared-params.xml",
                "//internalconf",
                "/internalconf/",
                "/current",
                "/lock")) {
            assertThat(exchange(ascii("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")))
                    .as(path)
                    .startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void aTlsGreetingIsTurnedAwayAtOnce() throws Exception {
        assertThat(exchange(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01})).startsWith("HTTP/1.1 400");
    }

    @Test
    void clientsThatSendSlowlyKeepNobodyElseWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), publisher.port());
                socket.getOutputStream().write(ascii("GET /internalconf HTTP/1.1\r\nHost: "));
                slow.add(socket);
            }

            assertThat(get("/internalconf?version=6").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aNewKeyIsListedBeforeItSigns() throws Exception {
        PublicationKey next = SampleInstance.EC;
        SourceKeys old = SourceKeys.of(SampleInstance.RSA);
        SourceKeys announced = old.announcing(next.certificate());
        PublicationKeys rotated = both(announced.signingWith(next));

        publisher.useKeys(both(announced));
        assertThat(publisher.internalAnchor().sources().get(0).verificationCertificates())
                .containsExactly(SampleInstance.RSA.certificate(), next.certificate());
        clock.set(START.plusSeconds(119));
        assertThatThrownBy(() -> publisher.useKeys(rotated)).isInstanceOf(LocalFault.class);
        assertThat(directory("/internalconf?version=6").version()).isEqualTo(6);
        clock.set(START.plusSeconds(120));
        publisher.useKeys(rotated);
        publisher.useKeys(both(announced.signingWith(next).without(SampleInstance.RSA.certificate())));
        publisher.refresh();

        byte[] signed = get("/externalconf?version=6").body();
        SignedDirectory.verify(signed, List.of(next.certificate()), clock.instant());
        assertThat(publisher.externalAnchor().sources().get(0).verificationCertificates())
                .containsExactly(next.certificate());
        assertThatThrownBy(() ->
                        SignedDirectory.verify(signed, List.of(SampleInstance.RSA.certificate()), clock.instant()))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void aLostKeyIsReplacedAtOnceOnRequest() throws Exception {
        PublicationKeys other = PublicationKeys.of(SampleInstance.EC);

        assertThatThrownBy(() -> publisher.useKeys(other)).isInstanceOf(LocalFault.class);
        publisher.useKeysAtOnce(other);
        publisher.refresh();

        SignedDirectory.verify(
                get("/internalconf?version=6").body(), List.of(SampleInstance.EC.certificate()), clock.instant());
    }

    @Test
    void aStartWithOtherKeysPublishesNothingUntilThatIsAskedFor() throws Exception {
        PublicationKeys other = PublicationKeys.of(SampleInstance.EC);
        publisher.close();
        publisher = ConfigurationPublisher.start(settings(directory), other, clock);

        assertThatThrownBy(() -> publisher.publish(SampleInstance.description()))
                .isInstanceOf(LocalFault.class);
        assertThat(directory("/internalconf?version=6").version()).isEqualTo(6);
        publisher.useKeysAtOnce(other, SampleInstance.description());

        SignedDirectory.verify(
                get("/internalconf?version=6").body(), List.of(SampleInstance.EC.certificate()), clock.instant());
    }

    @Test
    void eachDirectoryMayHaveItsOwnKey() throws Exception {
        clock.set(START.plusSeconds(1));
        publisher.useKeysAtOnce(
                new PublicationKeys(SourceKeys.of(SampleInstance.RSA), SourceKeys.of(SampleInstance.EC), List.of()));

        SignedDirectory.verify(
                get("/internalconf?version=3").body(), List.of(SampleInstance.RSA.certificate()), clock.instant());
        SignedDirectory.verify(
                get("/externalconf?version=3").body(), List.of(SampleInstance.EC.certificate()), clock.instant());
    }

    @Test
    void aRestartServesWhatWasPublishedBeforeAnythingIsPublishedAgain() throws Exception {
        byte[] before = get("/internalconf?version=6").body();
        String part = directory("/internalconf?version=6").parts().get(0).location();
        publisher.close();
        publisher = ConfigurationPublisher.start(settings(directory), PublicationKeys.of(SampleInstance.RSA), clock);

        assertThat(get("/internalconf?version=6").body()).isEqualTo(before);
        assertThat(get(part).statusCode()).isEqualTo(200);
    }

    @Test
    void beforeTheFirstPublicationNothingIsFound() throws Exception {
        publisher.close();
        publisher = ConfigurationPublisher.start(
                settings(directory.resolve("new")), PublicationKeys.of(SampleInstance.RSA), clock);

        assertThat(get("/internalconf?version=6").statusCode()).isEqualTo(404);
        assertThat(get("/internalconf").statusCode()).isEqualTo(404);
        publisher.publish(SampleInstance.description());
        assertThat(get("/internalconf").statusCode()).isEqualTo(200);
    }

    @Test
    void anUnusableAddressIsReportedAtStart() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), publisher.port());

        assertThatThrownBy(() -> ConfigurationPublisher.start(
                        PublisherSettings.standard(taken, "h", directory.resolve("new")),
                        SampleInstance.RSA,
                        SampleInstance.description(),
                        clock))
                .isInstanceOf(IOException.class);
    }

    @Test
    void twoPublishersNeverShareADirectory() {
        assertThatThrownBy(() -> ConfigurationPublisher.start(
                        settings(directory), SampleInstance.RSA, SampleInstance.description(), clock))
                .isInstanceOf(IOException.class);
    }

    private static PublicationKeys both(SourceKeys keys) {
        return new PublicationKeys(keys, keys, List.of());
    }

    private static PublisherSettings settings(Path directory) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return PublisherSettings.standard(anyPort, "127.0.0.1", directory);
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
