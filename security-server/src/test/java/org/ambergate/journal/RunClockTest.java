package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.ambergate.messagelog.RetentionRule;
import org.ambergate.testsupport.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that is set while retention works has it stop. */
final class RunClockTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @Test
    void theTimeGoesOnWithTheClock() throws Exception {
        ManualClock clock = new ManualClock(Samples.TIME);
        long[] nanos = {5};
        RunClock time = new RunClock(clock, () -> nanos[0]);
        clock.set(Samples.TIME.plus(Duration.ofHours(7)));
        nanos[0] += Duration.ofHours(7).toNanos();

        assertThat(time.start()).isEqualTo(Samples.TIME);
        assertThat(time.now()).isEqualTo(Samples.TIME.plus(Duration.ofHours(7)));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void aMinuteMoreOrLessIsTakenAndNothingBeyond(long sign) throws Exception {
        ManualClock clock = new ManualClock(Samples.TIME);
        RunClock time = new RunClock(clock, () -> 0);

        clock.set(Samples.TIME.plusNanos(sign * MINUTE));
        assertThat(time.now()).isEqualTo(clock.instant());
        clock.set(Samples.TIME.plusNanos(sign * (MINUTE + 1)));
        assertThatThrownBy(time::now).isInstanceOf(IOException.class).hasMessageContaining("clock was set");
    }

    /** The clock jumps while the first of two tombstones is signed: the second is not signed any more. */
    @Test
    void afterAJumpNothingMoreIsAnnouncedAndTheNextRunFinishes() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(7);
        ManualClock clock = new ManualClock(Samples.TIME.plus(RetentionTest.MONTH));
        int[] signed = {0};
        try (MessageLog log = MessageLog.open(disk.mounted(), Samples.SMALL, Samples.surroundings())) {
            RetentionTest.append(log, 6);
            RetentionTest.stamp(log);
            RetentionRule bodiesAndRecords = new RetentionRule(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(RetentionTest.MONTH),
                    Optional.of(RetentionTest.MONTH));
            Retention retention = log.retention(
                    new Retention.Plan(
                            RetentionTest.SERVER,
                            java.util.List.of(bodiesAndRecords),
                            digests -> {
                                signed[0]++;
                                clock.advance(Duration.ofDays(1));
                                return RetentionTest.SIGNATURE;
                            },
                            RetentionTest.EVERYTHING,
                            clock),
                    () -> 0);

            assertThatThrownBy(retention::run).isInstanceOf(IOException.class).hasMessageContaining("clock was set");
            assertThat(signed[0]).isEqualTo(1);
            assertThat(disk.list()).contains("0000000001.segment");
            assertThat(Samples.auditSegments(disk.segments()).finding()).isEmpty();

            long unused = retention.run();
            assertThat(signed[0]).isEqualTo(2);
            assertThat(disk.list()).doesNotContain("0000000001.segment");
        }
        assertThat(Samples.auditSegments(disk.segments()).finding()).isEmpty();
    }
}
