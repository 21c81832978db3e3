package org.ambergate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.testsupport.DiskLog;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * How fast {@code log verify} reads a log: requests, responses, outcomes, a commit for each 60 of them, a time-stamp for
 * each 30,000. {@code -Dtest=VerifySpeedTest -Pslow} runs it with a million records.
 */
class VerifySpeedTest {
    private static final int RECORDS_PER_SECOND_MIN = 20_000;
    private static final int SEGMENT_BYTES = 64 * 1024 * 1024;
    private static final int SIGNATURE_BYTES = 3_000;
    private static final int STAMPED_EXCHANGES = 10_000;

    @TempDir
    Path directory;

    private final TestCertificate authority = TestTimestamps.authority("TSA", TestKeys.EC_P256);

    @Test
    void aSmallLogIsVerified() throws Exception {
        assertThat(measure(6_000, 300)).isPositive();
    }

    @Test
    @Tag("slow")
    void aMillionRecordsAreVerifiedAtTwentyThousandASecond() throws Exception {
        assertThat(measure(Integer.getInteger("log.records", 1_000_000), SIGNATURE_BYTES))
                .isGreaterThan(RECORDS_PER_SECOND_MIN);
    }

    private double measure(int records, int signatureBytes) throws Exception {
        try (DiskLog log = new DiskLog(directory, new UUID(1, 1), signatureBytes).forgetful()) {
            write(log, records);
            StringWriter out = new StringWriter();
            long start = System.nanoTime();
            int exitCode = new CommandLine(new Main())
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(out))
                    .execute("log", "verify", directory.toString());
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(exitCode).as(out.toString()).isZero();
            double rate = log.records() / seconds;
            System.out.printf(
                    Locale.ROOT,
                    "verified %,d records, %,d bytes in %.1f s: %,.0f records/s%n",
                    log.records(),
                    bytes(),
                    seconds,
                    rate);
            return rate;
        }
    }

    private void write(DiskLog log, int records) {
        Instant time = DiskLog.TIME;
        for (int i = 0; log.records() < records; i++) {
            LoggedExchange exchange = DiskLog.exchange("r" + i);
            time = time.plusMillis(100);
            log.request(exchange, time, Optional.empty(), Optional.empty());
            log.response(exchange, time);
            log.outcome(LoggedOutcome.delivered(exchange, time));
            if (i % 20 == 19) {
                log.commit();
            }
            if (i % STAMPED_EXCHANGES == STAMPED_EXCHANGES - 1) {
                log.stamp(authority, time);
            }
            if (log.offset() > SEGMENT_BYTES) {
                log.commit();
                log.nextSegment();
            }
        }
        log.commit();
    }

    private long bytes() throws Exception {
        try (var files = Files.list(directory)) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
