package org.ambergate.register;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.DigestAlgorithm;

/**
 * A row of the history exactly as it is stored, whatever it holds.
 *
 * @param before empty text for "was not there"
 * @param after the same
 */
record StoredRow(
        long sequence,
        long change,
        long timeMillis,
        String actor,
        String action,
        String id,
        String kind,
        String name,
        String before,
        String after,
        String hash) {

    /** The row that follows a head. */
    static StoredRow following(
            HistoryHead head,
            long change,
            Instant time,
            Actor actor,
            Action action,
            EntryKey key,
            String before,
            String after) {
        StoredRow unhashed = new StoredRow(
                head.sequence() + 1,
                change,
                time.toEpochMilli(),
                actor.name(),
                action.name(),
                key.id(),
                key.kind().name(),
                key.name(),
                before,
                after,
                "");
        return unhashed.withHash(unhashed.hashBehind(head.hash()));
    }

    /** SHA-256 over the hash of the row before and each column, every piece behind its length. */
    String hashBehind(String previous) {
        return DigestAlgorithm.SHA256
                .ofPieces(List.of(
                        bytes(previous),
                        bytes(Long.toString(sequence)),
                        bytes(Long.toString(change)),
                        bytes(Long.toString(timeMillis)),
                        bytes(actor),
                        bytes(action),
                        bytes(id),
                        bytes(kind),
                        bytes(name),
                        bytes(before),
                        bytes(after)))
                .hex();
    }

    HistoryHead head() {
        return new HistoryHead(sequence, hash);
    }

    /** As others see it. */
    HistoryRow read() {
        try {
            return new HistoryRow(
                    sequence,
                    change,
                    Instant.ofEpochMilli(timeMillis),
                    new Actor(actor),
                    Action.valueOf(action),
                    new EntryKey(EntryKind.valueOf(kind), name),
                    Optional.of(before).filter(value -> !value.isEmpty()),
                    Optional.of(after).filter(value -> !value.isEmpty()),
                    hash);
        } catch (IllegalArgumentException e) {
            throw new DamagedRegisterException("Row " + sequence + " of the history cannot be read", e);
        }
    }

    private StoredRow withHash(String value) {
        return new StoredRow(sequence, change, timeMillis, actor, action, id, kind, name, before, after, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
