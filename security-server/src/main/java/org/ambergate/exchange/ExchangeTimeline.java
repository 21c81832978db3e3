package org.ambergate.exchange;

import java.util.ArrayList;
import java.util.List;

/** When each step of one exchange ended. Owned by the exchange's thread. */
public final class ExchangeTimeline {
    private final long startedNanos = System.nanoTime();
    private final List<Mark> marks = new ArrayList<>(ExchangeStep.values().length);

    /**
     * One finished step.
     *
     * @param step the step
     * @param nanos how long it took, nanoseconds
     */
    public record Mark(ExchangeStep step, long nanos) {}

    private long lastNanos = startedNanos;

    /** Notes that a step has just ended. */
    public void ended(ExchangeStep step) {
        long now = System.nanoTime();
        marks.add(new Mark(step, now - lastNanos));
        lastNanos = now;
    }

    public List<Mark> marks() {
        return List.copyOf(marks);
    }

    /** Nanoseconds since the exchange began. */
    public long elapsedNanos() {
        return System.nanoTime() - startedNanos;
    }
}
