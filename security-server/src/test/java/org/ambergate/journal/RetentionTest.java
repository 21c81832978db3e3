package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.journal.SimulatedDisk.Effect;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LogAuditor;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.LoggedTombstone;
import org.ambergate.messagelog.RemovedData;
import org.ambergate.messagelog.RetentionRule;
import org.ambergate.messagelog.TombstoneStatement;
import org.ambergate.messagelog.UnstampedRun;
import org.ambergate.signature.SignatureParts;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.ambergate.testsupport.TimestampForm;
import org.ambergate.timestamp.TimestampRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies go when their rule says so, never without a durable tombstone, and whatever cuts the removal off. */
final class RetentionTest {
    private static final TestCertificate AUTHORITY = TestTimestamps.authority("TSA", TestKeys.EC_P256);
    static final SecurityServerId SERVER = SecurityServerId.parse("TEST/GOV/1/ss1");
    static final SignatureParts SIGNATURE =
            new SignatureParts("<t/>".getBytes(StandardCharsets.UTF_8), Optional.empty());
    static final Duration MONTH = Duration.ofDays(30);
    static final String SECRET = "a secret body ";

    /** Late enough for a time-stamp to let all go that the clock lets go. */
    private static final Instant STAMPED = Samples.TIME.plus(Duration.ofDays(365));

    static final Retention.Progress EVERYTHING = archivedUpTo(Long.MAX_VALUE);

    private final SimulatedDisk disk = new SimulatedDisk(7);

    record Used(OptionalLong archived, long indexed, Duration replayReach) implements Retention.Progress {}

    static Used archivedUpTo(long archived) {
        return new Used(OptionalLong.of(archived), Long.MAX_VALUE, Duration.ZERO);
    }

    @Test
    void bodiesGoOnTheirDayAndTheTombstoneNamesTheirRule() throws Exception {
        try (MessageLog log = open()) {
            append(log, 6);
            stamp(log);

            assertThat(retention(log, MONTH.minusMillis(1), rule()).run()).isZero();
            assertThat(retention(log, MONTH, rule()).run()).isEqualTo(5);
            assertThat(retention(log, MONTH, rule()).run()).isZero();
        }
        AuditReport report = audit();
        assertThat(report.finding()).isEmpty();
        assertThat(report.removedBodies()).isEqualTo(5);
        TombstoneStatement statement = tombstones().get(0).statement();
        assertThat(tombstones()).hasSize(1);
        assertThat(statement.rule()).isEqualTo("party TEST/COM/2, keep-bodies 30d");
        assertThat(statement.server()).isEqualTo(SERVER);
        // The sixth stands in the segment that is still written to.
        assertThat(secrets()).isEqualTo(1);
        assertThat(((RemovedData.Bodies) statement.removed()).records()).hasSize(1);
    }

    @Test
    void whatNoTimestampCoversStays() throws Exception {
        try (MessageLog log = open()) {
            append(log, 3);
            stamp(log);
            append(log, 6);

            assertThat(retention(log, MONTH, rule()).run()).isEqualTo(3);
        }
        assertThat(audit().finding()).isEmpty();
    }

    @Test
    void theFirstRuleThatCoversAnExchangeCounts() throws Exception {
        RetentionRule forOthers = rule("TEST/COM/3", Optional.of(Duration.ofSeconds(1)));
        RetentionRule never = rule("TEST/COM/2/b", Optional.empty());
        try (MessageLog log = open()) {
            append(log, 6);
            stamp(log);

            assertThat(retention(log, MONTH, forOthers, never, rule()).run()).isZero();
            assertThat(retention(log, MONTH, forOthers, rule(), never).run()).isEqualTo(5);
        }
    }

    @Test
    void withoutASignatureNothingGoes() throws Exception {
        try (MessageLog log = open()) {
            append(log, 6);
            stamp(log);
            Retention unsigned = log.retention(new Retention.Plan(
                    SERVER,
                    List.of(rule()),
                    digests -> {
                        throw new LocalFault(VerificationFault.CANNOT_CREATE_SIGNATURE, "no key");
                    },
                    EVERYTHING,
                    clock(MONTH)));

            assertThatThrownBy(unsigned::run).isInstanceOf(LocalFault.class);
        }
        assertThat(secrets()).isEqualTo(6);
        assertThat(tombstones()).isEmpty();
        assertThat(audit().finding()).isEmpty();
    }

    @Test
    void theSignerGetsTheDigestOfTheStatementThatIsLogged() throws Exception {
        List<org.ambergate.message.MessageDigests> seen = new ArrayList<>();
        try (MessageLog log = open()) {
            append(log, 6);
            stamp(log);
            long unused = log.retention(new Retention.Plan(
                            SERVER,
                            List.of(rule()),
                            digests -> {
                                seen.add(digests);
                                return SIGNATURE;
                            },
                            EVERYTHING,
                            clock(MONTH)))
                    .run();
        }
        TombstoneStatement logged = tombstones().get(0).statement();
        assertThat(seen).containsExactly(LoggedTombstone.digests(logged));
    }

    /** Each call to the disk fails, once or from then on, before or after its effect; then the server starts again. */
    @ParameterizedTest
    @EnumSource
    void wheneverTheDiskFailsNothingIsMissingWithoutATombstoneAndTheNextRunFinishes(Effect effect) throws Exception {
        int failed = 0;
        for (int k = 1; k <= 60; k++) {
            RetentionTest fresh = new RetentionTest();
            failed += fresh.failsAt(k, effect, k % 2 == 0) ? 1 : 0;
            assertThat(fresh.audit().finding()).as("call %d", k).isEmpty();
            fresh.finish();
            assertThat(fresh.secrets()).as("call %d", k).isZero();
            assertThat(fresh.audit().finding()).as("call %d", k).isEmpty();
        }
        assertThat(failed).isPositive();
    }

    /** The power goes away at each call; of what was not synced, anything may be there. */
    @ParameterizedTest
    @EnumSource
    void aLossOfPowerLeavesASegmentAsItWasOrWithoutItsBodies(Effect effect) throws Exception {
        for (int k = 1; k <= 60; k++) {
            RetentionTest fresh = new RetentionTest();
            boolean unused = fresh.failsAt(k, effect, true);
            fresh.disk.losePower();
            fresh.finish();
            assertThat(fresh.secrets()).as("call %d", k).isZero();
            assertThat(fresh.audit().finding()).as("call %d", k).isEmpty();
        }
    }

    @Test
    void wholeSegmentsGoFromTheOldestOnAndTheLogStaysValid() throws Exception {
        try (MessageLog log = open()) {
            append(log, 6);
            stamp(log);

            assertThat(retention(log, MONTH.minusMillis(1), records()).run()).isZero();
            assertThat(disk.segments().get(0).name()).isEqualTo("0000000001.segment");
            assertThat(retention(log, MONTH, records()).run()).isZero();
            assertThat(disk.segments().get(0).name()).isNotEqualTo("0000000001.segment");
            assertThat(audit().finding()).isEmpty();
            // The sixth stands in the segment that is still written to, and that which comes before it ends unstamped.
            assertThat(audit().messages()).isBetween(1L, 2L);
            append(log, 3);
            stamp(log);
        }
        try (MessageLog log = open()) {
            append(log, 1);
        }
        assertThat(audit().finding()).isEmpty();
        assertThat(audit().stamped()).isEqualTo(audit().messages() - 1);
        TombstoneStatement statement = tombstones().get(0).statement();
        assertThat(statement.rule()).isEqualTo("party TEST/COM/2, keep-records 30d");
        assertThat(statement.removed()).isInstanceOf(RemovedData.Segments.class);
    }

    @Test
    void whatIsNotArchivedOrNotIndexedOrUnderNoRuleStays() throws Exception {
        try (MessageLog log = open()) {
            append(log, 6);
            stamp(log);
            int segments = disk.segments().size();

            long unused = retention(log, MONTH, archivedUpTo(0), records()).run();
            unused += retention(log, MONTH, new Used(OptionalLong.of(Long.MAX_VALUE), 0, Duration.ZERO), records())
                    .run();
            unused += retention(log, MONTH, rule("TEST/COM/2/b", Optional.empty()), records())
                    .run();
            assertThat(unused).isZero();
            assertThat(disk.segments()).hasSize(segments);
            assertThat(tombstones()).isEmpty();

            // The second message's segment is the first that has to stay.
            unused = retention(log, MONTH, archivedUpTo(5), records()).run();
            assertThat(disk.segments().get(0).name()).isEqualTo("0000000002.segment");
        }
        assertThat(audit().finding()).isEmpty();
    }

    @Test
    void aRemovalAfterARemovalSaysAllOfIt() throws Exception {
        try (MessageLog log = open()) {
            append(log, 4);
            stamp(log);
            long unused = retention(log, MONTH, records()).run();
            append(log, 4);
            stamp(log);
            append(log, 1);
            stamp(log);
            // What the first tombstone says is a record, too, and has its own month.
            unused += retention(log, MONTH.multipliedBy(2), records()).run();
        }
        assertThat(audit().finding()).isEmpty();
        assertThat(audit().messages()).isLessThan(4);
    }

    @ParameterizedTest
    @EnumSource
    void wheneverTheDiskFailsTheLogHasNoHoleAndTheNextRunRemovesTheRest(Effect effect) throws Exception {
        for (int k = 1; k <= 60; k++) {
            RetentionTest fresh = new RetentionTest();
            boolean unused = fresh.failsAt(k, effect, k % 2 == 0, records());
            assertThat(fresh.audit().finding()).as("call %d", k).isEmpty();
            if (k % 3 == 0) {
                fresh.disk.losePower();
            }
            fresh.finish(records());
            assertThat(fresh.audit().finding()).as("call %d", k).isEmpty();
            assertThat(fresh.audit().messages()).as("call %d", k).isLessThanOrEqualTo(2);
        }
    }

    /** Whatever the clock says: the day has come when a time-stamp's time says so. */
    @Test
    void theLastTimestampsTimeBoundsWhatIsDue() throws Exception {
        try (MessageLog log = open()) {
            append(log, 5);
            stamp(log, Samples.TIME.plus(MONTH).minusMillis(1));
            assertThat(retention(log, MONTH.multipliedBy(12), rule()).run()).isZero();
            assertThat(retention(log, MONTH.multipliedBy(12), records()).run()).isZero();
            assertThat(tombstones()).isEmpty();

            append(log, 1);
            stamp(log, Samples.TIME.plus(MONTH));
            assertThat(retention(log, MONTH.multipliedBy(12), rule()).run()).isEqualTo(5);
        }
    }

    @Test
    void withAnArchiveOnlyBodiesGoThatAreInIt() throws Exception {
        try (MessageLog log = open()) {
            append(log, 6);
            stamp(log);
            long third = sequences().get(2);

            assertThat(retention(log, MONTH, archivedUpTo(third), rule()).run()).isEqualTo(2);
            assertThat(retention(log, MONTH, archivedUpTo(third + 1), rule()).run())
                    .isEqualTo(1);
        }
        assertThat(audit().finding()).isEmpty();
    }

    @Test
    void withoutAnArchiveBodiesGoAndRecordsStay() throws Exception {
        Used nothingIsArchived = new Used(OptionalLong.empty(), Long.MAX_VALUE, Duration.ZERO);
        try (MessageLog log = open()) {
            append(log, 6);
            stamp(log);

            assertThat(retention(log, MONTH, nothingIsArchived, records()).run())
                    .isZero();
            assertThat(tombstones()).isEmpty();
            assertThat(retention(log, MONTH, nothingIsArchived, rule()).run()).isEqualTo(5);
        }
    }

    @Test
    void whatTellsReplaysAfterARestartStays() throws Exception {
        Used reachesBack = new Used(OptionalLong.of(Long.MAX_VALUE), Long.MAX_VALUE, MONTH);
        Used almost = new Used(OptionalLong.of(Long.MAX_VALUE), Long.MAX_VALUE, MONTH.minusNanos(1));
        try (MessageLog log = open()) {
            append(log, 6);
            stamp(log);

            assertThat(retention(log, MONTH, reachesBack, records()).run()).isZero();
            assertThat(disk.segments().get(0).name()).isEqualTo("0000000001.segment");
            assertThat(retention(log, MONTH, almost, records()).run()).isZero();
            assertThat(disk.segments().get(0).name()).isNotEqualTo("0000000001.segment");
        }
    }

    /** After a run only the live segment is opened, once, beside a look at the names. */
    @Test
    void segmentsWithoutBodiesAreNotReadAgain() throws Exception {
        try (MessageLog log = open()) {
            append(log, 6);
            stamp(log);
            Retention retention = retention(log, MONTH, rule());
            assertThat(retention.run()).isEqualTo(5);
            int fewest = Integer.MAX_VALUE;
            // The next segment may still be prepared meanwhile.
            for (int i = 0; i < 50; i++) {
                int before = disk.calls();
                assertThat(retention.run()).isZero();
                fewest = Math.min(fewest, disk.calls() - before);
            }
            assertThat(fewest).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aLongRuleIsCutInItsTombstone() {
        String longest = "x".repeat(TombstoneStatement.RULE_CHARACTERS_MAX);

        assertThat(TombstoneStatement.fitting(longest)).isEqualTo(longest);
        assertThat(TombstoneStatement.fitting(longest + "x")).hasSize(1_000).endsWith("x...");
    }

    private List<Long> sequences() throws IOException {
        List<Long> sequences = new ArrayList<>();
        AuditReport unused = new LogAuditor((place, record) -> {
                    if (record instanceof LogRecord.Message) {
                        sequences.add(place.sequence());
                    }
                })
                .audit(disk.segments());
        return sequences;
    }

    static RetentionRule records() {
        return new RetentionRule(
                Optional.of(ClientId.parse("TEST/COM/2")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(MONTH));
    }

    private boolean failsAt(int k, Effect effect, boolean forEver) throws Exception {
        return failsAt(k, effect, forEver, rule());
    }

    private boolean failsAt(int k, Effect effect, boolean forEver, RetentionRule rule) throws Exception {
        boolean failed = false;
        MessageLog log = open();
        try (log) {
            append(log, 6);
            stamp(log);
            Retention retention = retention(log, MONTH, rule);
            disk.failAt(k, forEver, effect);
            try {
                long unused = retention.run();
            } catch (IOException | LocalFault e) {
                failed = true;
            }
        }
        disk.kill();
        return failed;
    }

    /** Starts again; the segment written to before is closed now, so all bodies are due. */
    private void finish() throws Exception {
        finish(rule());
    }

    private void finish(RetentionRule rule) throws Exception {
        try (MessageLog log = open()) {
            stamp(log);
            long unused = retention(log, MONTH, rule).run();
        }
    }

    private MessageLog open() throws IOException {
        return MessageLog.open(disk.mounted(), Samples.SMALL, Samples.surroundings());
    }

    static Retention retention(MessageLog log, Duration later, RetentionRule... rules) {
        return retention(log, later, EVERYTHING, rules);
    }

    static Retention retention(MessageLog log, Duration later, Retention.Progress progress, RetentionRule... rules) {
        return log.retention(new Retention.Plan(SERVER, List.of(rules), digests -> SIGNATURE, progress, clock(later)));
    }

    static Clock clock(Duration later) {
        return Clock.fixed(Samples.TIME.plus(later), ZoneOffset.UTC);
    }

    static RetentionRule rule() {
        return rule("TEST/COM/2", Optional.of(MONTH));
    }

    static RetentionRule rule(String party, Optional<Duration> bodies) {
        return new RetentionRule(
                Optional.of(ClientId.parse(party)), Optional.empty(), Optional.empty(), bodies, Optional.empty());
    }

    /** Bodies of such a size that each segment takes one or two. */
    static void append(MessageLog log, int count) throws LocalFault {
        for (int i = 0; i < count; i++) {
            byte[] body = (SECRET + "x".repeat(9_000)).getBytes(StandardCharsets.UTF_8);
            LogReceipt unused = log.append(Samples.entry("m" + i, body));
        }
    }

    static void stamp(MessageLog log) throws Exception {
        stamp(log, STAMPED);
    }

    static void stamp(MessageLog log, Instant time) throws Exception {
        UnstampedRecords records = log.unstamped();
        Optional<UnstampedRun> run = records.next(100);
        if (run.isEmpty()) {
            return;
        }
        byte[] request = TimestampRequest.bare(
                        DigestAlgorithm.SHA512.of(run.get().result()))
                .encoded();
        byte[] token = TestTimestamps.token(request, TimestampForm.honest(time, AUTHORITY));
        LoggedTimestamp timestamp = new LoggedTimestamp(
                run.get().from(),
                run.get().upTo(),
                run.get().checkpoint(),
                time,
                run.get().messages(),
                token,
                run.get().result());
        LogReceipt unused = log.append(timestamp);
        records.stamped(run.get());
    }

    private AuditReport audit() throws IOException {
        return Samples.auditSegments(disk.segments());
    }

    private List<LoggedTombstone> tombstones() throws IOException {
        List<LoggedTombstone> tombstones = new ArrayList<>();
        AuditReport unused = new LogAuditor((place, record) -> {
                    if (record instanceof LogRecord.Tombstone t) {
                        tombstones.add(t.tombstone());
                    }
                })
                .audit(disk.segments());
        return tombstones;
    }

    /** Bodies that can still be read in any file of the disk. */
    private int secrets() throws IOException {
        int count = 0;
        for (String name : disk.list()) {
            String bytes = new String(disk.get(name), StandardCharsets.ISO_8859_1);
            count += bytes.split(SECRET, -1).length - 1;
        }
        return count;
    }
}
