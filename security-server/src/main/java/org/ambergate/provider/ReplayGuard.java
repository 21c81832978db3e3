package org.ambergate.provider;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each signed request through once (promise D6): the request identifier is inside the signed head, so a second
 * message with the same one is a replay. Remembers identifiers longer than an OCSP response inside a replayed message
 * can stay fresh; after a restart the journal fills it again. Safe for all threads.
 */
public final class ReplayGuard {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayGuard.class);

    private static final Duration REACH_MIN = Duration.ofHours(2);

    /** How far a responder's clock may be ahead of ours, and as much again because ours may be set back. */
    private static final Duration CLOCKS_DIFFER_MAX = Duration.ofMinutes(10);

    private static final int GENERATIONS = 12;

    private final Clock clock;
    private final int identifiersMax;
    private final int generationMax;

    /** Guarded by this; the eldest first. */
    private final Deque<Generation> generations = new ArrayDeque<>();

    /**
     * An empty guard.
     *
     * @param identifiersMax remembered at least, at about 12 bytes each; beyond them the eldest are forgotten first
     */
    public ReplayGuard(int identifiersMax, Clock clock) {
        this.clock = clock;
        this.identifiersMax = identifiersMax;
        this.generationMax = Math.max(1, identifiersMax / GENERATIONS);
    }

    /** How long identifiers are remembered, for the time that an OCSP response stays fresh. */
    public static Duration reach(Duration ocspFreshness) {
        Duration needed = ocspFreshness.plus(CLOCKS_DIFFER_MAX);
        return needed.compareTo(REACH_MIN) > 0 ? needed : REACH_MIN;
    }

    /**
     * Notes an identifier.
     *
     * @param ocspFreshness as the global configuration of the moment has it
     * @throws LocalFault {@code invalid_message} if it was noted before
     */
    void refuseSecond(String requestId, Duration ocspFreshness) throws LocalFault {
        if (!note(fingerprint(requestId), reach(ocspFreshness))) {
            throw new LocalFault(MessageFault.INVALID_MESSAGE, "A message with this x-road-request-id came before");
        }
    }

    /**
     * Notes an identifier that was logged before a restart, unless that is too long ago to matter.
     *
     * @return whether it is a new one and was noted
     */
    public boolean remember(String requestId, long seenMillis, Duration ocspFreshness) {
        Duration reach = reach(ocspFreshness);
        return clock.millis() - seenMillis <= reach.toMillis() && note(fingerprint(requestId), reach);
    }

    /** What the identifiers take of memory. */
    synchronized long bytes() {
        return generations.stream()
                .mapToLong(generation -> generation.seen.bytes())
                .sum();
    }

    private synchronized boolean note(long fingerprint, Duration reach) {
        long now = clock.millis();
        while (!generations.isEmpty() && now - generations.getFirst().lastMillis > reach.toMillis()) {
            generations.removeFirst();
        }
        for (Generation generation : generations) {
            if (generation.seen.contains(fingerprint)) {
                return false;
            }
        }
        newest(now, reach).add(fingerprint, now);
        return true;
    }

    private Generation newest(long now, Duration reach) {
        Generation newest = generations.peekLast();
        if (newest != null
                && now - newest.startedMillis <= reach.toMillis() / GENERATIONS
                && newest.seen.size() < generationMax) {
            return newest;
        }
        int expected = 0;
        if (newest != null) {
            expected = newest.seen.size();
            newest.seen.trim();
        }
        makeRoom(now, reach);
        Generation begun = new Generation(now, expected);
        generations.addLast(begun);
        return begun;
    }

    private void makeRoom(long now, Duration reach) {
        long remembered = generations.stream()
                .mapToLong(generation -> generation.seen.size())
                .sum();
        while (!generations.isEmpty()
                && remembered - generations.getFirst().seen.size() >= identifiersMax) {
            Generation forgotten = generations.removeFirst();
            remembered -= forgotten.seen.size();
            LOG.warn(
                    "Replays are recognised for {} minutes instead of {}: more requests come than limits.replay-identifiers"
                            + " allows for",
                    Duration.ofMillis(now - forgotten.lastMillis).toMinutes(),
                    reach.toMinutes());
        }
    }

    /** 64 bits of SHA-256: two of ten million identifiers share them by chance with odds of one to 370,000. */
    private static long fingerprint(String requestId) {
        byte[] digest = DigestAlgorithm.SHA256
                .of(requestId.getBytes(StandardCharsets.UTF_8))
                .toBytes();
        return ByteBuffer.wrap(digest).getLong();
    }

    /** Identifiers first seen in one stretch of time. */
    private static final class Generation {
        private final long startedMillis;
        private final FingerprintSet seen;
        private long lastMillis;

        Generation(long startedMillis, int expected) {
            this.startedMillis = startedMillis;
            this.lastMillis = startedMillis;
            this.seen = new FingerprintSet(expected);
        }

        void add(long fingerprint, long now) {
            seen.add(fingerprint);
            lastMillis = now;
        }
    }
}
