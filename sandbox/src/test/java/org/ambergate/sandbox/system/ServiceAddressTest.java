package org.ambergate.sandbox.system;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.ambergate.net.HostNames;
import org.ambergate.sandbox.Ecosystem;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.SandboxPorts;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service's URL leads to no place that the server alone can reach (threat T-43). */
final class ServiceAddressTest {
    private static final String REFUSED = "server.serverproxy.network_error";
    private static final String FLIPPING = "flipping.example";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void loopbackIsRefusedHoweverItIsWrittenUnlessTheSettingAllowsIt() throws Exception {
        List<String> hosts = List.of(
                "127.0.0.1",
                "localhost",
                "[::ffff:127.0.0.1]",
                "[::1]",
                "127.0.0.99",
                "0.0.0.0",
                "[::]",
                "[fe80::1]",
                "169.254.169.254",
                "[::ffff:169.254.169.254]",
                "224.0.0.1");
        RunningPair.Preparation byDefault = (ecosystem, port) -> {
            Path settings = ecosystem.provider().settings();
            Files.writeString(settings, Files.readString(settings).replace("loopback-services-allowed: true\n", ""));
            writeServices(
                    ecosystem, hosts.stream().map(host -> host + ":" + port).toList());
        };
        try (RunningPair pair = RunningPair.start(directory, KeyKind.P256, byDefault, HostNames.SYSTEM)) {
            pair.resetService();
            for (int i = 0; i < hosts.size(); i++) {
                assertRefusedByAddress(call(pair, i), hosts.get(i));
            }

            assertThat(pair.service().getAllServeEvents()).isEmpty();
            assertObserved(pair, hosts.size());
        }
    }

    @Test
    void ownPortsAreRefusedAlsoWhereLoopbackIsAllowed() throws Exception {
        List<String> places = new ArrayList<>();
        RunningPair.Preparation ownPorts = (ecosystem, port) -> {
            SandboxPorts own = ecosystem.ports();
            for (int each :
                    List.of(own.consumerHttp(), own.consumerHttps(), own.server(), own.ocsp(), own.administration())) {
                for (String host : List.of(ecosystem.provider().address(), "127.0.0.1", "[::1]", "localhost")) {
                    places.add(host + ":" + each);
                }
            }
            places.add("127.0.0.1:" + port);
            writeServices(ecosystem, places);
        };
        try (RunningPair pair = RunningPair.start(directory, KeyKind.P256, ownPorts, HostNames.SYSTEM)) {
            pair.resetService();
            int last = places.size() - 1;
            for (int i = 0; i < last; i++) {
                assertRefusedByAddress(call(pair, i), places.get(i));
            }

            assertThat(call(pair, last).statusCode()).isEqualTo(200);
        }
    }

    /** The name is looked up once for each connection, and just the address that was judged is connected to. */
    @Test
    void aNameThatFlipsBetweenLookUpsGainsNothing() throws Exception {
        Flipping names = new Flipping("127.0.0.1", "169.254.169.254", "127.0.0.1", "0.0.0.0", "127.0.0.1");
        RunningPair.Preparation flipping =
                (ecosystem, port) -> writeServices(ecosystem, List.of(FLIPPING + ":" + port));
        try (RunningPair pair = RunningPair.start(directory, KeyKind.P256, flipping, names)) {
            // a kept connection would need no look-up
            pair.service().stubFor(any(anyUrl()).willReturn(ok().withHeader("Connection", "close")));

            assertThat(call(pair, 0).statusCode()).isEqualTo(200);
            assertRefusedByAddress(call(pair, 0), "second answer");
            assertThat(call(pair, 0).statusCode()).isEqualTo(200);
            assertRefusedByAddress(call(pair, 0), "fourth answer");
            assertThat(call(pair, 0).statusCode()).isEqualTo(200);

            assertThat(names.asked).hasValue(5);
            assertThat(pair.service().getAllServeEvents()).hasSize(3);
        }
    }

    /** Another answer at each question, as a hostile name server gives. */
    private static final class Flipping implements HostNames {
        private final Queue<String> answers;
        private final AtomicInteger asked = new AtomicInteger();

        Flipping(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public synchronized InetAddress[] lookUp(String host) throws UnknownHostException {
            String answer = answers.poll();
            if (!host.equals(FLIPPING) || answer == null) {
                throw new UnknownHostException(host);
            }
            asked.incrementAndGet();
            return new InetAddress[] {InetAddress.getByName(answer)};
        }
    }

    private static void writeServices(Ecosystem ecosystem, List<String> places) throws java.io.IOException {
        StringBuilder yaml = new StringBuilder("""
                clients:
                  - id: DEV/ORG/2222/PROVIDER
                    connection: http
                    services:
                """);
        for (int i = 0; i < places.size(); i++) {
            yaml.append("""
                          - code: s%d
                            url: http://%s/metrics
                            access: [{client: DEV/ORG/1111/CONSUMER}]
                    """.formatted(i, places.get(i)));
        }
        Files.writeString(ecosystem.provider().services(), yaml);
    }

    private static HttpResponse<String> call(RunningPair pair, int service) throws Exception {
        return pair.send(pair.to("/r1/" + SandboxIds.PROVIDER.encoded() + "/s" + service)
                .header("X-Road-Client", SandboxIds.CONSUMER.encoded()));
    }

    /** The text tells a refused address from one that nobody answers at. */
    private static void assertRefusedByAddress(HttpResponse<String> reply, String place) {
        assertThat(reply.headers().firstValue("x-road-error")).as(place).hasValue(REFUSED);
        assertThat(reply.statusCode()).as(place).isEqualTo(500);
        assertThat(reply.body())
                .as(place)
                .contains("The address may not be connected to")
                .doesNotContain("127.")
                .doesNotContain("169.254")
                .doesNotContain("::")
                .doesNotContain("localhost")
                .doesNotContain(FLIPPING);
    }

    /** The counter follows the reply, so it is waited for. */
    private static void assertObserved(RunningPair pair, int refusals) {
        InetSocketAddress administration = pair.providerServer().addresses().administration();
        HttpRequest.Builder metrics = HttpRequest.newBuilder(URI.create("http://"
                + administration.getAddress().getHostAddress() + ":" + administration.getPort() + "/metrics"));
        await().untilAsserted(() -> assertThat(pair.send(metrics).body().lines())
                .filteredOn(line -> line.startsWith("ambergate_exchange_faults_total") && line.contains(REFUSED))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith(" " + refusals + ".0")));
    }
}
