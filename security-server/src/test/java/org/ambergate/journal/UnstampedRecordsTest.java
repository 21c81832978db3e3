package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.SimulatedDisk.Effect;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LogAuditor;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.StampedSignature;
import org.ambergate.messagelog.UnstampedRun;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.ambergate.testsupport.TimestampForm;
import org.ambergate.timestamp.TimestampRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading behind the writer, and time-stamps as records, on a disk that fails. */
final class UnstampedRecordsTest {
    private static final TestCertificate AUTHORITY = TestTimestamps.authority("TSA", TestKeys.EC_P256);
    private static final int CALLS = 40;

    @Test
    void aRunHoldsNoMoreMessagesThanWantedAndTheNextGoesOnThere() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (MessageLog log = open(disk)) {
            UnstampedRecords records = log.unstamped();
            append(log, 5);

            UnstampedRun first = records.next(3).orElseThrow();
            assertThat(records.next(3)).contains(first);
            stamp(log, records, first);
            UnstampedRun second = records.next(3).orElseThrow();
            stamp(log, records, second);

            assertThat(first.messages()).hasSize(3);
            assertThat(second.messages()).hasSize(2);
            assertThat(second.from()).isEqualTo(first.upTo());
            assertThat(records.next(3)).isEmpty();
        }
        assertThat(audit(disk).stamped()).isEqualTo(5);
    }

    @Test
    void timestampsAndCommitsAloneNeedNoTimestamp() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (MessageLog log = open(disk)) {
            assertThat(log.unstamped().next(10)).isEmpty();
            append(log, 1);
            UnstampedRecords records = log.unstamped();
            stamp(log, records, records.next(10).orElseThrow());
            assertThat(records.next(10)).isEmpty();
        }
        try (MessageLog log = open(disk)) {
            assertThat(log.unstamped().next(10)).isEmpty();
        }
    }

    @Test
    void aStartReadsBackNoFurtherThanToTheLastTimestamp() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (MessageLog log = open(disk)) {
            UnstampedRecords records = log.unstamped();
            for (int i = 0; i < 5; i++) {
                append(log, 100);
                stamp(log, records, records.next(1000).orElseThrow());
            }
        }
        try (MessageLog log = open(disk)) {
            append(log, 1);
            Set<String> opened = new HashSet<>();
            UnstampedRecords records = UnstampedRecords.open(new OpenedFiles(disk, opened), () -> Long.MAX_VALUE);

            assertThat(records.last()).isPresent();
            assertThat(disk.segments()).hasSizeGreaterThan(4);
            assertThat(opened).hasSizeLessThanOrEqualTo(4).doesNotContain("0000000001.segment");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whicheverCallToTheDiskFailsEveryMessageIsStampedOnceInTheEnd(Effect effect) throws Exception {
        for (int k = 1; k <= CALLS; k++) {
            SimulatedDisk disk = new SimulatedDisk(k);
            try (MessageLog log = open(disk)) {
                UnstampedRecords records = log.unstamped();
                disk.failAt(k, false, effect);
                for (int i = 0; i < 4; i++) {
                    tryAppend(log);
                    tryStamp(log, records);
                }
                disk.heal();
                while (!tryAppend(log)) {
                    Thread.onSpinWait();
                }
                while (!tryStamp(log, records)) {
                    Thread.onSpinWait();
                }
            }
            AuditReport report = audit(disk);
            assertThat(report.stamped()).as("call " + k).isEqualTo(report.messages());
        }
    }

    @Test
    void whereverTheProcessDiesEveryMessageIsStampedOnceInTheEnd() throws Exception {
        for (int k = 1; k <= CALLS; k++) {
            SimulatedDisk disk = new SimulatedDisk(k);
            try (MessageLog log = open(disk)) {
                UnstampedRecords records = log.unstamped();
                disk.failAt(k, true, k % 2 == 0 ? Effect.PART : Effect.NONE);
                for (int i = 0; i < 4; i++) {
                    tryAppend(log);
                    tryStamp(log, records);
                }
            }
            disk.losePower();
            try (MessageLog log = open(disk)) {
                UnstampedRecords records = log.unstamped();
                append(log, 1);
                assertThat(tryStamp(log, records)).isTrue();
            }
            AuditReport report = audit(disk);
            assertThat(report.stamped()).as("call " + k).isEqualTo(report.messages());
        }
    }

    private static MessageLog open(SimulatedDisk disk) throws IOException {
        return MessageLog.open(disk, Samples.SMALL, Samples.surroundings());
    }

    private static void append(MessageLog log, int count) throws LocalFault {
        for (int i = 0; i < count; i++) {
            LogReceipt unused = log.append(Samples.entry("r" + i));
        }
    }

    private static boolean tryAppend(MessageLog log) {
        try {
            append(log, 1);
            return true;
        } catch (LocalFault e) {
            return false;
        }
    }

    /** Whether nothing is left to stamp. */
    private static boolean tryStamp(MessageLog log, UnstampedRecords records) {
        try {
            Optional<UnstampedRun> run = records.next(4);
            while (run.isPresent()) {
                stamp(log, records, run.get());
                run = records.next(4);
            }
            return true;
        } catch (LocalFault | IOException e) {
            return false;
        }
    }

    private static void stamp(MessageLog log, UnstampedRecords records, UnstampedRun run) throws LocalFault {
        byte[] token = TestTimestamps.token(
                TimestampRequest.bare(DigestAlgorithm.SHA512.of(run.result())).encoded(),
                TimestampForm.honest(Samples.TIME, AUTHORITY));
        LogReceipt unused = log.append(new LoggedTimestamp(
                run.from(), run.upTo(), run.checkpoint(), Samples.TIME, run.messages(), token, run.result()));
        records.stamped(run);
    }

    private static AuditReport audit(SimulatedDisk disk) throws IOException {
        List<StampedSignature> stamped = new ArrayList<>();
        AuditReport report = new LogAuditor((place, record) -> {
                    if (record instanceof LogRecord.Timestamp t) {
                        stamped.addAll(t.timestamp().messages());
                    }
                })
                .audit(disk.segments());
        assertThat(report.finding()).isEmpty();
        assertThat(stamped).doesNotHaveDuplicates();
        return report;
    }

    /** Notes which files are opened. */
    private record OpenedFiles(LogStorage storage, Set<String> opened) implements LogStorage {
        @Override
        public List<String> list() throws IOException {
            return storage.list();
        }

        @Override
        public LogFile create(String name) throws IOException {
            return storage.create(name);
        }

        @Override
        public LogFile open(String name) throws IOException {
            opened.add(name);
            return storage.open(name);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            storage.rename(from, to);
        }

        @Override
        public void replace(String from, String to) throws IOException {
            storage.replace(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            storage.delete(name);
        }

        @Override
        public void syncDirectory() throws IOException {
            storage.syncDirectory();
        }

        @Override
        public void close() throws IOException {
            storage.close();
        }
    }
}
