package org.ambergate.provider;

import java.time.Clock;
import java.time.Duration;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;

/**
 * What the replay guard costs when it is full. Not run with the tests, but
 * with {@code ./mvnw -pl security-server -am test -Dtest=ReplayGuardBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class ReplayGuardBenchmark {
    private static final int IDENTIFIERS = 8_000_000;
    private static final int PART = 1_000_000;

    @Test
    void timeAndMemory() throws LocalFault {
        ReplayGuard guard = new ReplayGuard(IDENTIFIERS, Clock.systemUTC());
        for (int part = 0; part < 12; part++) {
            long longest = 0;
            long start = System.nanoTime();
            for (int i = 0; i < PART; i++) {
                long before = System.nanoTime();
                guard.refuseSecond("3f2504e0-4f89-11d3-9a0c-" + (part * PART + i), Duration.ofHours(1));
                longest = Math.max(longest, System.nanoTime() - before);
            }
            System.out.printf(
                    "%,d requests: %d ns for each, %,d us for the slowest, %,d bytes%n",
                    (part + 1) * PART, (System.nanoTime() - start) / PART, longest / 1000, guard.bytes());
        }
    }
}
