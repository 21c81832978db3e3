package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.OcspForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Security servers are told by their authentication certificates, and by nothing less (threats T-50, T-51, T-52). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PeerCertificateTest {
    private static final List<String> UNFIT_FOR_TLS = List.of("a signing certificate", "an authority's");
    private static final Map<SecurityServerId, ClientId> CLIENTS = clients();

    private final CraftedServers servers = new CraftedServers();
    private final Map<String, Presented> presented = new LinkedHashMap<>();

    @SuppressWarnings("NullAway.Init")
    private CraftedPair crafted;

    @SuppressWarnings("NullAway.Init")
    private RunningPair pair;

    @SuppressWarnings("NullAway.Init")
    private CraftedConsumer consumer;

    /**
     * What a peer presents, and what comes of it.
     *
     * @param certificate its certificate
     * @param ocspResponse for it
     * @param fault what is wrong with it by our provider side; empty if TLS lets nobody in with it
     * @param consumerFault the same by our consumer side
     */
    private record Presented(
            TestCertificate certificate, byte[] ocspResponse, Optional<String> fault, String consumerFault) {}

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        present();
        presented.values().stream()
                .filter(one -> one.fault().isPresent())
                .forEach(one -> servers.register(one.certificate()));
        crafted = CraftedPair.start(temporary, servers);
        pair = crafted.real();
        consumer = new CraftedConsumer(pair.providerServer().addresses().server());
    }

    @AfterAll
    void stop() {
        crafted.close();
    }

    @BeforeEach
    void serviceAnswers() {
        pair.resetService();
    }

    private void present() {
        TestAuthority authority = servers.authority();
        TestAuthority other = TestAuthority.create("Another CA");
        TestAuthority namesake = TestAuthority.create("Crafted CA");
        Instant now = Instant.now();
        CertificateForm form = CertificateForm.authentication(subject());
        TestCertificate selfSigned = new TestCertificate(
                other.own().keys(),
                TestKeys.EC_P256,
                other.certify(
                        CertificateForm.authentication(TestAuthority.name("Another CA")),
                        other.own().keys().getPublic()));
        String noPath = "cannot_create_cert_path.internal_error";
        put("self-signed", selfSigned, other, noPath);
        put("of another authority", other.issue(form, TestKeys.EC_P256), other, noPath);
        put(
                "of an authority of the same name",
                namesake.issue(form, TestKeys.EC_P256),
                namesake,
                "cannot_create_cert_path",
                "incorrect_validation_info");
        put("a signing certificate", servers.signing(CraftedServers.MEMBER), authority, "");
        put("an authority's", authority.own(), authority, "");
        put(
                "expired",
                authority.issue(
                        form.valid(CertificateForm.NOT_BEFORE, now.minus(1, ChronoUnit.MINUTES)), TestKeys.EC_P256),
                authority,
                "cert_validation");
        put(
                "not yet valid",
                authority.issue(form.valid(now.plus(1, ChronoUnit.HOURS), CertificateForm.NOT_AFTER), TestKeys.EC_P256),
                authority,
                "cert_validation");
        put("revoked", OcspForm.Status.REVOKED, "cert_validation");
        put("of unknown status", OcspForm.Status.UNKNOWN, "cert_validation");
        TestCertificate strange = authority.issue(form, TestKeys.EC_P256);
        presented.put(
                "unknown to the global configuration",
                new Presented(strange, authority.ocsp(strange.certificate(), now), Optional.empty(), ""));
    }

    private void put(String name, TestCertificate certificate, TestAuthority issuer, String fault) {
        put(name, certificate, issuer, fault, fault);
    }

    private void put(String name, TestCertificate certificate, TestAuthority issuer, String fault, String consumers) {
        presented.put(
                name,
                new Presented(
                        certificate,
                        issuer.ocsp(certificate.certificate(), Instant.now()),
                        Optional.of(fault),
                        consumers));
    }

    private void put(String name, OcspForm.Status status, String fault) {
        TestAuthority authority = servers.authority();
        TestCertificate certificate = authority.issue(CertificateForm.authentication(subject()), TestKeys.EC_P256);
        byte[] response = authority.ocsp(
                List.of(certificate.certificate()),
                OcspForm.at(Instant.now()).withStatus(status),
                authority.responder());
        presented.put(name, new Presented(certificate, response, Optional.of(fault), fault));
    }

    // ---- T-50, T-52: what is presented

    Stream<Arguments> namesByProtocol() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(protocol -> presented.keySet().stream().map(name -> Arguments.of(name, protocol)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("namesByProtocol")
    void aConsumersServerWithAnImproperCertificateIsNotServed(String name, String protocol) throws Exception {
        Presented one = Optional.ofNullable(presented.get(name)).orElseThrow();

        String outcome = consumer.send(
                new CraftedConsumer.Shown(protocol, CraftedServers.identity(one.certificate()), one.ocspResponse()),
                CraftedConsumer.head(CraftedServers.CLIENT),
                servers.credential(CraftedServers.MEMBER));

        // the engine of TLS 1.3 looks at the key usage itself
        boolean letIn = !(protocol.equals("TLSv1.3") && UNFIT_FOR_TLS.contains(name));
        assertThat(outcome)
                .isEqualTo(one.fault()
                        .filter(fault -> letIn)
                        .map(fault -> fault("server.serverproxy", fault))
                        .orElse(CraftedConsumer.NO_ANSWER));
        assertThat(pair.service().getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("namesByProtocol")
    void aProvidersServerWithAnImproperCertificateHearsNothing(String name, String protocol) throws Exception {
        Presented one = Optional.ofNullable(presented.get(name)).orElseThrow();

        assertHearsNothing(one.certificate(), one.ocspResponse(), protocol, one.consumerFault());
    }

    @Test
    void aProvidersServerWithItsOwnCertificateHearsARequest() throws Exception {
        TestCertificate own = servers.authentication(CraftedServers.SERVER);
        crafted.ocsp().answer(servers.authority().ocsp(own.certificate(), Instant.now()));
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            try (RecordingPeer recorder = recorder(own, protocol)) {
                var unused = crafted.call("");

                assertThat(recorder.heard().poll(20, TimeUnit.SECONDS)).isPositive();
            }
        }
    }

    // ---- T-51: whose it is

    static Stream<Arguments> pairs() {
        return CLIENTS.keySet().stream()
                .flatMap(server -> CLIENTS.keySet().stream().map(home -> Arguments.of(server, home)));
    }

    @ParameterizedTest(name = "{0} for a client of {1}")
    @MethodSource("pairs")
    void aServerMaySendForItsOwnClientsOnly(SecurityServerId server, SecurityServerId home) throws Exception {
        ClientId client = Optional.ofNullable(CLIENTS.get(home)).orElseThrow();

        String outcome = consumer.send(
                servers.shown(server, "TLSv1.3"), CraftedConsumer.head(client), servers.credential(client.member()));

        assertThat(outcome)
                .isEqualTo(
                        server.equals(home)
                                ? CraftedConsumer.DELIVERED
                                : "server.serverproxy.ssl_authentication_failed");
        assertThat(pair.service().getAllServeEvents()).hasSize(server.equals(home) ? 1 : 0);
    }

    static Stream<SecurityServerId> otherServers() {
        return CLIENTS.keySet().stream().filter(server -> !server.equals(CraftedServers.SERVER));
    }

    @ParameterizedTest
    @MethodSource("otherServers")
    void aProvidersServerThatPresentsAnotherServersCertificateHearsNothing(SecurityServerId server) throws Exception {
        TestCertificate certificate = servers.authentication(server);
        byte[] response = servers.authority().ocsp(certificate.certificate(), Instant.now());

        assertHearsNothing(certificate, response, "TLSv1.2", "");
        assertHearsNothing(certificate, response, "TLSv1.3", "");
    }

    // ---- helpers

    private void assertHearsNothing(TestCertificate certificate, byte[] response, String protocol, String fault)
            throws Exception {
        crafted.ocsp().answer(response);
        try (RecordingPeer recorder = recorder(certificate, protocol)) {
            HttpResponse<String> reply = crafted.call("");

            assertThat(recorder.heard().poll(20, TimeUnit.SECONDS)).isZero();
            assertThat(recorder.heard()).allMatch(bytes -> bytes == 0);
            assertThat(reply.headers().firstValue("x-road-error")).hasValue(fault("server.clientproxy", fault));
            assertThat(reply.statusCode()).isEqualTo(500);
        }
    }

    private RecordingPeer recorder(TestCertificate certificate, String protocol) throws Exception {
        return new RecordingPeer(crafted.serverAddress(), CraftedServers.identity(certificate), protocol);
    }

    private static String fault(String side, String rest) {
        return side + ".ssl_authentication_failed" + (rest.isEmpty() ? "" : "." + rest);
    }

    private static X500Name subject() {
        return TestAuthority.memberName(CraftedServers.MEMBER, "ss3");
    }

    private static Map<SecurityServerId, ClientId> clients() {
        Map<SecurityServerId, ClientId> clients = new LinkedHashMap<>();
        clients.put(SandboxIds.CONSUMER_SERVER, SandboxIds.CONSUMER);
        clients.put(SandboxIds.PROVIDER_SERVER, SandboxIds.PROVIDER);
        clients.put(CraftedServers.SERVER, CraftedServers.CLIENT);
        clients.put(CraftedServers.OTHER_SERVER, CraftedServers.OTHER_CLIENT);
        return clients;
    }
}
