package org.ambergate.auditindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.AuditScope;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.testsupport.DiskLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault F-01 while the index is filled: what a kill leaves is a prefix, and goes on to the index that a fresh one is. */
class IndexKillTest {
    private static final int EXCHANGES = 8_000;
    private static final int SIGNATURE_BYTES = 1_500;
    private static final int SEGMENT_BYTES = 4 * 1024 * 1024;

    @TempDir
    Path directory;

    private long records;
    private long expectedReads;

    @BeforeEach
    void writeTheLog() throws Exception {
        Path directoryOfLog = Files.createDirectory(directory.resolve("log"));
        try (DiskLog log = new DiskLog(directoryOfLog, new UUID(7, 8), SIGNATURE_BYTES).forgetful()) {
            for (int i = 0; i < EXCHANGES; i++) {
                LoggedExchange exchange = DiskLog.exchange("R" + i);
                log.request(exchange, DiskLog.TIME.plusSeconds(i), Optional.of("I" + i % 50), Optional.empty());
                log.response(exchange, DiskLog.TIME.plusSeconds(i));
                if (i % 10 != 0) {
                    log.outcome(LoggedOutcome.delivered(exchange, DiskLog.TIME.plusSeconds(i)));
                }
                if (i % 7 == 0) {
                    log.commit();
                }
                if (log.offset() > SEGMENT_BYTES) {
                    log.commit();
                    log.nextSegment();
                }
            }
            log.commit();
            records = log.records();
        }
        expectedReads = EXCHANGES * 2L * SIGNATURE_BYTES / (256 * 1024);
    }

    @Test
    void anIndexThatWasKilledFourTimesBecomesWhatAFreshOneIs() throws Exception {
        killAndCompare(4);
    }

    @Test
    @Tag("slow")
    void anIndexThatWasKilledSixtyTimesBecomesWhatAFreshOneIs() throws Exception {
        killAndCompare(60);
    }

    private void killAndCompare(int kills) throws Exception {
        Random random = new Random(11);
        int midway = 0;
        for (int i = 0; i < kills; i++) {
            killAfter(1 + random.nextInt((int) expectedReads / 2));
            try (AuditIndex left = open("killed")) {
                long known = left.progress().records();
                assertThat(known).isLessThanOrEqualTo(records);
                midway += known > 0 && known < records ? 1 : 0;
                if (known == records) {
                    left.clear();
                }
            }
        }
        assertThat(midway).isPositive();
        try (AuditIndex killed = open("killed");
                AuditIndex fresh = open("fresh")) {
            catchUp(killed);
            catchUp(fresh);

            assertThat(killed.progress()).isEqualTo(fresh.progress());
            assertThat(fresh.progress().records()).isEqualTo(records);
            assertThat(everything(killed)).isEqualTo(everything(fresh)).hasSize(EXCHANGES * 29 / 10);
            assertThat(killed.openExchanges(Long.MAX_VALUE))
                    .isEqualTo(fresh.openExchanges(Long.MAX_VALUE))
                    .hasSize(EXCHANGES / 10);
            for (int i = 0; i < EXCHANGES; i += 97) {
                assertThat(killed.trace("R" + i, AuditScope.all()))
                        .isEqualTo(fresh.trace("R" + i, AuditScope.all()))
                        .hasSize(1);
            }
            AuditQuery byIssue = AuditQuery.everything().with(AuditFilter.ISSUE, "I17");
            assertThat(pages(killed, byIssue)).isEqualTo(pages(fresh, byIssue)).isNotEmpty();
        }
    }

    private void catchUp(AuditIndex index) throws IOException {
        try (SegmentDirectory segments = new SegmentDirectory(directory.resolve("log"))) {
            index.catchUp(new AuditIndex.Source(segments, () -> Long.MAX_VALUE), position -> {});
        }
    }

    private static List<AuditRecord> everything(AuditIndex index) throws Exception {
        return pages(index, AuditQuery.everything());
    }

    private static List<AuditRecord> pages(AuditIndex index, AuditQuery query) throws Exception {
        List<AuditRecord> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            AuditPage page = index.search(query, AuditScope.all(), cursor, AuditQuery.PAGE_RECORDS_MAX);
            all.addAll(page.records());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    private AuditIndex open(String name) throws IOException {
        return new SqliteIndexes(IndexChild.LIMITS, WaitingLimits.STANDARD)
                .open(directory.resolve(name).toString());
    }

    /** Killed after pieces of the log instead of a time, so that slow machines test the same. */
    private void killAfter(int lines) throws IOException, InterruptedException {
        Process child = start();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            String line = "";
            for (int i = 0; i < lines && line != null; i++) {
                line = out.readLine();
            }
            child.toHandle().destroyForcibly();
            while (line != null) {
                line = out.readLine();
            }
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        classPath,
                        IndexChild.class.getName(),
                        directory.resolve("log").toString(),
                        directory.resolve("killed").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
