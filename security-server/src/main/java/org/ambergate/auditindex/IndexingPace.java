package org.ambergate.auditindex;

import java.time.Duration;

/** How long to pause between two batches, so that filling the index leaves the processors to messages. One thread. */
final class IndexingPace {
    /**
     * While messages come, a quarter of one processor at most is the index's. At some 10 us a record it keeps up with
     * 25,000 records a second by that, about three times what a machine with two processors logs.
     */
    private static final int PAUSES = 3;

    static final Duration PAUSE_MAX = Duration.ofSeconds(2);

    private long durableBefore = Long.MAX_VALUE;

    /**
     * The pause after a batch.
     *
     * @param worked how long the batch took
     * @param durable records that are durable in the log now; more than before mean that messages come
     */
    Duration pauseAfter(Duration worked, long durable) {
        boolean messagesCome = durable > durableBefore;
        durableBefore = durable;
        Duration pause = messagesCome ? worked.multipliedBy(PAUSES) : Duration.ZERO;
        return pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
    }
}
