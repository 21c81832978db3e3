package org.ambergate.journal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.ambergate.digest.Digest;
import org.ambergate.signature.TimestampChain;

/**
 * Leaves of a time-stamp's hash tree. The messages of a batch have one signature and stand close together in the log, so
 * the last few are remembered: to compare a signature takes far less than its digest. One thread.
 */
final class SignatureLeaves {
    /** Batches whose messages may stand mixed: own ones, and those of some peers. */
    private static final int REMEMBERED = 8;

    private final Deque<Known> known = new ArrayDeque<>(REMEMBERED);

    private record Known(byte[] signature, Digest leaf) {}

    /** @param signature not to be changed any more */
    Digest of(byte[] signature) {
        for (Known one : known) {
            if (Arrays.equals(one.signature(), signature)) {
                return one.leaf();
            }
        }
        if (known.size() == REMEMBERED) {
            known.removeLast();
        }
        Digest leaf = TimestampChain.leaf(signature);
        known.addFirst(new Known(signature, leaf));
        return leaf;
    }
}
