package org.ambergate.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadyThreadsTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void oneTurnWithoutAnythingNewIsEnough() {
        ReadyThreads.goFirst(() -> {
            asked.incrementAndGet();
            return 7;
        });
        assertThat(asked).hasValue(2);
    }

    @Test
    void fourTurnsAreEnoughHoweverMuchIsAdded() {
        ReadyThreads.goFirst(asked::incrementAndGet);
        assertThat(asked).hasValue(5);
    }
}
