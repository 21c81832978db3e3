package org.ambergate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UpdateScheduleTest {
    private final UpdateSchedule schedule = new UpdateSchedule(Duration.ofMinutes(1), new Random(1));

    @Test
    void roundsFollowEachOtherWithinTheIntervalAndNotMuchSooner() {
        for (int i = 0; i < 1000; i++) {
            assertThat(schedule.next(0)).isBetween(Duration.ofSeconds(54), Duration.ofMinutes(1));
        }
    }

    @Test
    void failuresAreRetriedSoonerAtFirstAndNeverLaterThanTheInterval() {
        List<Integer> seconds = List.of(5, 10, 20, 40, 60, 60);
        for (int i = 0; i < seconds.size(); i++) {
            Duration longest = Duration.ofSeconds(seconds.get(i));
            assertThat(schedule.next(i + 1)).isBetween(longest.multipliedBy(9).dividedBy(10), longest);
        }
        assertThat(schedule.next(Integer.MAX_VALUE)).isBetween(Duration.ofSeconds(54), Duration.ofMinutes(1));
    }
}
