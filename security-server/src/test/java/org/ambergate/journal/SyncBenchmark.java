package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares ways to make a group of 4 KB records durable; the figures behind docs/adr/0002-journal-format.md. Needs nothing
 * but a JDK: {@code java security-server/src/test/java/org/ambergate/journal/SyncBenchmark.java DIRECTORY [SECONDS]}.
 */
public final class SyncBenchmark {
    private static final int RECORD_BYTES = 4200;
    private static final long FILE_BYTES = 64L * 1024 * 1024;
    private static final int ROUNDS = 3;
    private static final List<Integer> GROUPS = List.of(1, 16, 64, 128);

    private enum Way {
        GROWING_FDATASYNC,
        SPARSE_FDATASYNC,
        PREPARED_FDATASYNC,
        PREPARED_FSYNC,
        PREPARED_DSYNC
    }

    private SyncBenchmark() {}

    /** Arguments: a directory on the disk to measure, and seconds for each cell. */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 1;
        System.out.printf(Locale.ROOT, "%-20s %6s %12s %10s %10s%n", "way", "group", "records/s", "p50 us", "p99 us");
        Map<String, double[][]> cells = new LinkedHashMap<>();
        // Rounds outside, so that a disturbance of the machine meets all ways alike.
        for (int round = 0; round < ROUNDS; round++) {
            for (int group : GROUPS) {
                for (Way way : Way.values()) {
                    double[][] results = cells.computeIfAbsent(
                            String.format(Locale.ROOT, "%-20s %6d", way, group), k -> new double[ROUNDS][]);
                    results[round] = measure(directory, way, group, seconds);
                }
            }
        }
        cells.forEach((cell, rounds) -> {
            Arrays.sort(rounds, (a, b) -> Double.compare(a[0], b[0]));
            double[] median = rounds[ROUNDS / 2];
            System.out.printf(Locale.ROOT, "%s %12.0f %10.0f %10.0f%n", cell, median[0], median[1], median[2]);
        });
    }

    private static double[] measure(Path directory, Way way, int group, double seconds) throws IOException {
        Path file = directory.resolve("sync-benchmark");
        Files.deleteIfExists(file);
        ByteBuffer bytes = ByteBuffer.allocateDirect(RECORD_BYTES * group);
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) (i * 31));
        }
        prepare(file, way);
        long[] nanos = new long[1_000_000];
        int commits = 0;
        Set<OpenOption> options = new HashSet<>(EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE));
        if (way == Way.PREPARED_DSYNC) {
            options.add(StandardOpenOption.DSYNC);
        }
        long used = 0;
        FileChannel channel = FileChannel.open(file, options);
        try {
            long position = 0;
            while (used < seconds * 1e9 && commits < nanos.length) {
                if (position + bytes.capacity() > FILE_BYTES) {
                    // A new file, prepared outside of the time measured: the log does that in the background.
                    channel.close();
                    Files.delete(file);
                    prepare(file, way);
                    channel = FileChannel.open(file, options);
                    position = 0;
                }
                long start = System.nanoTime();
                channel.write(bytes.clear(), position);
                if (way != Way.PREPARED_DSYNC) {
                    channel.force(way == Way.PREPARED_FSYNC);
                }
                nanos[commits] = System.nanoTime() - start;
                used += nanos[commits++];
                position += bytes.capacity();
            }
        } finally {
            channel.close();
            Files.deleteIfExists(file);
        }
        long[] sorted = Arrays.copyOf(nanos, commits);
        Arrays.sort(sorted);
        return new double[] {
            group * (commits * 1e9 / used), sorted[commits / 2] / 1e3, sorted[(int) (commits * 0.99)] / 1e3
        };
    }

    private static void prepare(Path file, Way way) throws IOException {
        if (way == Way.GROWING_FDATASYNC) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(1024 * 1024);
            if (way == Way.SPARSE_FDATASYNC) {
                channel.write(zeros.clear().limit(1), FILE_BYTES - 1);
            } else {
                for (long at = 0; at < FILE_BYTES; at += zeros.capacity()) {
                    channel.write(zeros.clear(), at);
                }
            }
            channel.force(true);
        }
    }
}
