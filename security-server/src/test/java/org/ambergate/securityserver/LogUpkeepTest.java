package org.ambergate.securityserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Upkeep goes on whatever a job throws. */
final class LogUpkeepTest {
    @Test
    void aJobThatEndsWithAnErrorIsTriedAgain() throws Exception {
        CountDownLatch runs = new CountDownLatch(2);
        try (LogUpkeep upkeep = new LogUpkeep()) {
            upkeep.start("Test", Duration.ofMillis(1), () -> {
                runs.countDown();
                throw new StackOverflowError("a test's");
            });

            assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
