package org.ambergate.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    private Path folder;

    /** A program that says what it was told and then stays until its input ends. */
    static final class Patient {
        private Patient() {}

        public static void main(String[] args) throws IOException {
            System.out.println("starting");
            System.err.println("a word of warning");
            System.out.println(
                    "ready on " + args[0] + " with " + Runtime.getRuntime().maxMemory());
            while (System.in.read() != -1) {
                // Only the end matters.
            }
        }
    }

    /** A program that ends at once. */
    static final class Failing {
        private Failing() {}

        public static void main(String[] args) {
            System.out.println("no such folder: " + args[0]);
        }
    }

    @Test
    void aProgramIsReadyWhenItSaysSo() throws Exception {
        try (ChildProcess child = ChildProcess.start(program(Patient.class, Duration.ofSeconds(30)))) {
            assertThat(child.readyLine()).startsWith("ready on 4711 with ");
            assertThat(Long.parseLong(child.readyLine().replaceAll(".* ", ""))).isLessThan(64L << 20);
            assertThat(child.isAlive()).isTrue();
            assertThat(child.handle().pid()).isEqualTo(child.pid());
            assertThat(Files.readString(log())).contains("starting", "a word of warning", "ready on 4711");
        }
    }

    @Test
    void aChildRunsWithTheCollectorThatWasNamedToItsParent() {
        assertThat(ChildProcess.collectorFlags(
                        List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseCompressedOops")))
                .containsExactly("-XX:+UseSerialGC");
        assertThat(ChildProcess.collectorFlags(List.of("-Xmx1g"))).isEmpty();
    }

    @Test
    void aKilledProgramIsGoneWhenKillReturns() throws Exception {
        ChildProcess child = ChildProcess.start(program(Patient.class, Duration.ofSeconds(30)));

        child.kill();

        assertThat(child.isAlive()).isFalse();
        assertThat(ProcessHandle.of(child.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aClosedProgramEnds() throws Exception {
        ChildProcess child = ChildProcess.start(program(Patient.class, Duration.ofSeconds(30)));

        child.close();

        assertThat(child.handle().onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    @Test
    void aProgramThatFailsIsReportedWithTheEndOfItsOutput() {
        assertThatThrownBy(() -> ChildProcess.start(program(Failing.class, Duration.ofSeconds(30))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended before it was ready")
                .hasMessageContaining("no such folder: 4711");
    }

    @Test
    void aProgramThatIsLateIsKilled() {
        ChildProgram never = new ChildProgram(
                Patient.class.getName(), List.of(), List.of("1"), "never said", Duration.ofMillis(300), log());

        assertThatThrownBy(() -> ChildProcess.start(never))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not ready in time");
    }

    private ChildProgram program(Class<?> main, Duration within) {
        return new ChildProgram(main.getName(), List.of("-Xmx48m"), List.of("4711"), "ready on ", within, log());
    }

    private Path log() {
        return folder.resolve("child.log");
    }
}
