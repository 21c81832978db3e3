package org.ambergate.register;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of one thing in one change.
 *
 * @param sequence its place in the history, from 1 on without gaps
 * @param change the sequence of the first row of the same change: rows with the same number were made together
 * @param time when
 * @param actor who asked
 * @param action what for
 * @param key what was changed
 * @param before its canonical JSON before, unless it was not there
 * @param after its canonical JSON after, unless it is no longer there
 * @param hash links the row to the one before it
 */
public record HistoryRow(
        long sequence,
        long change,
        Instant time,
        Actor actor,
        Action action,
        EntryKey key,
        Optional<String> before,
        Optional<String> after,
        String hash) {}
