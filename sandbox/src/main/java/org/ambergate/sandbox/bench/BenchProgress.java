package org.ambergate.sandbox.bench;

/** Hears what a run is doing, for people who wait. */
@FunctionalInterface
interface BenchProgress {
    /** One line, without its end. */
    void says(String line);
}
