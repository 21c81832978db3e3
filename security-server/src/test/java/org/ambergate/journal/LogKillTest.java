package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.ambergate.messagelog.AuditReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults F-01 and F-17 with real processes and real files. */
class LogKillTest {
    @TempDir
    Path directory;

    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void nothingAcknowledgedIsLostWhenTheProcessIsKilledAgainAndAgain() throws Exception {
        killInALoop(5);
    }

    @Test
    @Tag("slow")
    void nothingAcknowledgedIsLostWhenTheProcessIsKilledThreeHundredTimes() throws Exception {
        killInALoop(300);
    }

    @Test
    void aSecondProcessOnTheSameDirectoryRefusesToStart() throws Exception {
        try (MessageLog log = Samples.open(directory)) {
            log.append(Samples.entry("a"));
            Process child = start("second", ProcessBuilder.Redirect.PIPE);
            try (BufferedReader errors = child.errorReader(StandardCharsets.UTF_8)) {
                assertThat(errors.lines().toList()).anyMatch(line -> line.contains("LogInUseException"));
            }
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isNotZero();
            log.append(Samples.entry("b"));
        }
        assertThat(Samples.requestIds(directory)).containsExactly("a", "b");
    }

    private void killInALoop(int cycles) throws Exception {
        Random random = new Random(7);
        for (int cycle = 0; cycle < cycles; cycle++) {
            Process child = start("c" + cycle, ProcessBuilder.Redirect.INHERIT);
            // Killed after a number of acknowledgements instead of a time, so that slow machines test the same.
            readThenKill(child, 20 + random.nextInt(1_500));
        }
        AuditReport crashed = Samples.audit(directory);
        assertThat(crashed.finding()).isEmpty();
        Samples.open(directory).close();
        AuditReport report = Samples.audit(directory);
        assertThat(report.finding()).isEmpty();
        assertThat(report.openTail()).isEmpty();
        List<String> found = Samples.requestIds(directory);
        assertThat(found).doesNotHaveDuplicates();
        assertThat(new HashSet<>(found).containsAll(acknowledged)).isTrue();
        assertThat(acknowledged).hasSizeGreaterThan(20 * cycles);
    }

    private void readThenKill(Process child, int acknowledgements) throws IOException, InterruptedException {
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < acknowledgements; i++) {
                take(String.valueOf(lines.readLine()));
            }
            // By its handle, since the process object would close the stream with the last lines.
            child.toHandle().destroyForcibly();
            // What was printed before the end was acknowledged, too; only the last line may be half.
            String line = lines.readLine();
            while (line != null) {
                String next = lines.readLine();
                if (next != null) {
                    take(line);
                }
                line = next;
            }
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private void take(String line) {
        assertThat(line).startsWith("c").doesNotContain("refused");
        acknowledged.add(line);
    }

    private Process start(String prefix, ProcessBuilder.Redirect errors) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        classPath,
                        AppendChild.class.getName(),
                        directory.toString(),
                        prefix)
                .redirectError(errors)
                .start();
    }
}
