package org.ambergate.sandbox.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.cli.Main;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Promises D1 and D9 under fault F-01: what a client had read to its end is in both logs, whatever was killed when; and the
 * indexes know it.
 */
final class KillLoopTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void threeKillsLoseNoDeliveredReply() throws Exception {
        assertNothingIsLost(3);
    }

    @Test
    @Tag("slow")
    void thirtyKillsLoseNoDeliveredReply() throws Exception {
        assertNothingIsLost(30);
    }

    private void assertNothingIsLost(int kills) throws Exception {
        KillLoop.Result result = KillLoop.run(directory, kills, 42, new PrintWriter(new StringWriter()));

        assertThat(result.lost()).isEmpty();
        assertThat(result.complaints()).isEmpty();
        assertThat(result.delivered()).isGreaterThan(kills);
        assertThat(result.kills()).isEqualTo(kills);
        assertIndexesAreWhatFreshOnesAre();
    }

    /** The servers were killed while they filled their indexes, too; what was left, if anything, goes on to what a fresh one is. */
    private void assertIndexesAreWhatFreshOnesAre() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> logs =
                    files.filter(file -> file.endsWith("message-log")).sorted().toList();
            assertThat(logs).hasSize(2);
            for (Path directoryOfLog : logs) {
                String log = directoryOfLog.toString();
                String fresh = directoryOfLog.resolveSibling("fresh.sqlite").toString();
                assertThat(run("log", "reindex", "--index", fresh, log)).contains("The index knows");
                for (String order : List.of("oldest", "newest")) {
                    assertThat(run("log", "search", "--json", "--limit", "1000", "--order", order, log))
                            .isEqualTo(run(
                                    "log", "search", "--json", "--limit", "1000", "--order", order, "--index", fresh,
                                    log))
                            .contains("delivered");
                }
            }
        }
    }

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        int exitCode = new CommandLine(new Main())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments);
        assertThat(exitCode).isZero();
        return out.toString();
    }
}
