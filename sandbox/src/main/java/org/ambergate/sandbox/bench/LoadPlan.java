package org.ambergate.sandbox.bench;

import java.time.Duration;

/**
 * How hard and how long to load.
 *
 * @param connections connections kept open, each with one request at a time
 * @param warmUp time before counting starts
 * @param duration time that counts
 */
public record LoadPlan(int connections, Duration warmUp, Duration duration) {
    public LoadPlan {
        if (connections < 1) {
            throw new IllegalArgumentException("A load needs at least one connection");
        }
    }
}
