package org.ambergate.messagelog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.signature.SignatureParts;
import org.ambergate.signature.TimestampChain;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;

/**
 * A log of exactly 1,000 records of every kind in some twenty segments: bodies kept, left out and absent, plain and batch
 * signatures, and real time-stamps. Signatures are bytes without meaning, for an audit of a log alone does not read them.
 */
final class ThousandRecords {
    static final TestCertificate AUTHORITY = TestTimestamps.authority("Listed TSA", TestKeys.EC_P256);

    /** A kind that no version has yet. */
    static final int UNKNOWN_KIND = 200;

    private static final int RECORDS = 1000;
    private static final int LAST_STAMP = 950;
    private static final int SEGMENT_RECORDS = 45;

    private final MemoryLog log = new MemoryLog(MemoryLog.LOG_ID);
    private final Random random = new Random(1000);
    private final List<StampedSignature> unstamped = new ArrayList<>();
    private final List<LogCheckpoint> checkpoints = new ArrayList<>();
    private long covered;
    private int exchanges;

    private ThousandRecords() {}

    static ThousandRecords write() {
        ThousandRecords log = new ThousandRecords();
        log.fill();
        return log;
    }

    MemoryLog log() {
        return log;
    }

    /** The roots under time-stamps, in their order. */
    List<LogCheckpoint> checkpoints() {
        return checkpoints;
    }

    /** Number of records that the last time-stamp's root covers. */
    long lastStamped() {
        return checkpoints.get(checkpoints.size() - 1).treeSize();
    }

    private void fill() {
        long segmentStart = 0;
        long nextStamp = 40;
        while (size() < RECORDS - 1) {
            if (size() >= nextStamp) {
                stamp();
                nextStamp =
                        size() >= LAST_STAMP ? Long.MAX_VALUE : Math.min(size() + 30 + random.nextInt(120), LAST_STAMP);
            } else if (size() - segmentStart > SEGMENT_RECORDS && size() < RECORDS - 10) {
                log.commit();
                if (random.nextBoolean()) {
                    log.commit(); // as a server that ends properly
                }
                segmentStart = size();
                log.nextSegment();
            } else {
                record();
            }
        }
        log.commit();
    }

    private void record() {
        int choice = random.nextInt(100);
        if (choice < 55) {
            message(MessageDirection.REQUEST);
        } else if (choice < 80) {
            log.append(RecordEncoder.outcome(
                    choice % 2 == 0
                            ? LoggedOutcome.delivered(MemoryLog.exchange("r" + exchanges), time())
                            : LoggedOutcome.refused(
                                    MemoryLog.exchange("r" + exchanges),
                                    time(),
                                    "access_denied",
                                    OwnRequest.NOT_LOGGED)));
        } else if (choice < 83) {
            log.append(RecordEncoder.query(new LoggedQuery(time(), "auditor", "records?member=TEST/GOV/1", choice)));
        } else if (choice < 85) {
            RecordBytes fields = new RecordBytes(0);
            fields.writeBytes(noise(20));
            log.append(new PendingRecord(UNKNOWN_KIND, fields, 0, BodyContent.none()));
        } else {
            log.commit();
        }
    }

    private void message(MessageDirection direction) {
        exchanges++;
        byte[] body = random.nextBoolean() ? noise(1 + random.nextInt(300)) : new byte[0];
        LoggedBody about = LoggedBody.absent();
        if (body.length > 200) {
            about = LoggedBody.leftOut(body.length, DigestAlgorithm.SHA512.of(body));
            body = new byte[0];
        } else if (body.length > 0) {
            about = LoggedBody.kept(body.length, DigestAlgorithm.SHA512.of(body));
        }
        Optional<SignatureParts.Batch> batch =
                random.nextBoolean() ? Optional.of(new SignatureParts.Batch(text(40), text(70))) : Optional.empty();
        byte[] head = ("GET /" + exchanges + " ").getBytes(StandardCharsets.UTF_8);
        SignatureParts signature = new SignatureParts(text(200), batch);
        long sequence = log.append(RecordEncoder.message(new LogEntry(
                new LoggedMessage(MemoryLog.exchange("r" + exchanges), direction, time(), head, signature, about),
                BodyContent.of(ByteBuffer.wrap(body)))));
        unstamped.add(new StampedSignature(sequence, TimestampChain.leaf(signature.signature())));
    }

    private void stamp() {
        checkpoints.add(log.stamp(covered, unstamped, AUTHORITY, time()));
        covered = lastStamped();
        unstamped.clear();
    }

    private Instant time() {
        return MemoryLog.TIME.plusSeconds(size());
    }

    private long size() {
        return log.tree().size();
    }

    private byte[] text(int bytes) {
        return Base64.getEncoder().encode(noise(bytes));
    }

    private byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }
}
