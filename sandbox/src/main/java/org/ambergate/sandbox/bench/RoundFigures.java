package org.ambergate.sandbox.bench;

/**
 * What one pair did in one round.
 *
 * @param requestsPerSecond right and whole exchanges per second
 * @param p50Ms median latency in milliseconds
 * @param p99Ms latency that 99 of 100 exchanges did not exceed
 * @param cpuMicrosPerExchange processor time of both servers together for one exchange, in microseconds
 * @param rssMb memory of the larger of both servers at the end of the round, in MB (10^6 bytes)
 * @param errors exchanges that failed
 */
record RoundFigures(
        double requestsPerSecond, double p50Ms, double p99Ms, double cpuMicrosPerExchange, double rssMb, long errors) {}
