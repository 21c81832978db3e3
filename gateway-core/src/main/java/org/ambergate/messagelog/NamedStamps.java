package org.ambergate.messagelog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The time-stamps that the next tombstone of a log may name: the last ones before it. One thread at a time. */
public final class NamedStamps {
    private static final int STAMPS_MAX = 1_000;

    private final Deque<Stamp> stamps = new ArrayDeque<>();

    /** What a tombstone needs to know of one. */
    private record Stamp(LogCheckpoint checkpoint, long upTo) {}

    /** The log's next time-stamp. */
    public void add(LoggedTimestamp timestamp) {
        stamps.addLast(new Stamp(timestamp.checkpoint(), timestamp.upTo()));
        if (stamps.size() > STAMPS_MAX) {
            stamps.removeFirst();
        }
    }

    /** Whether the time-stamp that a statement names is one of these. */
    public boolean hasNamed(TombstoneStatement statement) {
        return named(statement).isPresent();
    }

    /** Whether all that a statement speaks of is under the time-stamp that it names, or under one before. */
    public boolean cover(TombstoneStatement statement) {
        return named(statement)
                .filter(stamp -> statement.removed().recordsReached() <= stamp.upTo())
                .isPresent();
    }

    private Optional<Stamp> named(TombstoneStatement statement) {
        return stamps.stream()
                .filter(stamp -> stamp.checkpoint().equals(statement.stamped()))
                .findFirst();
    }
}
