package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.RecordEncoder;
import org.ambergate.net.Deadline;
import org.junit.jupiter.api.Test;

class AppendQueueTest {
    private final AppendQueue queue = new AppendQueue(2, 1);
    private final List<PendingAppend> taken = new ArrayList<>();

    @Test
    void itHoldsAsMuchAsItSaysAndNoMore() {
        assertThat(queue.put(append(), past())).isTrue();
        assertThat(queue.put(append(), past())).isTrue();
        assertThat(queue.put(append(), past())).isFalse();
        assertThat(queue.offer(append())).isTrue();
        assertThat(queue.offer(append())).isFalse();
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void whatIsTakenMakesRoom() throws Exception {
        assertThat(queue.put(append(), past())).isTrue();
        assertThat(queue.put(append(), past())).isTrue();

        assertThat(queue.takeAll(taken)).isTrue();

        assertThat(taken).hasSize(2);
        assertThat(queue.put(append(), past())).isTrue();
    }

    @Test
    void aClosedQueueTakesNothingAndGivesWhatItHas() throws Exception {
        assertThat(queue.put(append(), past())).isTrue();
        queue.close();

        assertThat(queue.put(append(), past())).isFalse();
        assertThat(queue.offer(append())).isFalse();
        assertThat(queue.takeAll(taken)).isFalse();
        assertThat(taken).hasSize(1);
        assertThat(queue.takeAll(taken, Duration.ofDays(1))).isFalse();
    }

    @Test
    void waitingForTheNextRecordEndsAtItsTime() throws Exception {
        assertThat(queue.takeAll(taken, Duration.ofMillis(1))).isTrue();
        assertThat(taken).isEmpty();
    }

    @Test
    void whatNobodyWaitsForIsTakenWithTheNextThatSomebodyAwaits() throws Exception {
        assertThat(queue.offer(append())).isTrue();
        assertThat(queue.put(append(), past())).isTrue();

        assertThat(queue.takeAll(taken)).isTrue();

        assertThat(taken).hasSize(2);
    }

    @Test
    void whatNobodyWaitsForIsTakenAfterAWhileAllTheSame() throws Exception {
        assertThat(queue.offer(append())).isTrue();
        long before = System.nanoTime();

        assertThat(queue.takeAll(taken)).isTrue();

        assertThat(taken).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(AppendQueue.OFFERED_WAIT);
    }

    private static PendingAppend append() {
        return PendingAppend.unawaited(
                RecordEncoder.outcome(LoggedOutcome.delivered(Samples.exchange("a"), Samples.TIME)));
    }

    private static Deadline past() {
        return Deadline.after(Duration.ZERO);
    }
}
