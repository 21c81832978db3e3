package org.ambergate.sandbox.bench;

/**
 * What one pair did in one round.
 *
 * @param requestsPerSecond right and whole exchanges per second
 * @param p50Ms median latency in milliseconds
 * @param p99Ms latency that 99 of 100 exchanges did not exceed
 * @param cpuMicrosPerExchange processor time of both servers together for one exchange, in microseconds
 * @param behind the share of that which goes to what follows the message logs
 * @param rssMb memory of the larger of both servers at the end of the round, in MB (10^6 bytes)
 * @param errors exchanges that failed
 */
record RoundFigures(
        double requestsPerSecond,
        double p50Ms,
        double p99Ms,
        double cpuMicrosPerExchange,
        Behind behind,
        double rssMb,
        long errors) {
    /**
     * Processor time of the threads that follow the message logs, both servers together, for one exchange.
     *
     * @param indexMicros of the audit indices, in microseconds
     * @param stampingMicros of time-stamping, in microseconds
     */
    record Behind(double indexMicros, double stampingMicros) {
        static final Behind NOTHING = new Behind(0, 0);
    }
}
