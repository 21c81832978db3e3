package org.ambergate.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProcessMeterTest {
    private final ProcessMeter own = new ProcessMeter(ProcessHandle.current().pid());

    @Test
    void processorTimeGrowsWithWork() throws Exception {
        Duration before = own.cpuTime();

        long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (own.cpuTime().minus(before).compareTo(Duration.ofMillis(50)) < 0) {
            assertThat(System.nanoTime() - until).isNegative();
        }

        assertThat(own.cpuTime()).isGreaterThanOrEqualTo(before.plusMillis(50));
    }

    @Test
    void processorTimeAgreesWithWhatJavaIsTold() throws Exception {
        Duration told = ProcessHandle.current().info().totalCpuDuration().orElseThrow();

        assertThat(own.cpuTime()).isBetween(told.minusMillis(20), told.plusSeconds(1));
    }

    @Test
    void aThreadsTimeIsFoundByItsName() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread busy = new Thread(
                () -> {
                    while (!enough.get()) {
                        Thread.onSpinWait();
                    }
                },
                "meter-test-busy");
        busy.start();
        try {
            long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (own.cpuTime("meter-test-busy").compareTo(Duration.ofMillis(50)) < 0) {
                assertThat(System.nanoTime() - until).isNegative();
            }
            assertThat(own.cpuTime("meter-test-idle")).isZero();
            assertThat(own.cpuTime("meter-test-busy")).isLessThanOrEqualTo(own.cpuTime());
        } finally {
            enough.set(true);
            busy.join();
        }
    }

    @Test
    void memoryInUseIsNoMoreThanItsPeak() throws Exception {
        assertThat(own.residentBytes()).isBetween(10L << 20, own.peakResidentBytes());
    }

    @Test
    void aProcessThatIsGoneIsAnError() {
        assertThatThrownBy(() -> new ProcessMeter(Integer.MAX_VALUE).cpuTime()).isInstanceOf(IOException.class);
    }
}
