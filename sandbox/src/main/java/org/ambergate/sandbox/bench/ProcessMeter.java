package org.ambergate.sandbox.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Processor time and memory of one process, as Linux accounts them. */
public final class ProcessMeter {
    // USER_HZ, the unit of /proc/PID/stat: 100 on every Linux that Java runs on, whatever the kernel's own tick is.
    private static final long TICK_MILLIS = 10;
    // proc(5) numbers utime 14 and stime 15; what follows the command's closing bracket begins with field 3.
    private static final int USER_TIME = 14 - 3;
    private static final int SYSTEM_TIME = 15 - 3;

    private final Path folder;

    public ProcessMeter(long pid) {
        this.folder = Path.of("/proc", Long.toString(pid));
    }

    /**
     * Time on a processor so far, in user and kernel mode, all threads together, in steps of 10 ms.
     *
     * @throws IOException if the process is gone or this is not Linux
     */
    public Duration cpuTime() throws IOException {
        return cpuTimeIn(Files.readString(folder.resolve("stat")));
    }

    /**
     * The same for the threads of one name that run now.
     *
     * @param threadName the name's first 15 characters, which is what Linux keeps
     */
    public Duration cpuTime(String threadName) throws IOException {
        Duration sum = Duration.ZERO;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(folder.resolve("task"))) {
            for (Path thread : threads) {
                sum = sum.plus(cpuTimeIf(thread, threadName));
            }
        }
        return sum;
    }

    private static Duration cpuTimeIf(Path thread, String name) throws IOException {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            String command = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            return command.equals(name) ? cpuTimeIn(stat) : Duration.ZERO;
        } catch (NoSuchFileException e) {
            // The thread has ended since the folder was listed.
            return Duration.ZERO;
        }
    }

    private static Duration cpuTimeIn(String stat) {
        // The command in brackets may itself hold spaces and brackets.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Duration.ofMillis(
                (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * TICK_MILLIS);
    }

    /** Memory in use now, in bytes. */
    public long residentBytes() throws IOException {
        return statusKib("VmRSS:") * 1024;
    }

    /** The most memory that was in use at any time, in bytes. */
    public long peakResidentBytes() throws IOException {
        return statusKib("VmHWM:") * 1024;
    }

    private long statusKib(String key) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("status"))) {
            if (line.startsWith(key)) {
                return Long.parseLong(
                        line.substring(key.length()).replace("kB", "").strip());
            }
        }
        throw new IOException("The process has ended");
    }
}
