package org.ambergate.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.FaultCode;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.net.Deadline;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.signature.MessageVerifier;
import org.ambergate.signature.SignatureMethod;
import org.ambergate.signature.SignedMessage;
import org.ambergate.signature.SigningKey;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.ManualClock;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class BatchSignerTest {
    private static final MemberId MEMBER = new MemberId("TEST", "GOV", "1");
    private static final MemberId OTHER = new MemberId("TEST", "GOV", "2");
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final TestAuthority AUTHORITY = TestAuthority.create("Signer test CA");
    private static final TrustBase TRUST = AUTHORITY.trust("TEST");
    private static final TestCertificate RSA = AUTHORITY.signing(MEMBER, TestKeys.RSA_2048);
    private static final TestCertificate EC = AUTHORITY.signing(MEMBER, TestKeys.EC_P256);

    private final ManualClock clock = new ManualClock(START);
    private final MessageVerifier verifier = new MessageVerifier(new PathValidator(TRUST), TRUST);
    private final ExecutorService callers = Executors.newFixedThreadPool(70);
    private final List<TestCertificate> withoutResponse = new ArrayList<>();
    private final List<BatchSigner> opened = new ArrayList<>();
    private Optional<Instant> respondedAt = Optional.empty();
    private KeyRing ring = new KeyRing(List.of(), List.of());
    private int responsesAsked;

    @AfterEach
    void stop() {
        opened.forEach(BatchSigner::close);
        callers.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(
            value = TestKeys.class,
            names = {"RSA_2048", "RSA_3072", "EC_P256", "EC_P384"})
    void sixtyFourConcurrentSignersEachGetASignatureThatVerifiesWithTheirOwnChain(TestKeys kind) throws Exception {
        ring = ringOf(key("k", AUTHORITY.signing(MEMBER, kind)));
        BatchSigner signer = signer(batching(Set.of(SignatureMethod.values()), 100, 100));
        List<Future<SignedMessage>> signed = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            signed.add(sign(signer, message(i, i % 3)));
        }
        for (int i = 0; i < 64; i++) {
            verify(message(i, i % 3), signed.get(i).get());
        }
    }

    @Test
    void aMessageOfTheBatchDoesNotVerifyWithAnotherOnesChain() throws Exception {
        SlowKey key = new SlowKey(RSA.signingKey(), 0);
        ring = ringOf(key("k", RSA, key));
        BatchSigner signer = signer(batching(Set.of(SignatureMethod.RSA_SHA512), 10, 10));
        List<SignedMessage> batch = signTogether(signer, key, 2);
        verify(message(1, 0), batch.get(0));
        assertThatThrownBy(() -> verifier.verify(message(1, 0), batch.get(1).parts(), MEMBER, clock.instant()))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void whatGathersDuringOneSignatureSharesTheNext() throws Exception {
        SlowKey key = new SlowKey(RSA.signingKey(), 0);
        ring = ringOf(key("k", RSA, key));
        BatchSigner signer = signer(batching(Set.of(SignatureMethod.RSA_SHA512), 100, 100));
        List<SignedMessage> batch = signTogether(signer, key, 30);
        assertThat(key.signatures()).isEqualTo(2);
        assertThat(new HashSet<>(batch.stream()
                        .map(message ->
                                new String(message.parts().signature(), java.nio.charset.StandardCharsets.UTF_8))
                        .toList()))
                .hasSize(1);
    }

    @Test
    void aBatchHoldsNoMoreThanItsLimit() throws Exception {
        SlowKey key = new SlowKey(RSA.signingKey(), 0);
        ring = ringOf(key("k", RSA, key));
        BatchSigner signer = signer(batching(Set.of(SignatureMethod.RSA_SHA512), 100, 4));
        signTogether(signer, key, 8);
        assertThat(key.signatures()).isEqualTo(3);
    }

    @Test
    void anIdleSignerSignsOneMessageAloneAndPlainly() throws Exception {
        ring = ringOf(key("k", RSA));
        SignedMessage signed = signer(SigningSettings.defaults()).sign(message(1, 0), MEMBER, soon());
        assertThat(signed.parts().batch()).isEmpty();
        verify(message(1, 0), signed);
    }

    @ParameterizedTest
    @EnumSource(
            value = TestKeys.class,
            names = {"RSA_2048", "EC_P256"})
    void everyKeySignsInBatchesByDefault(TestKeys kind) throws Exception {
        TestCertificate certificate = AUTHORITY.signing(MEMBER, kind);
        List<Thread> threads = new ArrayList<>();
        ring = ringOf(key("k", certificate, recording(certificate.signingKey(), threads)));
        SignedMessage signed = signer(SigningSettings.defaults()).sign(message(1, 1), MEMBER, soon());
        verify(message(1, 1), signed);
        assertThat(threads)
                .singleElement()
                .satisfies(t -> assertThat(t.getName()).startsWith("signing-"));
    }

    @Test
    void rsaKeysSignOnTheCallingThreadWhenBatchingIsOff() throws Exception {
        List<Thread> threads = new ArrayList<>();
        ring = ringOf(key("k", RSA, recording(RSA.signingKey(), threads)));
        signer(batching(Set.of(), 10, 10)).sign(message(1, 1), MEMBER, soon());
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void theQueueTakesItsLimitAndRefusesOneMore() throws Exception {
        SlowKey key = new SlowKey(RSA.signingKey(), 0);
        ring = ringOf(key("k", RSA, key));
        BatchSigner signer = signer(batching(Set.of(SignatureMethod.RSA_SHA512), 3, 10));
        List<Future<SignedMessage>> accepted = new ArrayList<>();
        accepted.add(sign(signer, message(0, 0)));
        key.awaitFirst();
        for (int i = 1; i <= 3; i++) {
            accepted.add(sign(signer, message(i, 0)));
        }
        await().until(() -> waiting() == 4);
        refused(signer, VerificationFault.CANNOT_CREATE_SIGNATURE, "Too many");
        key.allow(10);
        for (int i = 0; i <= 3; i++) {
            verify(message(i, 0), accepted.get(i).get());
        }
    }

    @Test
    void aHungKeyDoesNotHoldTheCallerPastItsDeadline() throws Exception {
        SlowKey key = new SlowKey(RSA.signingKey(), 0);
        ring = ringOf(key("k", RSA, key));
        BatchSigner signer = signer(batching(Set.of(SignatureMethod.RSA_SHA512), 10, 10));
        long begin = System.nanoTime();
        assertThatThrownBy(() -> signer.sign(message(1, 0), MEMBER, Deadline.after(Duration.ofMillis(200))))
                .asInstanceOf(type(LocalFault.class))
                .returns(VerificationFault.CANNOT_CREATE_SIGNATURE, LocalFault::code);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
        key.allow(10);
    }

    @Test
    void aMessageThatNobodyWaitsForAnyMoreIsNotSigned() throws Exception {
        SlowKey key = new SlowKey(RSA.signingKey(), 0);
        ring = ringOf(key("k", RSA, key));
        BatchSigner signer = signer(batching(Set.of(SignatureMethod.RSA_SHA512), 10, 10));
        Future<SignedMessage> first = sign(signer, message(0, 0));
        key.awaitFirst();
        assertThatThrownBy(() -> signer.sign(message(1, 0), MEMBER, Deadline.after(Duration.ofMillis(20))))
                .isInstanceOf(LocalFault.class);
        key.allow(10);
        verify(message(0, 0), first.get());
        verify(message(2, 0), signer.sign(message(2, 0), MEMBER, soon()));
        assertThat(key.signatures()).isEqualTo(2);
    }

    @Test
    void aPassedDeadlineIsRefusedBeforeSigning() {
        ring = ringOf(key("k", EC));
        assertThatThrownBy(() ->
                        signer(SigningSettings.defaults()).sign(message(1, 0), MEMBER, Deadline.after(Duration.ZERO)))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void aKeyThatFailsFailsEveryMessageOfItsBatchAndTheNextOnesAreSigned() throws Exception {
        List<RuntimeException> failures = new ArrayList<>(List.of(new IllegalStateException("token lost")));
        SigningKey good = RSA.signingKey();
        ring = ringOf(key("k", RSA, new SigningKey() {
            @Override
            public SignatureMethod method() {
                return SignatureMethod.RSA_SHA512;
            }

            @Override
            public byte[] sign(byte[] signedInfo) throws LocalFault {
                if (!failures.isEmpty()) {
                    throw failures.remove(0);
                }
                return good.sign(signedInfo);
            }
        }));
        BatchSigner signer = signer(SigningSettings.defaults());
        refused(signer, VerificationFault.CANNOT_CREATE_SIGNATURE, "could not be signed");
        verify(message(5, 0), signer.sign(message(5, 0), MEMBER, soon()));
    }

    @Test
    void aMemberWithoutKeysCannotSign() {
        ring = ringOf(key("k", EC));
        assertThatThrownBy(() -> signer(SigningSettings.defaults()).sign(message(1, 0), OTHER, soon()))
                .asInstanceOf(type(LocalFault.class))
                .returns("cannot_create_signature", LocalFault::path);
    }

    @Test
    void theFirstUsableKeyIsChosen() throws Exception {
        CertificateForm form = CertificateForm.signing(TestAuthority.memberName(MEMBER, "ss1"));
        TestCertificate expired = AUTHORITY.issue(form.valid(START.minusSeconds(100), START), TestKeys.EC_P256);
        TestCertificate future =
                AUTHORITY.issue(form.valid(START.plusSeconds(100), START.plusSeconds(200)), TestKeys.EC_P256);
        TestCertificate unanswered = AUTHORITY.signing(MEMBER, TestKeys.EC_P256);
        TestCertificate foreign = AUTHORITY.signing(OTHER, TestKeys.EC_P256);
        TestCertificate unknown = TestAuthority.create("Nobody's CA").signing(MEMBER, TestKeys.EC_P256);
        TestCertificate usable = AUTHORITY.signing(MEMBER, TestKeys.EC_P256);
        withoutResponse.add(unanswered);
        ring = ringOf(
                key("a", expired),
                key("b", future),
                key("c", unanswered),
                new MemberKey("d", MEMBER, foreign.signingKey(), foreign.certificate()),
                key("e", unknown),
                key("f", usable),
                key("g", EC));
        clock.advance(Duration.ofSeconds(1));
        SignedMessage signed = signer(SigningSettings.defaults()).sign(message(1, 0), MEMBER, soon());
        assertThat(verifier.verify(message(1, 0), signed.parts(), MEMBER, clock.instant())
                        .certificate())
                .isEqualTo(usable.certificate());
    }

    @Test
    void withoutAFreshOcspResponseNothingIsSigned() {
        ring = ringOf(key("k", EC));
        withoutResponse.add(EC);
        assertThatThrownBy(() -> signer(SigningSettings.defaults()).sign(message(1, 0), MEMBER, soon()))
                .asInstanceOf(type(LocalFault.class))
                .returns("cannot_create_signature.incorrect_validation_info", LocalFault::path);
    }

    @Test
    void aChoiceEndsWhenItsOcspResponseDoes() throws Exception {
        ring = ringOf(key("k", EC));
        respondedAt = Optional.of(START.minus(Duration.ofMinutes(58)));
        BatchSigner signer = signer(SigningSettings.defaults());
        signer.check(MEMBER);
        clock.advance(Duration.ofMinutes(2));
        signer.check(MEMBER);
        clock.advance(Duration.ofSeconds(1));
        refused(signer, VerificationFault.INCORRECT_VALIDATION_INFO, "older");
        respondedAt = Optional.empty();
        verify(message(1, 0), signer.sign(message(1, 0), MEMBER, soon()));
    }

    @Test
    void aChoiceIsKeptForItsTimeAndThenMadeAnew() throws Exception {
        ring = ringOf(key("k", EC));
        BatchSigner signer = signer(SigningSettings.defaults());
        signer.check(MEMBER);
        clock.advance(SigningSettings.CHOICE_REUSE.minusSeconds(1));
        signer.check(MEMBER);
        assertThat(responsesAsked).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        signer.check(MEMBER);
        assertThat(responsesAsked).isEqualTo(2);
    }

    @Test
    void aNewKeyRingIsSeenAtOnce() throws Exception {
        ring = ringOf(key("k", EC));
        BatchSigner signer = signer(SigningSettings.defaults());
        signer.check(MEMBER);
        ring = new KeyRing(List.of(), List.of());
        refused(signer, VerificationFault.CANNOT_CREATE_SIGNATURE, "no active");
        ring = ringOf(key("k", EC));
        signer.check(MEMBER);
    }

    @Test
    void aMessageThatWaitsWhileTheOcspResponseEndsIsNotSigned() throws Exception {
        SlowKey key = new SlowKey(RSA.signingKey(), 0);
        ring = ringOf(key("k", RSA, key));
        BatchSigner signer = signer(batching(Set.of(SignatureMethod.RSA_SHA512), 10, 10));
        Future<SignedMessage> first = sign(signer, message(0, 0));
        key.awaitFirst();
        Future<SignedMessage> second = sign(signer, message(1, 0));
        await().until(() -> waiting() == 2);
        clock.advance(Duration.ofMinutes(61));
        key.allow(2);
        assertThat(first.get()).isNotNull();
        assertThatThrownBy(second::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("The certificate or its OCSP response has expired");
    }

    @Test
    void aClosedSignerRefuses() throws Exception {
        ring = ringOf(key("k", RSA));
        BatchSigner signer = signer(SigningSettings.defaults());
        signer.sign(message(1, 0), MEMBER, soon());
        signer.close();
        refused(signer, VerificationFault.CANNOT_CREATE_SIGNATURE, "closed");
    }

    @Test
    void whatWasAcceptedIsSignedBeforeTheSignerCloses() throws Exception {
        SlowKey key = new SlowKey(RSA.signingKey(), 0);
        ring = ringOf(key("k", RSA, key));
        BatchSigner signer = signer(batching(Set.of(SignatureMethod.RSA_SHA512), 10, 10));
        Future<SignedMessage> first = sign(signer, message(0, 0));
        key.awaitFirst();
        Future<SignedMessage> second = sign(signer, message(1, 1));
        await().until(() -> waiting() == 2);
        Future<?> closing = callers.submit(signer::close);
        await().until(() -> isRefusing(signer));
        key.allow(10);
        closing.get();
        verify(message(0, 0), first.get());
        verify(message(1, 1), second.get());
    }

    private static boolean isRefusing(BatchSigner signer) {
        try {
            signer.check(MEMBER);
            return false;
        } catch (LocalFault e) {
            return true;
        }
    }

    /** Signs one message, and while its signature hangs all the others; returns the others. */
    private List<SignedMessage> signTogether(BatchSigner signer, SlowKey key, int count) throws Exception {
        Future<SignedMessage> first = sign(signer, message(0, 0));
        key.awaitFirst();
        List<Future<SignedMessage>> others = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            others.add(sign(signer, message(i, 0)));
        }
        await().until(() -> waiting() == count + 1);
        key.allow(count + 1);
        verify(message(0, 0), first.get());
        List<SignedMessage> signed = new ArrayList<>();
        for (Future<SignedMessage> other : others) {
            signed.add(other.get());
        }
        for (int i = 0; i < count; i++) {
            verify(message(i + 1, 0), signed.get(i));
        }
        return signed;
    }

    /** Caller threads that wait for their signature. */
    private static long waiting() {
        return Thread.getAllStackTraces().values().stream()
                .filter(trace -> trace.length > 0
                        && java.util.Arrays.stream(trace)
                                .anyMatch(frame -> frame.getClassName().equals(SigningLine.class.getName())
                                        && frame.getMethodName().equals("await")))
                .count();
    }

    private Future<SignedMessage> sign(BatchSigner signer, MessageDigests message) {
        Callable<SignedMessage> task = () -> signer.sign(message, MEMBER, soon());
        return callers.submit(task);
    }

    private static void refused(BatchSigner signer, FaultCode code, String text) {
        assertThatThrownBy(() -> signer.sign(message(99, 0), MEMBER, soon()))
                .asInstanceOf(type(LocalFault.class))
                .returns(code, LocalFault::code)
                .satisfies(fault -> assertThat(fault.path()).startsWith("cannot_create_signature"))
                .satisfies(fault -> assertThat(fault.text()).contains(text));
    }

    private void verify(MessageDigests message, SignedMessage signed) throws LocalFault {
        assertThat(signed.digests()).isEqualTo(message);
        verifier.verify(message, signed.parts(), MEMBER, clock.instant());
    }

    private BatchSigner signer(SigningSettings settings) {
        PathValidator paths = new PathValidator(TRUST);
        BatchSigner signer = new BatchSigner(
                settings,
                new BatchSigner.Collaborators(
                        () -> ring,
                        () -> new SigningTrust(TRUST, paths),
                        chain -> {
                            responsesAsked++;
                            if (withoutResponse.stream()
                                    .anyMatch(w -> w.certificate().equals(chain.get(0)))) {
                                throw new LocalFault(VerificationFault.INCORRECT_VALIDATION_INFO, "no response");
                            }
                            return List.of(AUTHORITY.ocsp(chain.get(0), respondedAt.orElse(clock.instant())));
                        },
                        clock));
        opened.add(signer);
        return signer;
    }

    private static SigningSettings batching(Set<SignatureMethod> methods, int queueMax, int batchMax) {
        return new SigningSettings(methods, 2, queueMax, batchMax, SigningSettings.CHOICE_REUSE);
    }

    private static KeyRing ringOf(MemberKey... keys) {
        return new KeyRing(List.of(), List.of(keys));
    }

    private static MemberKey key(String id, TestCertificate certificate) {
        return key(id, certificate, certificate.signingKey());
    }

    private static MemberKey key(String id, TestCertificate certificate, SigningKey key) {
        return new MemberKey(id, MEMBER, key, certificate.certificate());
    }

    private static SigningKey recording(SigningKey key, List<Thread> threads) {
        return new SigningKey() {
            @Override
            public SignatureMethod method() {
                return key.method();
            }

            @Override
            public byte[] sign(byte[] signedInfo) throws LocalFault {
                threads.add(Thread.currentThread());
                return key.sign(signedInfo);
            }
        };
    }

    private static MessageDigests message(int number, int attachments) {
        List<org.ambergate.digest.Digest> digests = new ArrayList<>();
        for (int i = 0; i < attachments; i++) {
            digests.add(DigestAlgorithm.SHA512.of(new byte[] {(byte) number, (byte) (i + 1)}));
        }
        return new MessageDigests(DigestAlgorithm.SHA512.of(new byte[] {(byte) number}), digests);
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(30));
    }
}
