package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LogEntry;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.RecordEncoder;
import org.ambergate.net.Deadline;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageLogTest {
    private static final int LARGE = 300 * 1024;
    private static final LogSettings ROOMY = Samples.SMALL.withSegmentBytes(2 * 1024 * 1024);

    @TempDir
    Path directory;

    @Test
    void whatWasAppendedIsInTheLogInOrder() throws Exception {
        try (MessageLog log = Samples.open(directory)) {
            LogReceipt first = log.append(Samples.entry("a"));
            LogReceipt second = log.append(Samples.entry("b", new byte[5000]));

            assertThat(second.sequenceNumber()).isGreaterThan(first.sequenceNumber());
            assertThat(second.time()).isEqualTo(Samples.TIME);
        }
        assertThat(Samples.requestIds(directory)).containsExactly("a", "b");
        assertIntact();
    }

    @Test
    void aLogGoesOnAfterARestart() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (MessageLog log = Samples.open(directory)) {
                log.append(Samples.entry("m" + i));
            }
        }
        assertThat(Samples.requestIds(directory)).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertIntact();
    }

    @Test
    void aLogRollsOverManySegments() throws Exception {
        try (MessageLog log = Samples.open(directory)) {
            for (int i = 0; i < 200; i++) {
                log.append(Samples.entry("m" + i, new byte[1000]));
            }
        }
        assertThat(Samples.requestIds(directory)).hasSize(200);
        assertThat(assertIntact().segments()).isGreaterThan(10);
    }

    @Test
    void manyThreadsGetTheirOwnReceiptsFromSharedSyncs() throws Exception {
        CountingMeters meters = new CountingMeters();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (MessageLog log = open(ROOMY, meters)) {
            List<Callable<Long>> appends = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                LogEntry entry = Samples.entry("m" + i, new byte[500]);
                appends.add(() -> log.append(entry).sequenceNumber());
            }
            List<Long> receipts = new ArrayList<>();
            for (Future<Long> receipt : threads.invokeAll(appends)) {
                receipts.add(receipt.get());
            }
            assertThat(receipts).doesNotHaveDuplicates();
        } finally {
            threads.shutdown();
        }
        assertThat(Samples.requestIds(directory)).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(meters.records.get()).isEqualTo(2_000);
        assertThat(meters.groups.get()).isLessThan(2_000);
        assertIntact();
    }

    @Test
    void aLargeBodyStreamsIntoTheLog() throws Exception {
        byte[] body = new byte[LARGE];
        body[7] = 1;
        try (MessageLog log = open(ROOMY, LogMeters.none())) {
            log.append(Samples.entry("large", body));
            log.append(Samples.entry("small"));
        }
        assertThat(Samples.requestIds(directory)).containsExactly("large", "small");
        assertIntact();
    }

    @Test
    void aBodyThatCannotBeReadFailsItsOwnMessageAlone() throws Exception {
        LoggedBody about = LoggedBody.kept(LARGE, DigestAlgorithm.SHA512.of(new byte[LARGE]));
        LogEntry broken = new LogEntry(Samples.message("broken", about), out -> {
            out.write(ByteBuffer.wrap(new byte[LARGE - 1]));
            throw new IOException("the spool is gone");
        });
        LogEntry tooShort = new LogEntry(Samples.message("short", about), out -> {
            byte[] bytes = new byte[LARGE - 1];
            bytes[LARGE - 2] = 1;
            out.write(ByteBuffer.wrap(bytes));
        });
        // The stage is 1 MiB, so the fourth message finds a part of its bytes in the file already.
        try (MessageLog log = open(ROOMY, LogMeters.none())) {
            log.append(Samples.entry("a"));
            for (int i = 0; i < 8; i++) {
                assertThatThrownBy(() -> log.append(broken)).isInstanceOf(LocalFault.class);
                assertThatThrownBy(() -> log.append(tooShort)).isInstanceOf(LocalFault.class);
            }
            log.append(Samples.entry("b"));
            assertThat(log.health().accepting()).isTrue();
        }
        assertThat(Samples.requestIds(directory)).containsExactly("a", "b");
        assertIntact();
    }

    @Test
    void aRecordOfTheGreatestLengthIsTakenAndALongerOneIsNot() throws Exception {
        int overhead =
                (int) RecordEncoder.message(Samples.entry("x", new byte[1])).size();
        int longest = (int) Samples.SMALL.recordBytesMax() - overhead + 1;
        try (MessageLog log = Samples.open(directory)) {
            log.append(Samples.entry("y", new byte[longest]));
            assertLoggingFailed(() -> log.append(Samples.entry("z", new byte[longest + 1])));
            assertThat(log.health().accepting()).isTrue();
        }
        assertThat(Samples.requestIds(directory)).containsExactly("y");
    }

    @Test
    void aTextThatTheFormatCannotHoldIsRefused() throws Exception {
        try (MessageLog log = Samples.open(directory)) {
            assertLoggingFailed(() -> log.append(Samples.entry("i".repeat(70_000))));
        }
    }

    @Test
    void aFullQueueRefusesAtTheDeadline() throws Exception {
        LogSettings one = new LogSettings(16 * 1024, 1, 8 * 1024, Duration.ofSeconds(20), Duration.ofMillis(5));
        StoppedDisk disk = new StoppedDisk(new SimulatedDisk(1));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (MessageLog log = MessageLog.open(disk, one, Samples.surroundings())) {
            disk.stop();
            Future<LogReceipt> writing = threads.submit(() -> log.append(Samples.entry("a")));
            disk.awaitStopped();
            Future<LogReceipt> queued = threads.submit(() -> log.append(Samples.entry("b")));
            while (log.queueLength() < 1) {
                Thread.onSpinWait();
            }
            assertLoggingFailed(() -> log.append(Samples.entry("c"), Deadline.after(Duration.ofMillis(20))));
            disk.goOn();
            assertThat(writing.get(20, TimeUnit.SECONDS).sequenceNumber()).isPositive();
            assertThat(queued.get(20, TimeUnit.SECONDS).sequenceNumber()).isPositive();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anAppendThatIsNotDurableInTimeFailsAndIsNotWrittenIfItWasStillWaiting() throws Exception {
        SimulatedDisk simulated = new SimulatedDisk(1);
        StoppedDisk disk = new StoppedDisk(simulated);
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try (MessageLog log = MessageLog.open(disk, Samples.SMALL, Samples.surroundings())) {
            disk.stop();
            Future<LogReceipt> writing = threads.submit(() -> log.append(Samples.entry("a")));
            disk.awaitStopped();
            assertLoggingFailed(() -> log.append(Samples.entry("late"), Deadline.after(Duration.ofMillis(20))));
            disk.goOn();
            writing.get(20, TimeUnit.SECONDS);
        } finally {
            threads.shutdown();
        }
        List<String> ids = new ArrayList<>();
        Samples.collectIds(simulated.segments(), ids);
        assertThat(ids).containsExactly("a");
    }

    @Test
    void anInterruptedThreadStillGetsItsReceiptAndStaysInterrupted() throws Exception {
        try (MessageLog log = Samples.open(directory)) {
            Thread.currentThread().interrupt();
            // An interrupted thread may be refused a place in a full queue, but this queue is empty.
            LogReceipt receipt = log.append(Samples.entry("a"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(receipt.sequenceNumber()).isPositive();
        }
    }

    @Test
    void outcomesAreLoggedWithoutWaiting() throws Exception {
        try (MessageLog log = Samples.open(directory)) {
            log.appendOutcome(LoggedOutcome.delivered(Samples.exchange("a"), Samples.TIME));
            log.appendOutcome(LoggedOutcome.failed(Samples.exchange("b"), Samples.TIME, "network_error"));
        }
        assertThat(assertIntact().outcomes()).isEqualTo(2);
    }

    @Test
    void outcomesOutliveAFailureOfTheDisk() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        Workload workload = new Workload(disk);
        try (MessageLog log = workload.open()) {
            disk.failAt(1, true, SimulatedDisk.Effect.PART);
            for (int i = 0; i < 50; i++) {
                log.appendOutcome(LoggedOutcome.delivered(Samples.exchange("o" + i), Samples.TIME));
            }
            workload.append(log, 3);
            disk.heal();
            workload.appendUntilAccepted(log);
        }
        workload.checkNothingRefusedIsThere();
        assertThat(Samples.auditSegments(disk.segments()).outcomes()).isEqualTo(50);
    }

    @Test
    void aClosedLogRefuses() throws Exception {
        MessageLog log = Samples.open(directory);
        log.close();

        assertThat(log.health().accepting()).isFalse();
        assertLoggingFailed(() -> log.append(Samples.entry("a")));
        log.close();
    }

    @Test
    void whileTheDiskIsOutOfOrderAppendsAreRefusedAtOnceAndTheReasonIsKnown() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        Workload workload = new Workload(disk);
        CountingMeters meters = new CountingMeters();
        try (MessageLog log = MessageLog.open(disk.mounted(), Samples.SMALL, Samples.surroundings(meters))) {
            disk.failAt(1, true, SimulatedDisk.Effect.NONE);
            workload.append(log, 1);
            while (log.health().accepting()) {
                Thread.onSpinWait();
            }
            assertThat(log.health().reason()).isNotEmpty();
            assertLoggingFailed(() -> log.append(Samples.entry("b"), Deadline.after(Duration.ofDays(1))));
            disk.heal();
            workload.appendUntilAccepted(log);
            assertThat(meters.stops.get()).isEqualTo(1);
            assertThat(meters.resumes.get()).isEqualTo(1);
        }
    }

    private MessageLog open(LogSettings settings, LogMeters meters) throws IOException {
        return MessageLog.open(LocalLogStorage.open(directory), settings, Samples.surroundings(meters));
    }

    private AuditReport assertIntact() throws IOException {
        AuditReport report = Samples.audit(directory);
        assertThat(report.finding()).isEmpty();
        assertThat(report.openTail()).isEmpty();
        return report;
    }

    private static void assertLoggingFailed(ThrowingCallable append) {
        assertThatThrownBy(append)
                .isInstanceOfSatisfying(
                        LocalFault.class, e -> assertThat(e.code()).isEqualTo(MessageFault.LOGGING_FAILED));
    }
}
