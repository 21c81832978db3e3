package org.ambergate.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.publication.PublishedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A publishing process is killed at moments of chance. What lies on disk afterwards is whole, and not older than the last
 * publication that the process said was done. {@code central-server/kill-publication.sh} does it fifty times.
 */
class PublicationKillTest {
    private static final int KILLS = Integer.getInteger("ambergate.publication.kills", 2);
    private static final int DELAY_MILLIS_MAX = 1000;
    private static final Duration START_TIME_MAX = Duration.ofMinutes(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aKilledPublisherLeavesAWholeSet() throws Exception {
        Random random = new Random(20261125);
        int last = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            int said = runAndKill(last + 1, random.nextInt(DELAY_MILLIS_MAX));
            int found = found();
            assertThat(found).as("kill %d", kill).isIn(said, said + 1);
            last = found;
        }
        System.out.printf("%d kills, %d publications, no damage%n", KILLS, last);
    }

    /** The number of the last publication that the process said was done. */
    private int runAndKill(int first, int delayMillis) throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublishingLoop.class.getName(),
                        directory.resolve("published").toString(),
                        Integer.toString(first))
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            long deadline = System.nanoTime() + START_TIME_MAX.toNanos();
            boolean ended = false;
            while (Files.size(said) == 0 && !ended) {
                ended = process.waitFor(5, TimeUnit.MILLISECONDS);
                assertThat(System.nanoTime())
                        .as("the process publishes in time")
                        .isLessThan(deadline);
            }
            // The moment of the kill is what the test is about; there is nothing to wait for.
            ended = process.waitFor(delayMillis, TimeUnit.MILLISECONDS);
            assertThat(ended).as("the process ended by itself").isFalse();
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        // Without a line that the kill cut off.
        String text = Files.readString(said);
        String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1);
        return lines.length < 2 ? first - 1 : Integer.parseInt(lines[lines.length - 2]);
    }

    /** The number of the publication that a start finds; everything of it has been read back then. */
    private int found() throws Exception {
        try (PublishedConfiguration published = PublishedConfiguration.open(
                PublicationStore.open(directory.resolve("published"), new LocalDisk()),
                PublishingLoop.RULES,
                Clock.systemUTC())) {
            PublishedSet set = published.current().orElseThrow();
            String path = "/V6/" + set.parts().stamp() + "/shared-params.xml";
            byte[] shared = Files.readAllBytes(published.part(path).orElseThrow());
            String code = SharedParameters.parse(shared, 6)
                    .members()
                    .get(1)
                    .subsystems()
                    .get(0)
                    .id()
                    .subsystemCode()
                    .orElseThrow();
            return Integer.parseInt(code.substring(1));
        }
    }
}
