package org.ambergate.net;

import java.time.Duration;

/** A point in time after which nobody waits any longer. */
public final class Deadline {
    private final long atNanos;

    private Deadline(long atNanos) {
        this.atNanos = atNanos;
    }

    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** The sooner of this deadline and one that lies the given time ahead. */
    public Deadline orAfter(Duration duration) {
        Deadline other = after(duration);
        return other.atNanos - atNanos < 0 ? other : this;
    }

    /** Nanoseconds left; zero or less when it has passed. */
    public long remainingNanos() {
        return atNanos - System.nanoTime();
    }

    public boolean isPast() {
        return remainingNanos() <= 0;
    }
}
