package org.ambergate.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ambergate.messagelog.LogCheckpoint;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LogState;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.messagelog.RetentionRule;
import org.ambergate.messagelog.SegmentEnd;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentWalker;

/**
 * Finds the oldest segments of which nothing has to be kept. Messages and outcomes go by the rule for their exchange, what
 * auditors asked and tombstones by the longest time of any rule; time-stamps go with what they cover.
 */
final class RemovableSegments {
    private final LogStorage storage;
    private final RemovalHistory history;
    private final List<RetentionRule> rules;
    private final Limits limits;
    private final Instant now;

    /**
     * What must stay whatever the rules say.
     *
     * @param live segments from this one on may still be written to
     * @param stamped messages before this one are under time-stamps
     * @param archived messages before this one are in archives
     * @param indexed number of records that the audit index knows
     * @param replaysSince messages since then tell replays after a restart
     */
    record Limits(long live, long stamped, long archived, long indexed, Instant replaysSince) {}

    /**
     * Segments to be removed.
     *
     * @param last the last of them
     * @param before the tree over all of them and what was removed before
     * @param rules the rules by which they go, in one line
     */
    record Found(long last, LogCheckpoint before, String rules) {}

    /** @param now what is due then, is due */
    RemovableSegments(
            LogStorage storage, RemovalHistory history, List<RetentionRule> rules, Limits limits, Instant now) {
        this.storage = storage;
        this.history = history;
        this.rules = rules;
        this.limits = limits;
        this.now = now;
    }

    /**
     * The longest run of removable segments from the oldest on that is still there; empty if that one has to stay.
     *
     * @throws IOException if a segment cannot be read, or is not as it was
     */
    Optional<Found> find() throws IOException {
        Optional<Found> found = Optional.empty();
        Set<String> used = new LinkedHashSet<>();
        for (long index : history.segments()) {
            if (index <= history.lastRemovedSegment()
                    || index >= limits.live()
                    || rules.stream().noneMatch(r -> r.keepRecords().isPresent())) {
                continue;
            }
            Examination examination = new Examination(used);
            LogState state = end(index, examination);
            if (examination.kept || state.nextSequence() > limits.stamped()) {
                return found;
            }
            if (state.nextSequence() >= limits.indexed()) {
                // The index goes on from its last commit, which must stay.
                return found;
            }
            LogCheckpoint before = new LogCheckpoint(
                    state.logId(), state.nextSequence(), state.tree().root());
            found = Optional.of(new Found(index, before, oneLine(used)));
        }
        return found;
    }

    private LogState end(long index, Examination examination) throws IOException {
        try (LogFile segment = storage.open(SegmentName.of(index))) {
            SegmentEnd end = SegmentWalker.read(segment, examination::visit);
            history.requireSame(index, end);
            return end.state().orElseThrow();
        }
    }

    private static String oneLine(Set<String> used) {
        return used.isEmpty() ? "nothing but the log's own records" : String.join("; ", used);
    }

    private final class Examination {
        private final Set<String> used;
        private boolean kept;

        Examination(Set<String> used) {
            this.used = used;
        }

        void visit(RecordPlace place, LogRecord record) {
            if (record instanceof LogRecord.Message m) {
                kept |= place.sequence() >= limits.archived()
                        || !m.message().time().isBefore(limits.replaysSince());
                byRule(m.message().exchange(), m.message().time());
            } else if (record instanceof LogRecord.Outcome o) {
                byRule(o.outcome().exchange(), o.outcome().time());
            } else if (record instanceof LogRecord.Query q) {
                kept |= !isOlderThanAnyRule(q.query().time());
            } else if (record instanceof LogRecord.Tombstone t) {
                kept |= !isOlderThanAnyRule(t.tombstone().statement().time());
            } else if (record instanceof LogRecord.Unknown) {
                kept = true;
            }
        }

        private void byRule(LoggedExchange exchange, Instant time) {
            Optional<RetentionRule> rule =
                    rules.stream().filter(r -> r.covers(exchange)).findFirst();
            if (rule.isPresent() && rule.get().isRecordDue(time, now)) {
                used.add(rule.get().text());
            } else {
                kept = true;
            }
        }

        private boolean isOlderThanAnyRule(Instant time) {
            return rules.stream()
                    .filter(rule -> rule.keepRecords().isPresent())
                    .allMatch(rule -> rule.isRecordDue(time, now));
        }
    }
}
