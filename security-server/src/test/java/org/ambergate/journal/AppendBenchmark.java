package org.ambergate.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.ambergate.fault.LocalFault;
import org.ambergate.messagelog.LogEntry;
import org.junit.jupiter.api.Test;

/**
 * How many records of 4 KB a second become durable in the real log, by number of appending threads. Not part of the tests;
 * run it with {@code ./mvnw -pl security-server -am test -Dtest=AppendBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 * The directory measured is the system property {@code journal.directory}, else one below {@code target}.
 */
public final class AppendBenchmark {
    private static final int BODY_BYTES = 3900;
    private static final long SECONDS = 4;
    private static final List<Integer> THREADS = List.of(1, 4, 16, 64);

    @Test
    void printTheTable() throws Exception {
        main(System.getProperty("journal.directory", "target/append-benchmark"));
    }

    /** Argument: a directory on the disk to measure. */
    public static void main(String... args) throws Exception {
        Path directory = Path.of(args[0]);
        System.out.printf(
                Locale.ROOT,
                "%8s %12s %10s %10s %10s %12s%n",
                "threads",
                "records/s",
                "p50 us",
                "p99 us",
                "per group",
                "commit us");
        run(directory, 16, false);
        for (int threads : THREADS) {
            run(directory, threads, true);
        }
    }

    private static void run(Path directory, int threads, boolean print) throws Exception {
        GroupMeters meters = new GroupMeters();
        long[] nanos;
        long start;
        long took;
        try (MessageLog log = MessageLog.open(
                LocalLogStorage.open(directory), LogSettings.standard(), Samples.surroundings(meters))) {
            start = System.nanoTime();
            nanos = appendFor(log, threads, start + SECONDS * 1_000_000_000L);
            took = System.nanoTime() - start;
        } finally {
            delete(directory);
        }
        Arrays.sort(nanos);
        if (print) {
            System.out.printf(
                    Locale.ROOT,
                    "%8d %12.0f %10.0f %10.0f %10.1f %12.0f%n",
                    threads,
                    nanos.length * 1e9 / took,
                    nanos[nanos.length / 2] / 1e3,
                    nanos[(int) (nanos.length * 0.99)] / 1e3,
                    meters.records.sum() / (double) meters.groups.sum(),
                    meters.syncNanos.sum() / 1e3 / meters.groups.sum());
        }
    }

    private static long[] appendFor(MessageLog log, int threads, long until) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<long[]>> work = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                LogEntry entry = Samples.entry("thread-" + t, new byte[BODY_BYTES]);
                work.add(() -> append(log, entry, until));
            }
            long[] all = {};
            for (Future<long[]> future : executor.invokeAll(work)) {
                long[] some = future.get();
                int end = all.length;
                all = Arrays.copyOf(all, end + some.length);
                System.arraycopy(some, 0, all, end, some.length);
            }
            return all;
        } finally {
            executor.shutdown();
        }
    }

    private static long[] append(MessageLog log, LogEntry entry, long until) throws LocalFault {
        long[] nanos = new long[1024];
        int count = 0;
        long before = System.nanoTime();
        while (before < until) {
            log.append(entry);
            long after = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = after - before;
            before = after;
        }
        return Arrays.copyOf(nanos, count);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static final class GroupMeters implements LogMeters {
        private final LongAdder groups = new LongAdder();
        private final LongAdder records = new LongAdder();
        private final LongAdder syncNanos = new LongAdder();

        @Override
        public void committed(int count, long bytes, Duration sync) {
            groups.increment();
            records.add(count);
            syncNanos.add(sync.toNanos());
        }

        @Override
        public void refused() {}

        @Override
        public void stopped() {}

        @Override
        public void resumed() {}

        @Override
        public void outcomeLost() {}
    }
}
