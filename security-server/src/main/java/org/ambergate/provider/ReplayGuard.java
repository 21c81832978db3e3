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

/**
 * Lets each signed request through once (promise D6): the request identifier is inside the signed head, so a second
 * message with the same one is a replay. Remembers identifiers longer than an OCSP response inside a replayed message
 * can stay fresh; after a restart the journal fills it again. Safe for all threads.
 */
public final class ReplayGuard {
    /** Identifiers remembered; 16 to 32 bytes each. At the limit the oldest are forgotten first. */
    static final int IDENTIFIERS_MAX = 4_000_000;

    private static final int GENERATIONS = 8;

    private final Clock clock;
    private final long generationMillis;
    private final int generationMax;
    private final Deque<Generation> generations = new ArrayDeque<>();

    /** Identifiers first seen in one stretch of time. */
    private record Generation(long startedMillis, FingerprintSet seen) {}

    public ReplayGuard(Duration window, Clock clock) {
        this(window, clock, IDENTIFIERS_MAX);
    }

    ReplayGuard(Duration window, Clock clock, int identifiersMax) {
        this.clock = clock;
        this.generationMillis = window.toMillis() / (GENERATIONS - 1);
        this.generationMax = Math.max(1, identifiersMax / GENERATIONS);
    }

    /**
     * Notes an identifier.
     *
     * @throws LocalFault {@code invalid_message} if it was noted before
     */
    void refuseSecond(String requestId) throws LocalFault {
        if (!note(fingerprint(requestId), clock.millis())) {
            throw new LocalFault(MessageFault.INVALID_MESSAGE, "A message with this x-road-request-id came before");
        }
    }

    /** Notes an identifier that was logged before a restart. */
    public void remember(String requestId, long seenMillis) {
        if (clock.millis() - seenMillis <= generationMillis * GENERATIONS) {
            note(fingerprint(requestId), clock.millis());
        }
    }

    private synchronized boolean note(long fingerprint, long now) {
        while (!generations.isEmpty()
                && (generations.size() > GENERATIONS
                        || now - generations.getFirst().startedMillis() > generationMillis * GENERATIONS)) {
            generations.removeFirst();
        }
        for (Generation generation : generations) {
            if (generation.seen().contains(fingerprint)) {
                return false;
            }
        }
        Generation newest = generations.peekLast();
        if (newest == null
                || now - newest.startedMillis() > generationMillis
                || newest.seen().size() >= generationMax) {
            newest = new Generation(now, new FingerprintSet());
            generations.addLast(newest);
        }
        newest.seen().add(fingerprint);
        return true;
    }

    /** 64 bits of SHA-256: two of four million identifiers share them by chance with odds of one to two million. */
    private static long fingerprint(String requestId) {
        byte[] digest = DigestAlgorithm.SHA256
                .of(requestId.getBytes(StandardCharsets.UTF_8))
                .toBytes();
        return ByteBuffer.wrap(digest).getLong();
    }
}
