package org.ambergate.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.messagelog.LogForger.Stamps;
import org.ambergate.messagelog.LogForger.Wanted;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.ambergate.timestamp.TimestampToken;
import org.ambergate.timestamp.TimestampVerifier;
import org.junit.jupiter.api.Test;

/**
 * Threats T-100 and T-103 in their strong form: somebody who can write to the log writes it anew from a forged record on,
 * with every number, checksum, leaf, commit and segment record right. The token of the next time-stamp contradicts him,
 * since that is the one thing he has no key for.
 */
class ForgedLogTest {
    static final TestCertificate FORGERS_AUTHORITY = TestTimestamps.authority("Listed TSA", TestKeys.EC_P256);

    static final Duration LATER = Duration.ofDays(30);

    private static final byte[] FORGED = "forged".getBytes(StandardCharsets.US_ASCII);
    private static final long SEED = Long.getLong("log.seed", 20260105);

    private static final ThousandRecords THOUSAND = ThousandRecords.write();
    private static final RawLog LOG = new RawLog(THOUSAND.log());

    private final Random random = new Random(SEED);

    @Test
    void aLogWrittenAnewWithoutAChangeIsTheSame() {
        assertThat(LogForger.forge(LOG, Stamps.LEFT, UnaryOperator.identity()).bytes())
                .usingRecursiveComparison()
                .isEqualTo(LOG.segments());
        assertThat(LogForger.forge(LOG, Stamps.ADAPTED, UnaryOperator.identity())
                        .bytes())
                .usingRecursiveComparison()
                .isEqualTo(LOG.segments());
    }

    @Test
    void aChangedFieldIsFoundAtTheNextTimestamp() throws Exception {
        for (int sequence : stampedRecords(60)) {
            // A byte of the time, and one of a signature, hash chain, name, code or count: the record stays
            // well-formed.
            assertFound(sequence, 0, flipping(sequence, fields -> 7));
            assertFound(sequence, 0, flipping(sequence, fields -> fields.length - 4));
        }
    }

    @Test
    void aBodyExchangedWithItsDigestIsFoundAtTheNextTimestamp() throws Exception {
        for (int sequence : stampedRecords(1000)) {
            if (LOG.records().get(sequence).body().length > 0 && sequence % 5 == 0) {
                assertFound(sequence, 0, records -> {
                    records.set(sequence, withBody(records.get(sequence), FORGED));
                    return records;
                });
            }
        }
    }

    @Test
    void aDeletedRecordIsFoundAtTheNextTimestamp() throws Exception {
        for (int sequence : stampedRecords(60)) {
            assertFound(sequence, -1, records -> {
                records.remove(sequence);
                return records;
            });
        }
    }

    @Test
    void anInsertedRecordIsFoundAtTheNextTimestamp() throws Exception {
        for (int sequence : stampedRecords(60)) {
            assertFound(sequence, 1, records -> {
                records.add(sequence, records.get(sequence));
                return records;
            });
        }
    }

    @Test
    void twoRecordsThatChangePlacesAreFoundAtTheNextTimestamp() throws Exception {
        for (int sequence : stampedRecords(60)) {
            Wanted next = Wanted.of(LOG.records().get(sequence + 1));
            if (isStructural(next)) {
                continue;
            }
            assertFound(sequence, 0, records -> {
                Collections.swap(records, sequence, sequence + 1);
                return records;
            });
        }
    }

    @Test
    void aForgedTimestampRecordIsFoundItself() throws Exception {
        for (LogCheckpoint checkpoint : THOUSAND.checkpoints()) {
            int sequence = (int) checkpoint.treeSize() + 1;
            assertThat(LOG.records().get(sequence).kind()).isEqualTo(LogFormat.KIND_TIMESTAMP);
            MemoryLog forged = LogForger.forge(LOG, Stamps.LEFT, records -> {
                byte[] fields = records.get(sequence).fields().clone();
                fields[random.nextInt(56)] ^= 1; // from, up to, log, tree size, and the root's first bytes
                records.set(sequence, new Wanted(LogFormat.KIND_TIMESTAMP, fields, new byte[0]));
                return records;
            });
            Finding found = MemoryLog.audit(forged.bytes()).finding().orElseThrow();
            assertThat(found.place().sequence()).isEqualTo(sequence);
        }
    }

    @Test
    void timestampsOfAnotherAuthorityAreConsistentAndNotTrusted() throws Exception {
        int sequence = stampedRecords(1).get(0);
        MemoryLog forged = LogForger.forge(LOG, Stamps.OWN, removing(sequence));
        List<LoggedTimestamp> stamps = new ArrayList<>();

        AuditReport report = new LogAuditor((place, record) -> {
                    if (record instanceof LogRecord.Timestamp t) {
                        stamps.add(t.timestamp());
                    }
                })
                .audit(MemoryLog.segments(forged.bytes(), 0));

        // The log's own form has no opinion about authorities; whoever verifies with a configuration has.
        assertThat(report.finding()).isEmpty();
        TimestampVerifier verifier = new TimestampVerifier(List.of(ThousandRecords.AUTHORITY.certificate()));
        for (LoggedTimestamp stamp : stamps) {
            assertThatThrownBy(() -> verifier.verify(TimestampToken.parse(stamp.token()), stamp.result()))
                    .isInstanceOf(LocalFault.class);
        }
        assertThat(stamps).hasSize(THOUSAND.checkpoints().size());
    }

    /** The limits of what the files alone can show, and what shows it then. */
    @Test
    void aForgerWhoDropsTheTimestampsIsSeenByWhatIsNotStampedAndByARememberedRoot() throws Exception {
        int sequence = 500;
        MemoryLog forged = LogForger.forge(LOG, Stamps.DROPPED, removing(sequence));

        AuditReport alone = MemoryLog.audit(forged.bytes());
        assertThat(alone.finding()).isEmpty();
        assertThat(alone.stamped()).isZero();
        assertThat(alone.firstUnstamped().orElseThrow()).isLessThan(10);

        assertThat(rememberedRootsContradict(forged)).isTrue();
    }

    @Test
    void aForgerWhoAsksTheListedAuthorityAnewIsSeenByARememberedRoot() throws Exception {
        MemoryLog forged =
                LogForger.forge(LOG, Stamps.ASKED, removing(stampedRecords(1).get(0)));

        assertThat(MemoryLog.audit(forged.bytes()).finding()).isEmpty();
        assertThat(rememberedRootsContradict(forged)).isTrue();
    }

    @Test
    void whatIsForgedBehindTheLastTimestampShowsOnlyAgainstARememberedRoot() throws Exception {
        int sequence = unstampedMessage();
        RememberedRoot latest = new RememberedRoot(1000, THOUSAND.log().tree().root());
        MemoryLog forged = LogForger.forge(LOG, Stamps.LEFT, records -> {
            records.set(sequence, withBody(records.get(sequence), FORGED));
            return records;
        });

        assertThat(MemoryLog.audit(forged.bytes()).finding()).isEmpty();
        assertThat(rememberedRootsContradict(forged)).isFalse();
        assertThat(audit(forged, latest).finding().orElseThrow().place().sequence())
                .isEqualTo(999);
    }

    /** Every forgery is tried with the time-stamps left as they were and with all in them adapted but the token. */
    private void assertFound(int changed, int shift, UnaryOperator<List<Wanted>> change) throws Exception {
        long stamp = 0;
        for (LogCheckpoint checkpoint : THOUSAND.checkpoints()) {
            if (checkpoint.treeSize() > changed) {
                stamp = checkpoint.treeSize() + 1 + shift;
                break;
            }
        }
        for (Stamps stamps : List.of(Stamps.LEFT, Stamps.ADAPTED)) {
            MemoryLog forged = LogForger.forge(LOG, stamps, change);
            Finding found = MemoryLog.audit(forged.bytes()).finding().orElseThrow();
            assertThat(found.code()).isEqualTo(FindingCode.TIMESTAMP);
            assertThat(found.place().sequence())
                    .as("record %s, %s", changed, stamps)
                    .isEqualTo(stamp);
            if (stamps == Stamps.ADAPTED) {
                assertThat(found.reason()).contains("for other data");
            }
            assertThat(rememberedRootsContradict(forged)).isTrue();
        }
    }

    private boolean rememberedRootsContradict(MemoryLog forged) throws Exception {
        List<LogCheckpoint> checkpoints = THOUSAND.checkpoints();
        RememberedRoot last = RememberedRoot.of(checkpoints.get(checkpoints.size() - 1));
        return audit(forged, last).finding().isPresent();
    }

    private static AuditReport audit(MemoryLog log, RememberedRoot remembered) throws Exception {
        return new LogAuditor((place, record) -> {}, Optional.of(remembered)).audit(MemoryLog.segments(log.bytes(), 0));
    }

    private static UnaryOperator<List<Wanted>> flipping(int sequence, ToIntFunction<byte[]> where) {
        return records -> {
            Wanted old = records.get(sequence);
            byte[] fields = old.fields().clone();
            fields[where.applyAsInt(fields)] ^= 1;
            records.set(sequence, new Wanted(old.kind(), fields, old.body()));
            return records;
        };
    }

    private static UnaryOperator<List<Wanted>> removing(int sequence) {
        return records -> {
            records.remove(sequence);
            return records;
        };
    }

    /** Records under a time-stamp that are nobody's structure, in the log's order. */
    private List<Integer> stampedRecords(int most) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < THOUSAND.lastStamped(); i++) {
            if (!isStructural(Wanted.of(LOG.records().get(i)))) {
                all.add(i);
            }
        }
        Collections.shuffle(all, random);
        return all.stream().limit(most).sorted().toList();
    }

    private static boolean isStructural(Wanted record) {
        return record.isOf(LogFormat.KIND_SEGMENT)
                || record.isOf(LogFormat.KIND_COMMIT)
                || record.isOf(LogFormat.KIND_TIMESTAMP);
    }

    private int unstampedMessage() {
        for (int i = (int) THOUSAND.lastStamped(); i < 1000; i++) {
            if (LOG.records().get(i).body().length > 0) {
                return i;
            }
        }
        throw new IllegalStateException("no message with a body behind the last time-stamp");
    }

    private static Wanted withBody(Wanted old, byte[] body) {
        LoggedMessage message = ((LogRecord.Message) old.decoded()).message();
        LoggedMessage other = new LoggedMessage(
                message.exchange(),
                message.direction(),
                message.time(),
                message.head(),
                message.signature(),
                LoggedBody.kept(body.length, DigestAlgorithm.SHA512.of(body)));
        MemoryLog one = new MemoryLog(MemoryLog.LOG_ID);
        one.append(RecordEncoder.message(new LogEntry(other, BodyContent.of(ByteBuffer.wrap(body)))));
        return Wanted.of(new RawLog(one).records().get(1));
    }
}
