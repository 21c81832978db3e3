package org.ambergate.sandbox.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise D1 under fault F-01: what a client had read to its end is in both logs, whatever was killed when. */
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
    }
}
