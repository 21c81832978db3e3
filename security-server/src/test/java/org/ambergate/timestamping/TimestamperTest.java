package org.ambergate.timestamping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.StampedSignature;
import org.ambergate.observe.LoggedErrors;
import org.ambergate.signature.TimestampChain;
import org.ambergate.testsupport.ManualClock;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.ambergate.timestamp.TimestampToken;
import org.ambergate.timestamp.TimestampVerifier;
import org.ambergate.timestamping.StampedLog.Accident;
import org.ambergate.timestamping.TestTimestampServer.Answer;
import org.ambergate.timestamping.TestTimestampServer.Behaviour;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TimestamperTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PERIOD = Duration.ofHours(4);

    @TempDir
    private Path directory = Path.of("");

    private final ManualClock clock = new ManualClock(START);
    private final List<TimestampAuthority> listed = new ArrayList<>();
    private TestTimestampServer first;
    private TestTimestampServer second;
    private StampedLog log;
    private Optional<Duration> ownInterval = Optional.empty();
    private Duration configuredInterval = Duration.ofSeconds(60);
    private boolean crossCheck;

    @BeforeEach
    void start() throws IOException {
        first = new TestTimestampServer("First TSA", clock::instant);
        second = new TestTimestampServer("Second TSA", clock::instant);
        listed.add(first.listed());
        log = new StampedLog(directory.resolve("log"), clock);
    }

    @AfterEach
    void stop() {
        log.close();
        first.close();
        second.close();
    }

    @Test
    void afterARoundEveryMessageHasAChainToATokenOfTheAuthority() throws Exception {
        log.messages(5);

        assertThat(timestamper(100).round()).isEqualTo(Duration.ofSeconds(60));

        LoggedTimestamp stamp = only(log.timestamps());
        var verified = new TimestampVerifier(List.of(first.key().certificate()))
                .verify(TimestampToken.parse(stamp.token()), stamp.result());
        assertThat(verified.genTime()).isEqualTo(START);
        assertThat(stamp.messages()).hasSize(5);
        for (int i = 0; i < 5; i++) {
            TimestampChain.verify(stamp.result(), stamp.chain().chain(i), StampedLog.signature(i));
        }
    }

    @Test
    void whatIsStampedIsNotStampedAgain() throws Exception {
        Timestamper timestamper = timestamper(100);
        log.messages(2);
        timestamper.round();
        timestamper.round();
        assertThat(first.requests()).hasSize(1);

        log.message();
        timestamper.round();

        assertThat(log.timestamps())
                .extracting(stamp -> stamp.messages().size())
                .containsExactly(2, 1);
    }

    @Test
    void aBacklogIsTakenInFullBatchesOldestFirstInOneRound() throws Exception {
        log.messages(7);

        timestamper(3).round();

        assertThat(log.timestamps())
                .extracting(stamp -> stamp.messages().size())
                .containsExactly(3, 3, 1);
        assertThat(audit().stamped()).isEqualTo(7);
    }

    @Test
    void aBatchThatIsJustFullIsTheLast() throws Exception {
        log.messages(3);

        timestamper(3).round();

        assertThat(log.timestamps())
                .extracting(stamp -> stamp.messages().size())
                .containsExactly(3);
        assertThat(first.requests()).hasSize(1);
    }

    @Test
    void manySegmentsAndRestartsLoseNothing() throws Exception {
        for (int part = 0; part < 4; part++) {
            log.messages(300);
            if (part % 2 == 0) {
                timestamper(100).round();
            }
            log.restart();
        }
        timestamper(100).round();

        AuditReport report = audit();
        assertThat(report.segments()).isGreaterThan(4);
        assertThat(report.messages()).isEqualTo(1200);
        assertThat(report.stamped()).isEqualTo(1200);
    }

    @Test
    void outcomesAloneAreCoveredByTheTree() throws Exception {
        Timestamper timestamper = timestamper(100);
        log.outcomeThenMessage();
        timestamper.round();
        log.restart();
        assertThat(log.next(100)).isEmpty();

        long covered = only(log.timestamps()).checkpoint().treeSize();
        assertThat(covered).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aLiarIsPassedOverAndTheNextAuthorityIsAsked() throws Exception {
        listed.add(second.listed());
        Timestamper timestamper = timestamper(100);
        for (Map.Entry<String, Behaviour> lie : lies().entrySet()) {
            first.behave(lie.getValue());
            log.message();
            clock.advance(Duration.ofSeconds(60));

            timestamper.round();

            List<LoggedTimestamp> stamps = log.timestamps();
            TimestampToken last =
                    TimestampToken.parse(stamps.get(stamps.size() - 1).token());
            assertThat(last.namesAsSigner(second.key().certificate()))
                    .as(lie.getKey())
                    .isTrue();
            assertThat(timestamper.trouble()).as(lie.getKey()).isEmpty();
        }
        assertThat(log.timestamps()).hasSize(lies().size());
    }

    @Test
    void withNobodyButALiarTheBatchStaysPendingUntilSomebodyIsHonest() throws Exception {
        for (Map.Entry<String, Behaviour> lie : lies().entrySet()) {
            Timestamper timestamper = timestamper(100);
            int before = log.timestamps().size();
            log.message();
            first.behave(lie.getValue());
            assertThat(timestamper.round()).as(lie.getKey()).isEqualTo(Duration.ofSeconds(60));
            assertThat(log.timestamps()).as(lie.getKey()).hasSize(before);
            assertThat(timestamper.trouble()).as(lie.getKey()).isPresent();

            first.lie(form -> form);
            timestamper.round();

            assertThat(log.timestamps()).as(lie.getKey()).hasSize(before + 1);
            assertThat(timestamper.trouble()).as(lie.getKey()).isEmpty();
        }
        assertThat(audit().stamped()).isEqualTo(lies().size());
    }

    @Test
    void aTokensTimeMayDifferBySixtySecondsAndNoMore() throws Exception {
        Timestamper timestamper = timestamper(100);
        log.message();
        first.lie(form -> form.withGenTime(START.minusSeconds(61)));
        timestamper.round();
        first.lie(form -> form.withGenTime(START.plusSeconds(61)));
        timestamper.round();
        assertThat(log.timestamps()).isEmpty();

        first.lie(form -> form.withGenTime(START.plusSeconds(60)));
        timestamper.round();
        assertThat(log.timestamps()).hasSize(1);
    }

    @Test
    void timeDoesNotRunBackwardsEvenOverARestart() throws Exception {
        log.message();
        timestamper(100).round();
        log.restart();
        Timestamper timestamper = timestamper(100);
        log.message();

        first.lie(form -> form.withGenTime(START.minusSeconds(1)));
        timestamper.round();
        assertThat(log.timestamps()).hasSize(1);

        first.lie(form -> form.withGenTime(START));
        timestamper.round();
        assertThat(log.timestamps()).hasSize(2);
    }

    /** Threat T-73: nothing is refused for longer than the clock is wrong, and order is by sequence, not by clock. */
    @Test
    void whileTheClockIsADayWrongTokensAreRefusedAndThenEverythingIsStampedInOrder() throws Exception {
        Timestamper timestamper = timestamper(100);
        Instant authoritys = START.plusSeconds(1);
        first.lie(form -> form.withGenTime(authoritys));
        for (Duration wrong : List.of(Duration.ofDays(1), Duration.ofDays(-2))) {
            clock.advance(wrong);
            log.message();
            timestamper.round();
            assertThat(log.timestamps()).as("clock moved by %s", wrong).isEmpty();
        }
        clock.advance(Duration.ofDays(1));
        log.message();

        timestamper.round();

        assertThat(only(log.timestamps()).messages())
                .hasSize(3)
                .isSortedAccordingTo(java.util.Comparator.comparingLong(StampedSignature::sequence));
        assertThat(audit().stamped()).isEqualTo(3);
        assertThatCode(timestamper::requireWorking).doesNotThrowAnyException();
    }

    @Test
    void theDayIn2038AndALeapSecondsNeighboursAreDaysLikeOthers() throws Exception {
        for (String day : List.of("2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", "2038-01-19T03:14:07Z")) {
            clock.advance(Duration.between(clock.instant(), Instant.parse(day)));
            log.message();
            timestamper(100).round();
            clock.advance(Duration.ofSeconds(1));
            log.message();
            timestamper(100).round();
        }

        assertThat(log.timestamps()).hasSize(6);
        assertThat(audit().stamped()).isEqualTo(6);
    }

    @Test
    void anAuthorityThatRefusesNoncesGetsTheBareForm() throws Exception {
        for (Answer refusal : List.of(
                new Answer(200, TestTimestamps.rejected()),
                new Answer(400, new byte[0]),
                new Answer(500, new byte[0]))) {
            first.behave(request -> TimeStampReq.getInstance(request).getNonce() != null
                    ? refusal
                    : first.granted(request, form -> form.withoutCertificate()));
            log.message();
            timestamper(100).round();
        }

        assertThat(log.timestamps()).hasSize(3);
        List<byte[]> requests = first.requests();
        assertThat(requests).hasSize(6);
        assertThat(TimeStampReq.getInstance(requests.get(0)).getCertReq().isTrue())
                .isTrue();
        assertThat(TimeStampReq.getInstance(requests.get(1)).getCertReq().isTrue())
                .isFalse();
        // X-Road's verifier wants the certificate inside, whatever the authority put there.
        TimestampToken token = TimestampToken.parse(log.timestamps().get(0).token());
        assertThat(token.withCertificate(first.key().certificate())).isSameAs(token);
    }

    @Test
    void aRestartBeforeTheAppendAsksAgainAndStampsOnce() throws Exception {
        log.messages(3);
        log.plan(Accident.BEFORE);
        timestamper(100).round();
        assertThat(log.timestamps()).isEmpty();

        log.restart();
        timestamper(100).round();

        assertThat(first.requests()).hasSize(2);
        assertThat(only(log.timestamps()).messages()).hasSize(3);
    }

    @Test
    void aRestartAfterTheAppendStampsNothingTwice() throws Exception {
        log.messages(3);
        log.plan(Accident.AFTER);
        timestamper(100).round();

        log.restart();
        log.message();
        timestamper(100).round();

        assertThat(log.timestamps())
                .extracting(stamp -> stamp.messages().size())
                .containsExactly(3, 1);
    }

    @Test
    void aTimestampThatTurnsUpWithoutItsWriterKnowingCounts() throws Exception {
        Timestamper timestamper = timestamper(100);
        log.messages(3);
        log.plan(Accident.AFTER);
        timestamper.round();
        log.plan(Accident.NONE);
        log.message();

        timestamper.round();

        assertThat(log.timestamps())
                .extracting(stamp -> stamp.messages().size())
                .containsExactly(3, 1);
    }

    @Test
    void messagesAreRefusedOnceTimestampingHasFailedForLongerThanAllowed() throws Exception {
        Timestamper timestamper = timestamper(100);
        log.message();
        first.behave(request -> new Answer(503, new byte[0]));
        timestamper.round();
        clock.advance(PERIOD);
        timestamper.round();
        assertThatCode(timestamper::requireWorking).doesNotThrowAnyException();

        clock.advance(Duration.ofSeconds(1));
        refused("logging_failed.timestamping_failed", timestamper);
        assertThat(timestamper.round()).isEqualTo(Duration.ofSeconds(5));

        first.lie(form -> form);
        timestamper.round();
        assertThatCode(timestamper::requireWorking).doesNotThrowAnyException();
    }

    @Test
    void aRestartDoesNotBeginThePeriodAgain() throws Exception {
        log.message();
        first.behave(request -> new Answer(503, new byte[0]));
        timestamper(100).round();
        clock.advance(PERIOD.plusSeconds(1));

        log.restart();
        Timestamper restarted = timestamper(100);
        refused("logging_failed.timestamping_failed", restarted);

        first.lie(form -> form);
        restarted.round();
        assertThatCode(restarted::requireWorking).doesNotThrowAnyException();
        assertThatCode(timestamper(100)::requireWorking).doesNotThrowAnyException();
    }

    @Test
    void aDamagedNoteOfTheFirstFailureRefusesUntilTimestampingWorks() throws Exception {
        Files.writeString(directory.resolve("failure"), "not a time");
        Timestamper timestamper = timestamper(100);
        refused("logging_failed.timestamping_failed", timestamper);

        timestamper.round();

        assertThatCode(timestamper::requireWorking).doesNotThrowAnyException();
    }

    @Test
    void withoutAListedAuthorityMessagesAreRefusedAtOnce() {
        listed.clear();
        refused("logging_failed.mlog.no_timestamping_provider_found", timestamper(100));
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsGivenUp() throws Exception {
        listed.add(second.listed());
        CountDownLatch over = new CountDownLatch(1);
        first.behave(request -> {
            try {
                over.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Answer(503, new byte[0]);
        });
        log.message();

        timestamper(100, Duration.ofMillis(200)).round();
        over.countDown();

        assertThat(TimestampToken.parse(only(log.timestamps()).token())
                        .namesAsSigner(second.key().certificate()))
                .isTrue();
    }

    @Test
    void theGlobalConfigurationSaysHowOftenWithinBoundsUnlessTheSettingsDo() throws Exception {
        configuredInterval = Duration.ofSeconds(90);
        assertThat(timestamper(100).round()).isEqualTo(Duration.ofSeconds(90));
        configuredInterval = Duration.ofSeconds(1);
        assertThat(timestamper(100).round()).isEqualTo(Duration.ofSeconds(60));
        configuredInterval = Duration.ofDays(30);
        assertThat(timestamper(100).round()).isEqualTo(Duration.ofDays(1));

        ownInterval = Optional.of(Duration.ofSeconds(2));
        assertThat(timestamper(100).round()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void withCrossCheckASecondAuthorityMustConfirmTheTime() throws Exception {
        crossCheck = true;
        log.message();
        timestamper(100).round();
        assertThat(log.timestamps()).as("there is no second authority").isEmpty();

        listed.add(second.listed());
        first.lie(form -> form.withGenTime(START.plusSeconds(31)));
        second.lie(form -> form.withGenTime(START.minusSeconds(30)));
        Timestamper timestamper = timestamper(100);
        timestamper.round();
        assertThat(log.timestamps()).as("61 s apart").isEmpty();
        assertThat(timestamper.trouble().orElseThrow()).contains("No second authority confirms");

        second.lie(form -> form.withGenTime(START.minusSeconds(29)));
        timestamper.round();
        assertThat(TimestampToken.parse(only(log.timestamps()).token())
                        .namesAsSigner(first.key().certificate()))
                .as("60 s apart")
                .isTrue();
    }

    @Test
    void withCrossCheckTheOneOfThreeThatDisagreesIsOutvoted() throws Exception {
        crossCheck = true;
        log.message();
        try (TestTimestampServer third = new TestTimestampServer("Third TSA", clock::instant)) {
            listed.add(second.listed());
            listed.add(third.listed());
            first.lie(form -> form.withGenTime(START.plusSeconds(60)));
            second.lie(form -> form.withGenTime(START.minusSeconds(10)));
            third.lie(form -> form.withGenTime(START.minusSeconds(5)));
            timestamper(100).round();
        }

        assertThat(TimestampToken.parse(only(log.timestamps()).token())
                        .namesAsSigner(second.key().certificate()))
                .isTrue();
    }

    @Test
    void withoutCrossCheckOneAuthorityIsAsked() throws Exception {
        listed.add(second.listed());
        log.message();
        timestamper(100).round();

        assertThat(only(log.timestamps()).messages()).hasSize(1);
        assertThat(second.requests()).isEmpty();
    }

    /** Threats T-70 and T-71. */
    private Map<String, Behaviour> lies() {
        var stranger = TestTimestamps.authority("Stranger", TestKeys.EC_P256);
        byte[] old = TestTimestamps.granted(
                org.ambergate.timestamp.TimestampRequest.bare(DigestAlgorithm.SHA512.of(new byte[1]))
                        .encoded(),
                org.ambergate.testsupport.TimestampForm.honest(START, first.key()));
        return Map.ofEntries(
                Map.entry("wrong imprint", lie(form -> form.withImprint(new byte[64]))),
                Map.entry("a token of before", request -> new Answer(200, old)),
                Map.entry("other nonce", lie(form -> form.withNonce(BigInteger.ONE))),
                Map.entry("not granted", request -> new Answer(200, TestTimestamps.rejected())),
                Map.entry("unlisted certificate", lie(form -> form.signedBy(stranger))),
                Map.entry("other certificate referred to", lie(form -> form.referringTo(stranger.certificate()))),
                Map.entry("two signers", lie(form -> form.signedBy(first.key(), stranger))),
                Map.entry("SHA-1", lie(form -> form.withAlgorithm("SHA1withECDSA"))),
                Map.entry(
                        "an hour late",
                        lie(form -> form.withGenTime(clock.instant().plusSeconds(3600)))),
                Map.entry(
                        "ten years early",
                        lie(form -> form.withGenTime(clock.instant().minus(Duration.ofDays(3650))))),
                Map.entry("no token", request -> new Answer(200, new byte[0])),
                Map.entry("rubbish", request -> new Answer(200, new byte[] {0x30, 0x03, 1, 2, 3})),
                Map.entry("too long", request -> new Answer(200, new byte[TimestampToken.RESPONSE_BYTES_MAX + 1])),
                Map.entry("redirect", request -> new Answer(302, new byte[0])));
    }

    private Behaviour lie(java.util.function.UnaryOperator<org.ambergate.testsupport.TimestampForm> change) {
        return request -> first.granted(request, change);
    }

    @Test
    void whoCannotWaitForTheNextRoundGetsOneNow() throws Exception {
        try (Timestamper running = timestamper(100)) {
            running.start();
            // The round that comes with the start may have begun before the message; the asked one begins behind it.
            log.message();

            assertThat(running.stampNow(Duration.ofSeconds(30))).isTrue();

            assertThat(log.timestamps().stream().flatMap(stamp -> stamp.messages().stream()))
                    .hasSize(1);
        }
    }

    @Test
    void anErrorOfTheVirtualMachineEndsARoundAndNotTimestamping() throws Exception {
        ownInterval = Optional.of(Duration.ofMillis(1));
        log.message();
        AtomicInteger failures = new AtomicInteger();
        TimestampTrust.Source failing = () -> {
            if (failures.incrementAndGet() <= 6) {
                throw new StackOverflowError("deep");
            }
            return new TimestampTrust(listed, configuredInterval);
        };
        try (LoggedErrors errors = new LoggedErrors(Timestamper.class);
                Timestamper running = timestamper(failing)) {
            running.start();

            await().atMost(Duration.ofSeconds(30)).until(() -> log.timestamps().size() == 1);

            assertThat(errors.texts())
                    .hasSize(1)
                    .allSatisfy(text -> assertThat(text).contains("A round of time-stamping failed"));
        }
    }

    @Test
    void whoWaitsForARoundThatFailsUnforeseenIsToldThatItHasEnded() throws Exception {
        TimestampTrust.Source failing = () -> {
            throw new StackOverflowError("deep");
        };
        log.message();
        try (Timestamper running = timestamper(failing)) {
            running.start();

            assertThat(running.stampNow(Duration.ofSeconds(30))).isTrue();
            assertThat(running.stampNow(Duration.ofSeconds(30))).isTrue();
            assertThat(running.trouble().orElseThrow()).contains("An internal error");
        }
    }

    @Test
    void aPeriodBeyondAllTimeIsNeverOver() throws Exception {
        Timestamper timestamper = new Timestamper(
                new TimestampingSettings(
                        ownInterval, Duration.ofSeconds(Long.MAX_VALUE), 100, crossCheck, directory.resolve("failure")),
                collaborators(() -> new TimestampTrust(listed, configuredInterval), Duration.ofSeconds(20)));
        first.behave(request -> new Answer(503, new byte[0]));
        log.message();

        assertThat(timestamper.round()).isEqualTo(TimestampingSettings.RETRY_DELAY);
        assertThatCode(timestamper::requireWorking).doesNotThrowAnyException();
    }

    private Timestamper timestamper(int batch) {
        return timestamper(batch, Duration.ofSeconds(20));
    }

    private Timestamper timestamper(int batch, Duration wait) {
        return new Timestamper(
                new TimestampingSettings(ownInterval, PERIOD, batch, crossCheck, directory.resolve("failure")),
                collaborators(() -> new TimestampTrust(listed, configuredInterval), wait));
    }

    private Timestamper timestamper(TimestampTrust.Source trust) {
        return new Timestamper(
                new TimestampingSettings(ownInterval, PERIOD, 100, crossCheck, directory.resolve("failure")),
                collaborators(trust, Duration.ofSeconds(20)));
    }

    private Timestamper.Collaborators collaborators(TimestampTrust.Source trust, Duration wait) {
        return new Timestamper.Collaborators(
                log, trust, new HttpTimestampCall(wait, wait), clock, new SecureRandom(), TimestampMeters.none());
    }

    private static void refused(String code, Timestamper timestamper) {
        assertThatThrownBy(timestamper::requireWorking)
                .isInstanceOfSatisfying(
                        LocalFault.class, fault -> assertThat(fault.path()).isEqualTo(code));
    }

    private static LoggedTimestamp only(List<LoggedTimestamp> stamps) {
        assertThat(stamps).hasSize(1);
        return stamps.get(0);
    }

    private AuditReport audit() throws IOException {
        AuditReport report = log.audit(new ArrayList<>());
        assertThat(report.finding()).isEmpty();
        return report;
    }
}
