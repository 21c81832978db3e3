package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageLogTest {
    @TempDir
    Path directory;

    @Test
    void whatWasAppendedIsInTheLogInOrder() throws Exception {
        try (MessageLog log = Samples.open(directory)) {
            long first = log.append(Samples.entry("a")).sequenceNumber();
            long second = log.append(Samples.entry("b", new byte[5000])).sequenceNumber();

            assertThat(second).isGreaterThan(first);
        }
        assertThat(Samples.requestIds(directory)).containsExactly("a", "b");
        assertThat(Samples.audit(directory).finding()).isEmpty();
        assertThat(Samples.audit(directory).openTail()).isEmpty();
    }

    @Test
    void aLogGoesOnAfterARestart() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (MessageLog log = Samples.open(directory)) {
                log.append(Samples.entry("m" + i));
            }
        }
        assertThat(Samples.requestIds(directory)).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(Samples.audit(directory).finding()).isEmpty();
    }

    @Test
    void aLogRollsOverManySegments() throws Exception {
        try (MessageLog log = Samples.open(directory)) {
            for (int i = 0; i < 200; i++) {
                log.append(Samples.entry("m" + i, new byte[1000]));
            }
        }
        assertThat(Samples.requestIds(directory)).hasSize(200);
        assertThat(Samples.audit(directory).segments()).isGreaterThan(10);
        assertThat(Samples.audit(directory).finding()).isEmpty();
    }
}
