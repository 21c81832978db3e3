package org.ambergate.auditindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IndexingPaceTest {
    private static final Duration BATCH = Duration.ofMillis(10);

    private final IndexingPace pace = new IndexingPace();

    @Test
    void nothingIsLeftToMessagesThatDoNotCome() {
        assertThat(pace.pauseAfter(BATCH, 1_000)).isZero();
        assertThat(pace.pauseAfter(BATCH, 1_000)).isZero();
    }

    @Test
    void whileMessagesComeAThreefoldPauseFollowsEachBatch() {
        var unused = pace.pauseAfter(BATCH, 1_000);

        assertThat(pace.pauseAfter(BATCH, 1_001)).isEqualTo(BATCH.multipliedBy(3));
        assertThat(pace.pauseAfter(BATCH, 1_001)).isZero();
    }

    @Test
    void noPauseIsLongerThanTwoSeconds() {
        var unused = pace.pauseAfter(BATCH, 1_000);

        assertThat(pace.pauseAfter(Duration.ofMillis(666), 1_001)).isEqualTo(Duration.ofMillis(1_998));
        assertThat(pace.pauseAfter(Duration.ofMillis(667), 1_002)).isEqualTo(IndexingPace.PAUSE_MAX);
    }
}
