package org.ambergate.auditindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditScope;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.testsupport.DiskLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the first page of a search takes. Generates a log of some records, with 3 records per exchange, 40 clients of
 * 20 members of which one sends half of all requests, and 30 days. {@code -Dtest=SearchSpeedTest -Pslow} runs it with a
 * million records, {@code -Dsurefire.jvm.args=-Daudit.records=N} with another number.
 */
class SearchSpeedTest {
    private static final Duration FIRST_PAGE_MAX = Duration.ofMillis(200);
    private static final int SEGMENT_BYTES = 64 * 1024 * 1024;
    private static final int SIGNATURE_BYTES = 3_000;

    @TempDir
    Path directory;

    @Test
    void theFirstPageOfASmallLogIsQuick() throws Exception {
        measure(9_000, 100);
    }

    @Test
    @Tag("slow")
    void theFirstPageOfAMillionRecordsIsQuick() throws Exception {
        measure(Integer.getInteger("audit.records", 1_000_000), SIGNATURE_BYTES);
    }

    private void measure(int records, int signatureBytes) throws Exception {
        Path logDirectory = Files.createDirectory(directory.resolve("log"));
        try (DiskLog log = new DiskLog(logDirectory, new UUID(1, 1), signatureBytes).forgetful();
                SegmentDirectory segments = new SegmentDirectory(logDirectory);
                AuditIndex index =
                        new SqliteIndexes().open(directory.resolve("index").toString())) {
            write(log, records);
            AuditIndex.Source source = new AuditIndex.Source(segments, () -> Long.MAX_VALUE);
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long start = System.nanoTime();
            long startOnProcessor = threads.getCurrentThreadCpuTime();
            index.catchUp(source, p -> {});
            double seconds = (System.nanoTime() - start) / 1e9;
            print(
                    "indexed %,d records in %.1f s, %.1f us of processor time each; index of %,d bytes for a log of %,d"
                            + " segments%n",
                    records,
                    seconds,
                    (threads.getCurrentThreadCpuTime() - startOnProcessor) / 1e3 / records,
                    Files.size(directory.resolve("index")),
                    index.progress().position().orElseThrow().segment());
            for (AuditQuery query : queries()) {
                time(index, query);
            }
        }
    }

    private static List<AuditQuery> queries() {
        AuditQuery large = AuditQuery.everything().with(AuditFilter.MEMBER, "TEST/GOV/0");
        AuditQuery small = AuditQuery.everything().with(AuditFilter.MEMBER, "TEST/GOV/7");
        return List.of(
                range(large, "2026-01-10", "2026-01-11"),
                range(large, "2026-01-06", "2026-02-03"),
                range(small, "2026-01-10", "2026-01-20"),
                range(large, "2026-01-10", "2026-01-20").with(AuditFilter.ORDER, "oldest"),
                range(large, "2026-01-06", "2026-02-03").with(AuditFilter.OUTCOME, "failed"),
                range(AuditQuery.everything(), "2026-01-15", "2026-01-16"),
                AuditQuery.everything().with(AuditFilter.CLIENT, "TEST/GOV/7/app1"),
                AuditQuery.everything().with(AuditFilter.ISSUE, "I-17"),
                AuditQuery.everything().with(AuditFilter.REQUEST_ID, requestId(1_000)));
    }

    private static AuditQuery range(AuditQuery query, String from, String before) {
        return query.with(AuditFilter.FROM, from).with(AuditFilter.BEFORE, before);
    }

    private static void time(AuditIndex index, AuditQuery query) throws Exception {
        List<Long> nanos = new ArrayList<>();
        AuditPage page = new AuditPage(List.of(), Optional.empty(), 0);
        for (int i = 0; i < 11; i++) {
            long start = System.nanoTime();
            page = index.search(query, AuditScope.all(), Optional.empty(), AuditQuery.PAGE_RECORDS);
            nanos.add(System.nanoTime() - start);
        }
        long first = nanos.get(0);
        nanos.sort(null);
        print(
                "%-75s %3d records, first try %6.1f ms, median %6.1f ms%n",
                query, page.records().size(), first / 1e6, nanos.get(nanos.size() / 2) / 1e6);
        assertThat(page.records()).isNotEmpty();
        assertThat(Duration.ofNanos(nanos.get(nanos.size() / 2))).isLessThan(FIRST_PAGE_MAX);
    }

    private static void write(DiskLog log, int records) {
        int exchanges = records / 3;
        long step = Duration.ofDays(30).toMillis() / exchanges;
        for (int i = 0; i < exchanges; i++) {
            LoggedExchange exchange = exchange(i);
            var time = DiskLog.TIME.plusMillis(i * step);
            log.request(exchange, time, Optional.of("I-" + i % 1_000), Optional.of("EE" + i % 10_000));
            log.response(exchange, time.plusMillis(20));
            log.outcome(
                    i % 500 == 0
                            ? LoggedOutcome.failed(exchange, time.plusMillis(25), "server.clientproxy.io_error")
                            : LoggedOutcome.delivered(exchange, time.plusMillis(25)));
            if (i % 20 == 19) {
                log.commit();
            }
            if (log.offset() > SEGMENT_BYTES) {
                log.commit();
                log.nextSegment();
            }
        }
        log.commit();
    }

    private static LoggedExchange exchange(int i) {
        int member = i % 2 == 0 ? 0 : i % 20;
        return new LoggedExchange(
                ExchangeSide.PROVIDER,
                "Q-" + requestId(i),
                requestId(i),
                "TEST/GOV/" + member + "/app" + (i / 20) % 2,
                "TEST/COM/1/db/service" + i % 7);
    }

    private static String requestId(int i) {
        return new UUID(i * 0x9E3779B97F4A7C15L, i * 0xC2B2AE3D27D4EB4FL).toString();
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
