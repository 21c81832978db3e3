package org.ambergate.net;

import java.time.Duration;

/**
 * How links to other servers behave.
 *
 * @param connect for a TCP connection or a TLS handshake of the first attempt
 * @param known the same for the candidate that worked last time
 * @param retryLeast no attempt after the first has less than this; each has half of the one before
 * @param winnerKept how long the candidate that worked is tried first
 * @param reuse whether connections are kept after a response
 * @param idle how long a kept connection waits; shorter than the peer's limit, which is 30 s in X-Road, so that no
 *     request meets a connection that is just closing
 * @param idlePerCandidatesMax kept connections per set of candidates
 * @param connectionsMax open connections in total
 * @param limits of response heads
 */
public record HttpLinkSettings(
        Duration connect,
        Duration known,
        Duration retryLeast,
        Duration winnerKept,
        boolean reuse,
        Duration idle,
        int idlePerCandidatesMax,
        int connectionsMax,
        HttpLimits limits) {
    /** The values of transport specification, sections 1.5 and 9. */
    public static final HttpLinkSettings DEFAULT = new HttpLinkSettings(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            true,
            Duration.ofSeconds(25),
            2500,
            10_000,
            HttpLimits.RESPONSE);

    public HttpLinkSettings withReuse(boolean value) {
        return new HttpLinkSettings(
                connect, known, retryLeast, winnerKept, value, idle, idlePerCandidatesMax, connectionsMax, limits);
    }

    public HttpLinkSettings withIdle(Duration value) {
        return new HttpLinkSettings(
                connect, known, retryLeast, winnerKept, reuse, value, idlePerCandidatesMax, connectionsMax, limits);
    }

    public HttpLinkSettings withConnect(Duration first, Duration ofKnown, Duration least) {
        return new HttpLinkSettings(
                first, ofKnown, least, winnerKept, reuse, idle, idlePerCandidatesMax, connectionsMax, limits);
    }

    public HttpLinkSettings withConnections(int perCandidates, int total) {
        return new HttpLinkSettings(connect, known, retryLeast, winnerKept, reuse, idle, perCandidates, total, limits);
    }
}
