package org.ambergate.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each of these would hang if nobody woke who is late. */
@Timeout(60)
class LateWaitsTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration FAR = Duration.ofDays(1);

    @Test
    void whoeverIsParkedHearsOfTheDeadlineAndNotBefore() {
        Deadline deadline = Deadline.after(SOON);
        while (!deadline.isPast()) {
            LateWaits.park(this, deadline);
        }
        assertThat(deadline.remainingNanos()).isNotPositive();
    }

    @Test
    void whoeverIsParkedIsWokenByOthersBeforeTheDeadline() throws Exception {
        CountDownLatch parked = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            parked.countDown();
            LateWaits.park(this, Deadline.after(FAR));
            woken.countDown();
        });
        waiting.setDaemon(true);
        waiting.start();
        parked.await();
        LockSupport.unpark(waiting);
        woken.await();
    }

    @Test
    void aConditionIsSignalledAtTheDeadline() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        Condition never = lock.newCondition();
        Deadline deadline = Deadline.after(SOON);
        lock.lock();
        try {
            while (!deadline.isPast()) {
                LateWaits.await(never, lock, deadline);
            }
        } finally {
            lock.unlock();
        }
    }

    @Test
    void hundredsOfWaitsEndEachAtItsOwnDeadlineOnExchangeThreads() throws Exception {
        ExecutorService threads = ExchangeThreads.create("late", 64);
        List<Future<Boolean>> waits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Deadline deadline = Deadline.after(Duration.ofMillis(i));
            waits.add(threads.submit(() -> {
                while (!deadline.isPast()) {
                    LateWaits.park(this, deadline);
                }
                return true;
            }));
        }
        for (Future<Boolean> wait : waits) {
            assertThat(wait.get(30, TimeUnit.SECONDS)).isTrue();
        }
        threads.shutdown();
    }
}
