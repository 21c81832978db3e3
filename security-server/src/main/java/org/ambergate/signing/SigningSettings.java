package org.ambergate.signing;

import java.time.Duration;
import java.util.Set;
import org.ambergate.signature.SignatureMethod;

/**
 * Settings of the signer.
 *
 * @param batched the signature methods whose keys sign in batches; keys of other methods sign each message by itself, on
 *     the thread that asks
 * @param threads signing threads, shared by all batching keys
 * @param queueMax how many messages may wait for one key; more are refused
 * @param batchMax how many messages one signature covers at most
 * @param choiceReuse how long a choice of key is kept without looking at the alternatives
 */
public record SigningSettings(
        Set<SignatureMethod> batched, int threads, int queueMax, int batchMax, Duration choiceReuse) {
    /** Enough for every exchange of a busy server to wait at once; more would only wait past their deadlines. */
    public static final int QUEUE_MAX = 4096;

    /** Eight steps of hash chain; beyond that the signature's share of the cost is small already. */
    public static final int BATCH_MAX = 256;

    /** Evidence specification, section 5. */
    public static final Duration CHOICE_REUSE = Duration.ofMinutes(5);

    public SigningSettings {
        batched = Set.copyOf(batched);
        if (threads < 1 || queueMax < 1 || batchMax < 1) {
            throw new IllegalArgumentException("Threads, queue and batch must each be at least 1");
        }
    }

    /**
     * Batches for all keys: the signer makes one signature for all that has gathered, and the receiver verifies it once
     * (ADR 8).
     */
    public static SigningSettings defaults() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
        return new SigningSettings(Set.of(SignatureMethod.values()), threads, QUEUE_MAX, BATCH_MAX, CHOICE_REUSE);
    }
}
