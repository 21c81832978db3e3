package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.ambergate.journal.SimulatedDisk.Effect;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults F-03, F-04, F-09, F-10 and F-12: each call to the storage fails, the process dies there, the power goes. */
class LogFaultTest {
    private static final int MESSAGES = 16;
    private static final List<Effect> EFFECTS = List.of(Effect.NONE, Effect.PART, Effect.WHOLE);

    @ParameterizedTest
    @EnumSource
    void whicheverCallFailsOnceTheLogGoesOnAndLosesNothing(Effect effect) throws Exception {
        for (int k = 1; k <= callsOfAHealthyRun(); k++) {
            SimulatedDisk disk = new SimulatedDisk(k);
            Workload workload = new Workload(disk);
            try (MessageLog log = workload.open()) {
                disk.failAt(k, false, effect);
                workload.append(log, MESSAGES);
                workload.appendUntilAccepted(log);
                disk.heal();
            }
            workload.checkNothingRefusedIsThere();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whicheverCallFailsFromThenOnTheLogRefusesAndGoesOnWhenTheDiskIsBack(Effect effect) throws Exception {
        for (int k = 1; k <= callsOfAHealthyRun(); k++) {
            SimulatedDisk disk = new SimulatedDisk(k);
            Workload workload = new Workload(disk);
            try (MessageLog log = workload.open()) {
                disk.failAt(k, true, effect);
                workload.append(log, MESSAGES);
                disk.heal();
                workload.appendUntilAccepted(log);
            }
            workload.checkNothingRefusedIsThere();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheProcessDiesNoAcknowledgedRecordIsLost(Effect effect) throws Exception {
        for (int k = 1; k <= callsOfAHealthyRun(); k++) {
            SimulatedDisk disk = new SimulatedDisk(k);
            Workload workload = new Workload(disk);
            runIntoFailure(disk, workload, k, effect);
            disk.kill();
            workload.reopenAndCheck();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereverThePowerIsLostNoAcknowledgedRecordIsLost(Effect effect) throws Exception {
        for (int k = 1; k <= callsOfAHealthyRun(); k++) {
            for (int seed = 0; seed < 2; seed++) {
                losePowerAt(k, seed, effect);
            }
        }
    }

    @Test
    @Tag("slow")
    void tenThousandPowerLossesLoseNoAcknowledgedRecord() throws Exception {
        int calls = callsOfAHealthyRun();
        for (int seed = 0; seed < 10_000; seed++) {
            losePowerAt(1 + seed % calls, seed, EFFECTS.get(seed % 3));
        }
    }

    @Test
    void whatARestartBuildsOnIsDurableEvenIfItWasOnlyInTheCache() throws Exception {
        for (int k = 1; k <= callsOfAHealthyRun(); k++) {
            for (int seed = 0; seed < 3; seed++) {
                restartAfterFailureAndLosePower(k, seed, EFFECTS.get(seed));
            }
        }
    }

    @Test
    void dyingInRecoveryAgainAndAgainEndsInTheSameState() throws Exception {
        for (int k = 1; k <= callsOfAHealthyRun(); k += 3) {
            SimulatedDisk disk = new SimulatedDisk(k);
            Workload workload = new Workload(disk);
            runIntoFailure(disk, workload, k, Effect.PART);
            Random random = new Random(k);
            for (int again = 1; again <= 6; again++) {
                if (random.nextBoolean()) {
                    disk.losePower();
                } else {
                    disk.kill();
                }
                disk.failAt(again, true, EFFECTS.get(random.nextInt(3)));
                tryToOpen(workload);
            }
            disk.losePower();
            workload.reopenAndCheck();
        }
    }

    @Test
    void twoDifferentFailuresInARowLoseNothing() throws Exception {
        for (int k = 1; k <= callsOfAHealthyRun(); k += 2) {
            SimulatedDisk disk = new SimulatedDisk(k);
            Workload workload = new Workload(disk);
            try (MessageLog log = workload.open()) {
                disk.failAt(k, true, Effect.PART);
                workload.append(log, MESSAGES);
                disk.failAt(1 + k % 9, false, Effect.WHOLE);
                workload.appendUntilAccepted(log);
                workload.append(log, MESSAGES);
                disk.heal();
                workload.appendUntilAccepted(log);
            }
            workload.checkNothingRefusedIsThere();
        }
    }

    private static void restartAfterFailureAndLosePower(int k, int seed, Effect effect) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(seed * 1_000L + k);
        Workload workload = new Workload(disk);
        runIntoFailure(disk, workload, k, effect);
        // The process has died; what the cache holds is read as if it were on the disk, until the power goes, too.
        disk.kill();
        try (MessageLog log = workload.open()) {
            workload.append(log, 2);
            disk.failAt(1, true, Effect.NONE);
        }
        disk.losePower();
        workload.reopenAndCheck();
    }

    private static void losePowerAt(int k, int seed, Effect effect) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(seed * 1_000L + k);
        Workload workload = new Workload(disk);
        runIntoFailure(disk, workload, k, effect);
        disk.losePower();
        workload.reopenAndCheck();
    }

    private static void runIntoFailure(SimulatedDisk disk, Workload workload, int k, Effect effect) {
        disk.failAt(k, true, effect);
        try (MessageLog log = workload.open()) {
            workload.append(log, MESSAGES);
        } catch (IOException e) {
            // The failure came while the log was opened.
            assertThat(workload.acknowledgedCount()).isZero();
        }
    }

    private static void tryToOpen(Workload workload) {
        try {
            workload.open().close();
        } catch (LogDamagedException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("damaged");
        }
    }

    private static int callsOfAHealthyRun() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(0);
        Workload workload = new Workload(disk);
        try (MessageLog log = workload.open()) {
            workload.append(log, MESSAGES);
        }
        workload.checkNothingRefusedIsThere();
        assertThat(workload.acknowledgedCount()).isEqualTo(MESSAGES);
        return disk.calls();
    }
}
