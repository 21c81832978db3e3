package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.net.HostNames;
import org.ambergate.sandbox.Ecosystem;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may speak for a client: its connection type, and certificates of information systems (threats T-47 and T-48). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InformationSystemTest {
    private static final String REFUSED = "server.clientproxy.ssl_authentication_failed";
    private static final Duration DAY = Duration.ofDays(1);

    private static final String CLIENTS = """
            clients:
              - id: DEV/ORG/1111/CONSUMER
                connection: https
                certificates: [own.pem, expired.pem, early.pem]
              - id: DEV/ORG/1111/NEIGHBOUR
                certificates: [neighbour.pem]
              - id: DEV/ORG/1111
                connection: https-no-auth
                certificates: [own.pem]
            """;
    private static final String SERVICES = """
            clients:
              - id: DEV/ORG/2222/PROVIDER
                connection: http
                services:
                  - code: registry
                    url: http://127.0.0.1:PORT
                    access:
                      - client: DEV/ORG/1111/CONSUMER
                      - client: DEV/ORG/1111/NEIGHBOUR
                      - client: DEV/ORG/1111
            """;

    private final Instant now = Instant.now();
    private final Map<String, InformationSystem> systems = Map.of(
            "nobody", InformationSystem.withoutCertificate(),
            "own", InformationSystem.of("own", now.minus(DAY), now.plus(DAY)),
            "neighbour", InformationSystem.of("neighbour", now.minus(DAY), now.plus(DAY)),
            // the subject of a registered one, but another key
            "stranger", InformationSystem.of("own", now.minus(DAY), now.plus(DAY)),
            "expired", InformationSystem.of("expired", now.minus(DAY), now.minusSeconds(60)),
            "early", InformationSystem.of("early", now.plus(DAY), now.plus(DAY.multipliedBy(2))));

    @SuppressWarnings("NullAway.Init")
    private RunningPair pair;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        pair = RunningPair.start(directory, KeyKind.P256, this::prepare, HostNames.SYSTEM);
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @BeforeEach
    void serviceAnswers() {
        pair.resetService();
    }

    @ParameterizedTest
    @CsvSource({
        "DEV/ORG/1111/CONSUMER, own, true",
        "DEV/ORG/1111/CONSUMER, nobody, false",
        "DEV/ORG/1111/CONSUMER, neighbour, false",
        "DEV/ORG/1111/CONSUMER, stranger, false",
        "DEV/ORG/1111/CONSUMER, expired, false",
        "DEV/ORG/1111/CONSUMER, early, false",
        "DEV/ORG/1111/NEIGHBOUR, neighbour, true",
        "DEV/ORG/1111/NEIGHBOUR, own, false",
        "DEV/ORG/1111/NEIGHBOUR, nobody, false",
        "DEV/ORG/1111, nobody, true",
        "DEV/ORG/1111, neighbour, true",
    })
    void byHttpsTheCertificateDecidesWhoMaySpeakForAClient(String client, String system, boolean may) throws Exception {
        HttpResponse<String> reply = system(system).get(pair.consumerHttps(), client);

        assertDecided(reply, may);
    }

    @ParameterizedTest
    @CsvSource({"DEV/ORG/1111/CONSUMER", "DEV/ORG/1111/NEIGHBOUR", "DEV/ORG/1111"})
    void byPlainHttpNobodySpeaksForAClientThatMustUseHttps(String client) throws Exception {
        HttpResponse<String> reply = pair.send(pair.to(SandboxIds.servicePath()).header("X-Road-Client", client));

        assertDecided(reply, false);
        assertThat(reply.body()).contains("must connect by HTTPS");
    }

    @ParameterizedTest
    @CsvSource({"expired", "early"})
    void aRegisteredCertificateOutsideItsValidityIsNamedAsTheReason(String system) throws Exception {
        HttpResponse<String> reply = system(system).get(pair.consumerHttps(), SandboxIds.CONSUMER.encoded());

        assertDecided(reply, false);
        assertThat(reply.body()).contains("is not valid now");
    }

    @ParameterizedTest
    @CsvSource({
        "&subsystemCode=CONSUMER, own, 404",
        "&subsystemCode=CONSUMER, nobody, 401",
        "&subsystemCode=CONSUMER, stranger, 401",
        "&subsystemCode=CONSUMER, expired, 401",
        "&subsystemCode=CONSUMER, neighbour, 401",
        "&subsystemCode=NEIGHBOUR, neighbour, 404",
        "'', nobody, 404",
    })
    void itDecidesAboutSignedDocumentsLikewise(String subsystem, String system, int status) throws Exception {
        String target = "/asic?queryId=none&xRoadInstance=DEV&memberClass=ORG&memberCode=1111" + subsystem;

        assertThat(system(system).ask(pair.consumerHttps(), target).statusCode())
                .isEqualTo(status);
        assertThat(pair.send(pair.to(target)).statusCode()).isEqualTo(401);
    }

    /** What a connection has proved for one client counts for no other one. */
    @Test
    void aConnectionThatSpokeForOneClientDoesNotSpeakForAnother() throws Exception {
        InformationSystem own = system("own");

        HttpResponse<String> first = own.get(pair.consumerHttps(), SandboxIds.CONSUMER.encoded());
        HttpResponse<String> second = own.get(pair.consumerHttps(), SandboxIds.NEIGHBOUR.encoded());

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.headers().firstValue("x-road-error")).hasValue(REFUSED);
        assertThat(pair.service().getAllServeEvents()).hasSize(1);
    }

    /** By default that address is 127.0.0.1 ({@code SecurityServerSettingsTest}). */
    @Test
    void thePortsForInformationSystemsAnswerAtTheirOneAddressOnly() throws Exception {
        List<InetAddress> others = new ArrayList<>(List.of(InetAddress.getByName("127.0.0.13")));
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .forEach(others::add);
        for (InetSocketAddress port : List.of(pair.consumerHttp(), pair.consumerHttps())) {
            assertThat(port.getAddress()).isEqualTo(InetAddress.getByName("127.0.0.11"));
            for (InetAddress other : others) {
                assertThatThrownBy(() -> new Socket(other, port.getPort()).close())
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    private void assertDecided(HttpResponse<String> reply, boolean may) {
        assertThat(reply.headers().firstValue("x-road-error").orElse("")).isEqualTo(may ? "" : REFUSED);
        assertThat(reply.statusCode()).isEqualTo(may ? 200 : 500);
        assertThat(pair.service().getAllServeEvents()).hasSize(may ? 1 : 0);
    }

    private InformationSystem system(String name) {
        return Optional.ofNullable(systems.get(name)).orElseThrow();
    }

    private void prepare(Ecosystem ecosystem, int port) throws IOException {
        Path home = ecosystem.consumer().directory();
        for (String name : List.of("own", "neighbour", "expired", "early")) {
            Files.writeString(home.resolve(name + ".pem"), pem(system(name)));
        }
        Files.writeString(ecosystem.consumer().services(), CLIENTS);
        Files.writeString(ecosystem.provider().services(), SERVICES.replace("PORT", Integer.toString(port)));
    }

    private static String pem(InformationSystem system) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(system.certificate().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
