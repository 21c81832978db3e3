package org.ambergate.ocsp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.binaryEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.net.Deadline;
import org.ambergate.pki.ApprovedAuthorities;
import org.ambergate.pki.Certificates;
import org.ambergate.pki.CertificationAuthority;
import org.ambergate.pki.OcspPolicy;
import org.ambergate.pki.OcspRequests;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.testsupport.ManualClock;
import org.ambergate.testsupport.OcspForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Own and peers' responses over real HTTP: a responder and a peer that behave, and that do not. */
@Timeout(60)
class OcspResponsesTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final MemberId MEMBER = new MemberId("TEST", "GOV", "1");
    private static final TestAuthority ROOT = TestAuthority.create("OCSP root CA");
    private static final TestAuthority INTERMEDIATE = ROOT.intermediate("OCSP intermediate CA");
    private static final TestAuthority FOREIGN = TestAuthority.create("Foreign CA");
    private static final TestAuthority STRANGER = TestAuthority.create("Unapproved CA");
    private static final X509Certificate OWN =
            ROOT.signing(MEMBER, TestKeys.EC_P256).certificate();
    private static final X509Certificate PEER =
            ROOT.authentication(MEMBER, "ss2", TestKeys.EC_P256).certificate();
    private static final Duration INTERVAL = Duration.ofMinutes(20);
    private static final String RESPONDER = "/ocsp";

    @RegisterExtension
    final WireMockExtension http = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(START);
    private final ExecutorService callers = Executors.newFixedThreadPool(20);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private List<X509Certificate> ownCertificates = List.of(OWN);
    private List<URI> responders = new ArrayList<>();
    private Supplier<OcspTrust> trust = this::trustNow;
    private OcspResponses responses;

    @BeforeEach
    void open() throws Exception {
        responders.add(URI.create(http.baseUrl() + RESPONDER));
        responses = opened();
    }

    @AfterEach
    void stop() {
        responses.close();
        scheduler.shutdownNow();
        callers.shutdownNow();
    }

    @Test
    void anOwnResponseIsFetchedAheadAndHandedOutFromMemory() throws Exception {
        byte[] der = ROOT.ocsp(OWN, START);
        respond(ok(der));
        assertThat(responses.missing()).containsExactly(OWN);
        responses.refresh();
        assertThat(responses.own(List.of(OWN))).containsExactly(der);
        assertThat(responses.missing()).isEmpty();
        http.verify(
                1,
                postRequestedFor(urlEqualTo(RESPONDER))
                        .withHeader("Content-Type", equalTo("application/ocsp-request"))
                        .withRequestBody(binaryEqualTo(OcspRequests.encode(OWN, ROOT.certificate()))));
    }

    @Test
    void withoutAResponseOwnRefusesAtOnceAndAsksNobody() {
        respond(ok(ROOT.ocsp(OWN, START)));
        refused(VerificationFault.INCORRECT_VALIDATION_INFO, () -> responses.own(List.of(OWN)));
        http.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void theChainsIntermediateAuthoritiesAreFetchedToo() throws Exception {
        X509Certificate leaf = INTERMEDIATE.signing(MEMBER, TestKeys.EC_P256).certificate();
        ownCertificates = List.of(leaf);
        byte[] ofLeaf = INTERMEDIATE.ocsp(leaf, START);
        byte[] ofAuthority = ROOT.ocsp(INTERMEDIATE.certificate(), START);
        respondTo(OcspRequests.encode(leaf, INTERMEDIATE.certificate()), ofLeaf);
        respondTo(OcspRequests.encode(INTERMEDIATE.certificate(), ROOT.certificate()), ofAuthority);
        responses.refresh();
        assertThat(responses.own(List.of(leaf, INTERMEDIATE.certificate()))).containsExactly(ofLeaf, ofAuthority);
    }

    static Stream<Arguments> misbehaviours() throws Exception {
        byte[] good = ROOT.ocsp(OWN, START);
        X509Certificate other = ROOT.signing(MEMBER, TestKeys.EC_P256).certificate();
        OcspForm form = OcspForm.at(START);
        return Stream.of(
                Arguments.of("tryLater", ok(status(OCSPResponseStatus.TRY_LATER))),
                Arguments.of("internalError", ok(status(OCSPResponseStatus.INTERNAL_ERROR))),
                Arguments.of("unauthorized", ok(status(OCSPResponseStatus.UNAUTHORIZED))),
                Arguments.of("malformedRequest", ok(status(OCSPResponseStatus.MALFORMED_REQUEST))),
                Arguments.of("successful but empty", ok(status(OCSPResponseStatus.SUCCESSFUL))),
                Arguments.of("no bytes", ok(new byte[0])),
                Arguments.of("too large for a response", ok(new byte[OcspMultipart.PART_BYTES_MAX + 1])),
                Arguments.of("huge", ok(new byte[OcspCalls.REPLY_BYTES_MAX + 1])),
                Arguments.of("truncated", ok(Arrays.copyOf(good, good.length / 2))),
                Arguments.of("trailing bytes", ok(Arrays.copyOf(good, good.length + 1))),
                Arguments.of(
                        "HTML",
                        aResponse().withHeader("Content-Type", "text/html").withBody("<html>Login</html>")),
                Arguments.of("not found", aResponse().withStatus(404).withBody(good)),
                Arguments.of("server error", aResponse().withStatus(500)),
                Arguments.of("redirect", aResponse().withStatus(302).withHeader("Location", "/other")),
                Arguments.of("another certificate", ok(ROOT.ocsp(other, START))),
                Arguments.of("another authority", ok(FOREIGN.ocsp(OWN, START))),
                Arguments.of("stale", ok(ROOT.ocsp(OWN, START.minusSeconds(3601)))),
                Arguments.of("from the future", ok(ROOT.ocsp(OWN, START.plusSeconds(1501)))),
                Arguments.of(
                        "unauthorised responder",
                        ok(ROOT.ocsp(List.of(OWN), form, ROOT.signing(MEMBER, TestKeys.EC_P256)))),
                Arguments.of("broken connection", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
                Arguments.of("garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)),
                Arguments.of("broken body", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misbehaviours")
    void aResponderThatMisbehavesDoesNotTakeTheCachedResponseAway(String name, ResponseDefinitionBuilder reply)
            throws Exception {
        byte[] older = ROOT.ocsp(OWN, START.minusSeconds(1800));
        respond(ok(older));
        responses.refresh();
        assertThat(responses.own(List.of(OWN))).containsExactly(older);

        respond(reply);
        clock.advance(INTERVAL);
        responses.refresh();
        http.verify(2, postRequestedFor(urlEqualTo(RESPONDER)));
        assertThat(responses.own(List.of(OWN))).as(name).containsExactly(older);

        clock.advance(Duration.ofSeconds(601));
        refused(VerificationFault.INCORRECT_VALIDATION_INFO, () -> responses.own(List.of(OWN)));
    }

    @Test
    void aRevokedOwnCertificateLosesItsCachedResponseAtOnceAndOnDisk() throws Exception {
        respond(ok(ROOT.ocsp(OWN, START)));
        responses.refresh();
        OcspForm revoked = OcspForm.at(START.plusSeconds(1200)).withStatus(OcspForm.Status.REVOKED);
        respond(ok(ROOT.ocsp(List.of(OWN), revoked, ROOT.responder())));
        clock.advance(INTERVAL);
        responses.refresh();
        refused(VerificationFault.INCORRECT_VALIDATION_INFO, () -> responses.own(List.of(OWN)));
        assertThat(opened().missing()).containsExactly(OWN);
    }

    @Test
    void afterAFailureTheNextTryComesAfterTheRetryDelayNotBefore() throws Exception {
        respond(aResponse().withStatus(500));
        responses.refresh();
        for (int second = 0; second < 59; second++) {
            clock.advance(Duration.ofSeconds(1));
            responses.refresh();
        }
        http.verify(1, postRequestedFor(urlEqualTo(RESPONDER)));
        clock.advance(Duration.ofSeconds(7));
        responses.refresh();
        http.verify(2, postRequestedFor(urlEqualTo(RESPONDER)));
    }

    @Test
    void aResponseIsFetchedAnewAfterTheIntervalOfGlobalConfiguration() throws Exception {
        respond(ok(ROOT.ocsp(OWN, START)));
        responses.refresh();
        clock.advance(Duration.ofSeconds(1000));
        responses.refresh();
        http.verify(1, postRequestedFor(urlEqualTo(RESPONDER)));
        byte[] newer = ROOT.ocsp(OWN, START.plusSeconds(1200));
        respond(ok(newer));
        clock.advance(Duration.ofSeconds(200));
        responses.refresh();
        http.verify(2, postRequestedFor(urlEqualTo(RESPONDER)));
        assertThat(responses.own(List.of(OWN))).containsExactly(newer);
    }

    @Test
    void anIntervalBelowAMinuteCountsAsAMinute() throws Exception {
        respond(ok(ROOT.ocsp(OWN, START)));
        OcspTrust configured = trustNow();
        trust = () -> new OcspTrust("TEST", configured.trustBase(), configured.paths(), Duration.ofSeconds(1));
        responses.refresh();
        clock.advance(Duration.ofSeconds(59));
        responses.refresh();
        http.verify(1, postRequestedFor(urlEqualTo(RESPONDER)));
        clock.advance(Duration.ofSeconds(1));
        responses.refresh();
        http.verify(2, postRequestedFor(urlEqualTo(RESPONDER)));
    }

    @Test
    void theNextResponderIsAskedWhenOneFails() throws Exception {
        http.stubFor(post("/first").willReturn(aResponse().withStatus(503)));
        http.stubFor(post("/second").willReturn(ok(ROOT.ocsp(OWN, START))));
        responders = List.of(URI.create(http.baseUrl() + "/first"), URI.create(http.baseUrl() + "/second"));
        responses.refresh();
        assertThat(responses.own(List.of(OWN))).hasSize(1);
    }

    @Test
    void theRespondersOfGlobalConfigurationComeBeforeTheCertificatesOwn() throws Exception {
        X509Certificate named = NamedResponder.certificate(ROOT, MEMBER, http.baseUrl() + "/named");
        ownCertificates = List.of(named);
        http.stubFor(post("/named").willReturn(ok(ROOT.ocsp(named, START))));
        respond(aResponse().withStatus(503));
        responses.refresh();
        assertThat(responses.own(List.of(named))).hasSize(1);
        http.verify(1, postRequestedFor(urlEqualTo(RESPONDER)));
        http.verify(1, postRequestedFor(urlEqualTo("/named")));
    }

    @Test
    void anAuthorityWithoutResponderLeavesItsCertificatesWithoutResponse() throws Exception {
        responders = List.of();
        responses.refresh();
        refused(VerificationFault.INCORRECT_VALIDATION_INFO, () -> responses.own(List.of(OWN)));
    }

    @Test
    void aRestartNeedsNoResponderWhileTheCacheOnDiskIsFresh() throws Exception {
        byte[] der = ROOT.ocsp(OWN, START);
        respond(ok(der));
        responses.refresh();
        responses.close();
        http.resetAll();
        clock.advance(Duration.ofSeconds(60));
        responses = opened();
        assertThat(responses.own(List.of(OWN))).containsExactly(der);
        responses.refresh();
        assertThat(responses.own(List.of(OWN))).containsExactly(der);
    }

    @Test
    void theJobFetchesInTheBackgroundAndFindsNewCertificates() throws Exception {
        ownCertificates = List.of();
        respond(ok(ROOT.ocsp(OWN, START)));
        responses.start(scheduler);
        ownCertificates = List.of(OWN);
        await().until(() -> responses.missing().isEmpty());
        assertThat(responses.own(List.of(OWN))).hasSize(1);
    }

    @Test
    void theJobOutlivesMissingGlobalConfigurationAndUnexpectedFailures() throws Exception {
        respond(ok(ROOT.ocsp(OWN, START)));
        List<RuntimeException> failures = new ArrayList<>(List.of(new IllegalStateException("test failure")));
        trust = () -> {
            if (!failures.isEmpty()) {
                throw failures.remove(0);
            }
            return trustNow();
        };
        responses.start(scheduler);
        await().until(() -> responses.missing().isEmpty());
    }

    @Test
    void withoutGlobalConfigurationNothingIsHandedOut() throws Exception {
        OcspResponses without = new OcspResponses(
                OcspSettings.defaults(directory),
                new OcspResponses.Collaborators(
                        () -> ownCertificates,
                        () -> {
                            throw new LocalFault(ConfigurationFault.GLOBAL_CONF_OUTDATED, "outdated");
                        },
                        new HttpOcspCalls(),
                        clock,
                        new Random(1)));
        refused(ConfigurationFault.GLOBAL_CONF_OUTDATED, () -> without.own(List.of(OWN)));
        refused(ConfigurationFault.GLOBAL_CONF_OUTDATED, () -> without.ofPeer(List.of(PEER), "127.0.0.1", soon()));
        assertThat(without.answer(DigestAlgorithm.SHA1.of(Certificates.encoded(OWN)), soon()))
                .isEmpty();
    }

    @Test
    void port5577AnswersForOwnCertificatesAndApprovedAuthoritiesOnly() throws Exception {
        byte[] ofOwn = ROOT.ocsp(OWN, START);
        byte[] ofAuthority = ROOT.ocsp(INTERMEDIATE.certificate(), START);
        respondTo(OcspRequests.encode(OWN, ROOT.certificate()), ofOwn);
        respondTo(OcspRequests.encode(INTERMEDIATE.certificate(), ROOT.certificate()), ofAuthority);
        assertThat(answer(DigestAlgorithm.SHA1, OWN)).containsExactly(ofOwn);
        assertThat(answer(DigestAlgorithm.SHA256, OWN)).containsExactly(ofOwn);
        assertThat(answer(DigestAlgorithm.SHA1, INTERMEDIATE.certificate())).containsExactly(ofAuthority);
        http.verify(2, postRequestedFor(urlEqualTo(RESPONDER)));
        assertThat(answer(DigestAlgorithm.SHA1, PEER)).isEmpty();
        http.verify(2, postRequestedFor(urlEqualTo(RESPONDER)));
    }

    @Test
    void manyAskersOfPort5577CauseOneFetchAndAfterAFailureNoneForAWhile() throws Exception {
        respond(aResponse().withStatus(500).withFixedDelay(200));
        List<Future<List<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Callable<List<byte[]>> task = () -> answer(DigestAlgorithm.SHA1, OWN);
            answers.add(callers.submit(task));
        }
        for (Future<List<byte[]>> answer : answers) {
            assertThat(answer.get()).isEmpty();
        }
        assertThat(answer(DigestAlgorithm.SHA1, OWN)).isEmpty();
        http.verify(1, postRequestedFor(urlEqualTo(RESPONDER)));
        respond(ok(ROOT.ocsp(OWN, START)));
        clock.advance(Duration.ofSeconds(66));
        assertThat(answer(DigestAlgorithm.SHA1, OWN)).hasSize(1);
    }

    @Test
    void aPeersResponsesAreFetchedFromThePeerInOneCallAndCached() throws Exception {
        X509Certificate leaf =
                INTERMEDIATE.authentication(MEMBER, "ss3", TestKeys.EC_P256).certificate();
        List<X509Certificate> chain = List.of(leaf, INTERMEDIATE.certificate());
        byte[] first = INTERMEDIATE.ocsp(leaf, START);
        byte[] second = ROOT.ocsp(INTERMEDIATE.certificate(), START);
        String target = "/?cert=" + sha1(leaf) + "&cert=" + sha1(INTERMEDIATE.certificate());
        http.stubFor(get(target).willReturn(multipart(first, second)));
        assertThat(responses.ofPeer(chain, "127.0.0.1", soon())).containsExactly(first, second);
        assertThat(responses.ofPeer(chain, "127.0.0.1", soon())).containsExactly(first, second);
        http.verify(1, getRequestedFor(urlEqualTo(target)).withHeader("Accept", equalTo("multipart/related")));
    }

    @Test
    void onlyWhatIsMissingIsAskedOfThePeer() throws Exception {
        X509Certificate leaf =
                INTERMEDIATE.authentication(MEMBER, "ss3", TestKeys.EC_P256).certificate();
        byte[] first = INTERMEDIATE.ocsp(leaf, START);
        byte[] second = ROOT.ocsp(INTERMEDIATE.certificate(), START);
        responses.remember(List.of(leaf), List.of(first));
        http.stubFor(get("/?cert=" + sha1(INTERMEDIATE.certificate())).willReturn(multipart(second)));
        assertThat(responses.ofPeer(List.of(leaf, INTERMEDIATE.certificate()), "127.0.0.1", soon()))
                .containsExactly(first, second);
    }

    @Test
    void aPeerOfAFederatedInstanceIsLookedUpInItsInstance() throws Exception {
        X509Certificate leaf = FOREIGN.authentication(new MemberId("OTHER", "GOV", "9"), "ss9", TestKeys.EC_P256)
                .certificate();
        byte[] der = FOREIGN.ocsp(leaf, START);
        http.stubFor(any(anyUrl()).willReturn(multipart(der)));
        assertThat(responses.ofPeer(List.of(leaf), "127.0.0.1", soon())).containsExactly(der);
    }

    @Test
    void responsesSentAlongByAPeerAreRememberedIfTheyHold() throws Exception {
        byte[] der = ROOT.ocsp(PEER, START);
        responses.remember(List.of(PEER), List.of(ROOT.ocsp(OWN, START)));
        responses.remember(List.of(PEER), List.of(new byte[] {1}));
        responses.remember(List.of(PEER), List.of());
        responses.remember(List.of(PEER), List.of(der, new byte[] {2}));
        assertThat(responses.ofPeer(List.of(PEER), "127.0.0.1", soon())).containsExactly(der);
        http.verify(0, getRequestedFor(anyUrl()));
    }

    static Stream<Arguments> peerMisbehaviours() throws Exception {
        byte[] good = ROOT.ocsp(PEER, START);
        byte[] body = OcspMultipart.write(List.of(good), "B");
        String type = OcspMultipart.contentType("B");
        VerificationFault incorrect = VerificationFault.INCORRECT_VALIDATION_INFO;
        OcspForm revoked = OcspForm.at(START).withStatus(OcspForm.Status.REVOKED);
        OcspForm unknown = OcspForm.at(START).withStatus(OcspForm.Status.UNKNOWN);
        return Stream.of(
                Arguments.of("two parts for one", multipart(good, good), incorrect),
                Arguments.of("no part", multipart(), incorrect),
                Arguments.of(
                        "truncated",
                        aResponse().withHeader("Content-Type", type).withBody(Arrays.copyOf(body, body.length - 8)),
                        incorrect),
                Arguments.of("bare DER", ok(good), incorrect),
                Arguments.of(
                        "HTML",
                        aResponse().withHeader("Content-Type", "text/html").withBody("<p>"),
                        incorrect),
                Arguments.of("another certificate", multipart(ROOT.ocsp(OWN, START)), incorrect),
                Arguments.of("stale", multipart(ROOT.ocsp(PEER, START.minusSeconds(3601))), incorrect),
                Arguments.of("from the future", multipart(ROOT.ocsp(PEER, START.plusSeconds(301))), incorrect),
                Arguments.of("another authority", multipart(FOREIGN.ocsp(PEER, START)), incorrect),
                Arguments.of("garbage", multipart(new byte[] {1, 2, 3}), incorrect),
                Arguments.of(
                        "revoked",
                        multipart(ROOT.ocsp(List.of(PEER), revoked, ROOT.responder())),
                        VerificationFault.CERT_VALIDATION),
                Arguments.of(
                        "unknown",
                        multipart(ROOT.ocsp(List.of(PEER), unknown, ROOT.responder())),
                        VerificationFault.CERT_VALIDATION),
                Arguments.of("unavailable", aResponse().withStatus(500).withBody("no"), GeneralFault.HTTP_ERROR),
                Arguments.of("too large", multipart(new byte[OcspCalls.REPLY_BYTES_MAX]), GeneralFault.IO_ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("peerMisbehaviours")
    void aPeerThatMisbehavesIsRefusedAndNothingIsCached(
            String name, ResponseDefinitionBuilder reply, org.ambergate.fault.FaultCode code) throws Exception {
        http.stubFor(any(anyUrl()).willReturn(reply));
        refused(code, () -> responses.ofPeer(List.of(PEER), "127.0.0.1", soon()));
        byte[] good = ROOT.ocsp(PEER, START);
        http.stubFor(any(anyUrl()).willReturn(multipart(good)));
        assertThat(responses.ofPeer(List.of(PEER), "127.0.0.1", soon()))
                .as(name)
                .containsExactly(good);
    }

    @Test
    void aCertificateOfNoApprovedAuthorityIsRefused() throws Exception {
        X509Certificate leaf =
                STRANGER.authentication(MEMBER, "ss2", TestKeys.EC_P256).certificate();
        http.stubFor(any(anyUrl()).willReturn(multipart(STRANGER.ocsp(leaf, START))));
        assertThatThrownBy(() -> responses.ofPeer(List.of(leaf), "127.0.0.1", soon()))
                .asInstanceOf(type(LocalFault.class))
                .returns("cannot_create_cert_path.internal_error", LocalFault::path);
    }

    @Test
    void aChainMayBeAsLongAsTheLimitAndNotLonger() {
        List<X509Certificate> chain = java.util.Collections.nCopies(8, OWN);
        http.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
        refused(GeneralFault.HTTP_ERROR, () -> responses.ofPeer(chain, "127.0.0.1", soon()));
        List<X509Certificate> longer = java.util.Collections.nCopies(9, OWN);
        refused(VerificationFault.INCORRECT_VALIDATION_INFO, () -> responses.ofPeer(longer, "127.0.0.1", soon()));
        refused(VerificationFault.INCORRECT_VALIDATION_INFO, () -> responses.ofPeer(List.of(), "127.0.0.1", soon()));
    }

    @Test
    void aHostThatIsNoneIsRefusedWithoutNamingIt() {
        for (String host : List.of("no host", "x/../y", "host.invalid", "")) {
            refused(GeneralFault.UNKNOWN_HOST, () -> responses.ofPeer(List.of(PEER), host, soon()));
        }
    }

    @Test
    void manyConnectionsToOnePeerCauseOneFetch() throws Exception {
        byte[] der = ROOT.ocsp(PEER, START);
        http.stubFor(any(anyUrl()).willReturn(multipart(der).withFixedDelay(300)));
        List<Future<List<byte[]>>> fetched = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Callable<List<byte[]>> task = () -> responses.ofPeer(List.of(PEER), "127.0.0.1", soon());
            fetched.add(callers.submit(task));
        }
        for (Future<List<byte[]>> future : fetched) {
            assertThat(future.get()).containsExactly(der);
        }
        http.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    void aPeerThatHangsIsLeftAtTheDeadlineAlsoByThoseWhoWaitForAnothersFetch() throws Exception {
        http.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(20_000)));
        Callable<Duration> task = () -> {
            long begin = System.nanoTime();
            refused(
                    GeneralFault.NETWORK_ERROR,
                    () -> responses.ofPeer(List.of(PEER), "127.0.0.1", Deadline.after(Duration.ofMillis(300))));
            return Duration.ofNanos(System.nanoTime() - begin);
        };
        for (Future<Duration> future : callers.invokeAll(List.of(task, task, task))) {
            assertThat(future.get()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(6));
        }
    }

    private List<byte[]> answer(DigestAlgorithm algorithm, X509Certificate certificate) {
        return responses.answer(algorithm.of(Certificates.encoded(certificate)), soon()).stream()
                .toList();
    }

    private interface Action {
        Object run() throws LocalFault;
    }

    private static void refused(org.ambergate.fault.FaultCode code, Action action) {
        assertThatThrownBy(action::run)
                .asInstanceOf(type(LocalFault.class))
                .returns(code, LocalFault::code)
                .satisfies(fault -> assertThat(fault.text()).doesNotContain("127.0.0.1", "host.invalid", "http:"));
    }

    private OcspResponses opened() throws IOException {
        return new OcspResponses(
                new OcspSettings(directory, http.getPort(), OcspSettings.RETRY_DELAY),
                new OcspResponses.Collaborators(
                        () -> ownCertificates, () -> trust.get(), new HttpOcspCalls(), clock, new Random(1)));
    }

    private OcspTrust trustNow() {
        CertificationAuthority root = withResponders(ROOT.approved());
        CertificationAuthority intermediate = withResponders(INTERMEDIATE.approved());
        TrustBase base = new TrustBase(
                Map.of(
                        "TEST", new ApprovedAuthorities(List.of(root, intermediate)),
                        "OTHER", new ApprovedAuthorities(List.of(FOREIGN.approved()))),
                new OcspPolicy(Duration.ofHours(1), true));
        return new OcspTrust("TEST", base, new PathValidator(base), INTERVAL);
    }

    private CertificationAuthority withResponders(CertificationAuthority authority) {
        return new CertificationAuthority(
                authority.certificate(),
                authority.top(),
                authority.profile(),
                authority.authenticationOnly(),
                responders,
                authority.ocspCertificates());
    }

    private void respond(ResponseDefinitionBuilder reply) {
        http.stubFor(post(RESPONDER).willReturn(reply));
    }

    private void respondTo(byte[] request, byte[] response) {
        http.stubFor(post(RESPONDER).withRequestBody(binaryEqualTo(request)).willReturn(ok(response)));
    }

    private static ResponseDefinitionBuilder ok(byte[] der) {
        return aResponse()
                .withHeader("Content-Type", "application/ocsp-response")
                .withBody(der);
    }

    private static ResponseDefinitionBuilder multipart(byte[]... parts) {
        return aResponse()
                .withHeader("Content-Type", OcspMultipart.contentType("B"))
                .withBody(OcspMultipart.write(List.of(parts), "B"));
    }

    private static byte[] status(int status) throws Exception {
        return new OCSPRespBuilder().build(status, null).getEncoded();
    }

    private static String sha1(X509Certificate certificate) {
        return OcspCache.sha1(certificate).hex();
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(30));
    }
}
