package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.RestRequestHead;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.signature.SigningCredential;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages of a registered security server that are valid but for one thing: the signer, the request that they answer,
 * or a header that only a connection may have; or that were sent before (threats T-12, T-15, T-35, T-68).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForgedMessageTest {
    private static final String CODE = CraftedServers.MEMBER.memberCode();

    private final CraftedServers servers = new CraftedServers();

    @SuppressWarnings("NullAway.Init")
    private CraftedPair crafted;

    @SuppressWarnings("NullAway.Init")
    private RunningPair pair;

    @SuppressWarnings("NullAway.Init")
    private CraftedConsumer consumer;

    @SuppressWarnings("NullAway.Init")
    private CraftedProvider provider;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        crafted = CraftedPair.start(temporary, servers);
        pair = crafted.real();
        consumer = new CraftedConsumer(pair.providerServer().addresses().server());
        provider = new CraftedProvider(
                crafted.serverAddress(),
                CraftedServers.identity(servers.authentication(CraftedServers.SERVER)),
                this::honest);
    }

    @AfterAll
    void stop() {
        provider.close();
        crafted.close();
    }

    @BeforeEach
    void everybodyIsHonest() {
        pair.resetService();
        provider.follow(this::honest);
    }

    // ---- T-12: the signer

    Stream<Arguments> signers() {
        Map<String, TestCertificate> others = new LinkedHashMap<>();
        others.put("another member", member("ORG", "4444"));
        others.put("the other side", member("ORG", "2222"));
        others.put("another class", member("GOV", CODE));
        others.put("the class in lower case", member("org", CODE));
        others.put("another instance", named(memberName("EE", "ORG", CODE)));
        others.put("the instance in lower case", named(memberName("dev", "ORG", CODE)));
        others.put("the code in upper case", member("ORG", CODE.toUpperCase(Locale.ROOT)));
        others.put("the code in other case", member("ORG", "k\u00e4te-a3"));
        others.put("the code decomposed", member("ORG", Normalizer.normalize(CODE, Normalizer.Form.NFD)));
        others.put("the code without its accent", member("ORG", "Kate-a3"));
        others.put("a zero-width space inside", member("ORG", "K\u00e4te\u200b-a3"));
        others.put("a zero-width joiner at the end", member("ORG", CODE + "\u200d"));
        others.put("a byte order mark in front", member("ORG", "\ufeff" + CODE));
        others.put("a soft hyphen inside", member("ORG", "K\u00e4te\u00ad-a3"));
        others.put("a mark from right to left", member("ORG", CODE + "\u200f"));
        others.put("a Cyrillic a", member("ORG", "K\u00e4te-\u04303"));
        others.put("a Cyrillic e", member("ORG", "K\u00e4t\u0435-a3"));
        others.put("a full-width digit", member("ORG", "K\u00e4te-a\uff13"));
        others.put("another hyphen", member("ORG", "K\u00e4te\u2010a3"));
        others.put("a blank behind", member("ORG", CODE + " "));
        others.put("a no-break space behind", member("ORG", CODE + "\u00a0"));
        others.put("no member at all", named(TestAuthority.name(CODE)));
        others.put(
                "the time-stamping authority",
                issued(CertificateForm.signing(TestAuthority.name("Crafted TSA"))
                        .withUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)
                        .withPurpose(KeyPurposeId.id_kp_timeStamping)));
        others.put(
                "an authority that may sign",
                issued(CertificateForm.authority(TestAuthority.name("Crafted intermediate CA"))
                        .withUsage(KeyUsage.keyCertSign | KeyUsage.nonRepudiation)));
        Map<String, TestCertificate> unfit = new LinkedHashMap<>();
        unfit.put("the member's authentication certificate", servers.authentication(CraftedServers.SERVER));
        unfit.put("the authority", servers.authority().own());
        unfit.put("the OCSP responder", servers.authority().responder());
        return Stream.concat(
                others.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue(), "incorrect_certificate")),
                unfit.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue(), "malformed_signature")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signers")
    void aRequestSignedByAnyoneButTheClientsMemberIsRefused(String signer, TestCertificate certificate, String code)
            throws Exception {
        assertThat(request(credential(certificate))).isEqualTo("server.serverproxy.signature_verification." + code);
        assertThat(pair.service().getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signers")
    void aResponseSignedByAnyoneButTheProvidersMemberIsRefused(String signer, TestCertificate certificate, String code)
            throws Exception {
        provider.follow((request, hash) ->
                CraftedProvider.signed(CraftedProvider.head(request, hash), credential(certificate)));

        assertRefused(crafted.call("/a"), "server.clientproxy.signature_verification." + code);
    }

    @Test
    void aMessageSignedByItsMemberPassesBothWays() throws Exception {
        assertThat(request(servers.credential(CraftedServers.MEMBER))).isEqualTo(CraftedConsumer.DELIVERED);
        assertThat(pair.service().getAllServeEvents()).hasSize(1);
        HttpResponse<String> reply = crafted.call("/a");
        assertThat(reply.headers().firstValue("x-road-error")).isEmpty();
        assertThat(reply.statusCode()).isEqualTo(200);
    }

    // ---- T-68: the same message again

    @Test
    void aMessageThatIsSentAgainReachesTheServiceOnce() throws Exception {
        CraftedConsumer.Shown shown = servers.shown(CraftedServers.SERVER, "TLSv1.2");
        byte[] head = CraftedConsumer.head(CraftedServers.CLIENT);
        Optional<byte[]> signature = Optional.of(CraftedConsumer.sign(head, servers.credential(CraftedServers.MEMBER)));
        assertThat(consumer.ask(shown, head, signature).outcome()).isEqualTo(CraftedConsumer.DELIVERED);

        for (int again = 0; again < 50; again++) {
            assertThat(consumer.ask(shown, head, signature).outcome()).isEqualTo("server.serverproxy.invalid_message");
        }

        assertThat(pair.service().getAllServeEvents()).hasSize(1);
    }

    // ---- T-15: the request that is answered

    static Stream<Arguments> differences() {
        return Stream.of(
                Arguments.of("x-road-id:", "another"),
                Arguments.of("x-road-request-id:", "00000000-0000-4000-8000-000000000000"),
                Arguments.of("x-road-client:", "DEV/ORG/1111/OTHER"),
                Arguments.of("x-road-client:", "DEV/ORG/1111"),
                Arguments.of("x-road-client:", "DEV/ORG/1111/consumer"),
                Arguments.of("x-road-service:", CraftedServers.CLIENT.encoded() + "/another"),
                Arguments.of("x-road-service:", CraftedServers.CLIENT.encoded() + "/READ"),
                Arguments.of("x-road-service:", CraftedServers.MEMBER.instance() + "/ORG/K%C3%A4te-a3/OTHER/read"),
                Arguments.of("x-road-request-hash:", "AAAA"),
                Arguments.of("x-road-request-hash:", ""));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void aResponseThatDiffersFromTheRequestIsRefused(String field, String value) throws Exception {
        provider.follow((request, hash) -> {
            String head = CraftedProvider.head(request, hash);
            int start = head.indexOf("\r\n" + field) + 2 + field.length();
            String changed = head.substring(0, start) + value + head.substring(head.indexOf("\r\n", start));
            assertThat(changed).isNotEqualTo(head);
            return CraftedProvider.signed(changed, servers.credential(CraftedServers.MEMBER));
        });

        assertRefused(crafted.call("/a"), "server.clientproxy.inconsistent_response");
    }

    @Test
    void responsesOfTwoOpenRequestsThatAreSwappedAreBothRefused() throws Exception {
        Exchanger<String> swap = new Exchanger<>();
        provider.follow((request, hash) -> CraftedProvider.signed(
                swap.exchange(CraftedProvider.head(request, hash), 20, TimeUnit.SECONDS),
                servers.credential(CraftedServers.MEMBER)));

        for (HttpResponse<String> reply : callTwiceAtOnce()) {
            assertRefused(reply, "server.clientproxy.inconsistent_response");
        }
    }

    @Test
    void responsesOfTwoOpenRequestsThatAreNotSwappedPass() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        provider.follow((request, hash) -> {
            both.await(20, TimeUnit.SECONDS);
            return honest(request, hash);
        });

        assertThat(callTwiceAtOnce()).extracting(HttpResponse::statusCode).containsOnly(200);
    }

    // ---- T-35: headers of one connection inside the signed head

    static Stream<Arguments> connectionHeaders() {
        List<String> lines = List.of(
                "Transfer-Encoding:chunked",
                "TRANSFER-ENCODING:chunked",
                "transfer-encoding:identity",
                "Transfer-Encoding :chunked",
                "TRANSFER-ENCOD\u0130NG:chunked",
                "Content-Length:5",
                "CONTENT-LENGTH:0",
                "Host:elsewhere",
                "HOST:elsewhere",
                "Connection:close",
                "CONNECTION:keep-alive",
                "Keep-Alive:timeout=5",
                "TE:trailers",
                "Trailer:X-A",
                "TRAILER:X-A",
                "Upgrade:websocket",
                "Expect:100-continue",
                "Proxy-Authorization:Basic YTph",
                "PROXY-AUTHENTICATE:Basic",
                "X-A:b\rTransfer-Encoding:chunked",
                "X-A:b\nTransfer-Encoding:chunked",
                "X-A:b\r\n Transfer-Encoding:chunked",
                "X-A:b\u0000",
                ":chunked");
        return Stream.of("en", "tr", "az", "lt")
                .flatMap(locale -> lines.stream().map(line -> Arguments.of(locale, line)));
    }

    @ParameterizedTest
    @MethodSource("connectionHeaders")
    void aSignedHeadWithAHeaderOfOneConnectionIsRefused(String locale, String line) throws Exception {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(locale));
        try {
            String outcome = request(servers.credential(CraftedServers.MEMBER), line);

            assertThat(outcome).isEqualTo("server.serverproxy.service_failed.invalid_message");
            assertThat(pair.service().getAllServeEvents()).isEmpty();
        } finally {
            Locale.setDefault(usual);
        }
    }

    @ParameterizedTest
    @MethodSource("connectionHeaders")
    void aSignedResponseWithAHeaderOfOneConnectionIsRefused(String locale, String line) throws Exception {
        provider.follow((request, hash) -> CraftedProvider.signed(
                CraftedProvider.head(request, hash) + line + "\r\n", servers.credential(CraftedServers.MEMBER)));
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(locale));
        try {
            assertRefused(crafted.call("/a"), "server.clientproxy.invalid_message");
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void aHeaderThatMayTravelReachesTheServiceUnderEachLocale() throws Exception {
        Locale usual = Locale.getDefault();
        try {
            for (String locale : List.of("en", "tr", "az", "lt")) {
                Locale.setDefault(Locale.forLanguageTag(locale));
                assertThat(request(servers.credential(CraftedServers.MEMBER), "X-INDICATION:I"))
                        .isEqualTo(CraftedConsumer.DELIVERED);
            }
        } finally {
            Locale.setDefault(usual);
        }
        assertThat(pair.service().getAllServeEvents())
                .hasSize(4)
                .allSatisfy(event ->
                        assertThat(event.getRequest().getHeader("X-Indication")).isEqualTo("I"));
    }

    // ---- helpers

    private CraftedProvider.Answer honest(RestRequestHead request, String hash) {
        return CraftedProvider.signed(CraftedProvider.head(request, hash), servers.credential(CraftedServers.MEMBER));
    }

    private String request(SigningCredential signer, String... lines) throws Exception {
        return consumer.send(
                servers.shown(CraftedServers.SERVER, "TLSv1.2"),
                CraftedConsumer.head(CraftedServers.CLIENT, lines),
                signer);
    }

    private List<HttpResponse<String>> callTwiceAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> calling("/a"), threads);
            CompletableFuture<HttpResponse<String>> second =
                    CompletableFuture.supplyAsync(() -> calling("/b"), threads);
            return List.of(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS));
        } finally {
            threads.shutdownNow();
        }
    }

    private HttpResponse<String> calling(String path) {
        try {
            return crafted.call(path);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(HttpResponse<String> reply, String code) {
        assertThat(reply.headers().firstValue("x-road-error")).isEqualTo(Optional.of(code));
        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.headers().firstValue("x-road-request-hash")).isEmpty();
    }

    private SigningCredential credential(TestCertificate certificate) {
        return servers.authority().credential(certificate, Instant.now());
    }

    private TestCertificate member(String memberClass, String code) {
        return servers.authority().signing(new MemberId(SandboxIds.INSTANCE, memberClass, code), TestKeys.EC_P256);
    }

    private TestCertificate named(X500Name subject) {
        return issued(CertificateForm.signing(subject));
    }

    private TestCertificate issued(CertificateForm form) {
        return servers.authority().issue(form, TestKeys.EC_P256);
    }

    private static X500Name memberName(String instance, String memberClass, String code) {
        return TestAuthority.memberName(new MemberId(instance, memberClass, code), "ss3");
    }
}
