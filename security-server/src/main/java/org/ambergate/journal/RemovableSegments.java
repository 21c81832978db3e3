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
import org.ambergate.messagelog.TombstoneStatement;

/**
 * Finds the oldest segments of which nothing has to be kept. Messages and outcomes go by the rule for their exchange, what
 * auditors asked and tombstones by the longest time of any rule; time-stamps go with what they cover.
 */
final class RemovableSegments {
    private final LogStorage storage;
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
     */
    record Limits(long live, long stamped, long archived, long indexed) {}

    /**
     * Segments to be removed.
     *
     * @param last the last of them
     * @param before the tree over all of them and what was removed before
     * @param rules the rules by which they go, in one line
     */
    record Found(long last, LogCheckpoint before, String rules) {}

    RemovableSegments(LogStorage storage, List<RetentionRule> rules, Limits limits, Instant now) {
        this.storage = storage;
        this.rules = rules;
        this.limits = limits;
        this.now = now;
    }

    /** The longest run of removable segments that begins with one; empty if that one has to stay. */
    Optional<Found> find(List<Long> segments, long first) throws IOException {
        Optional<Found> found = Optional.empty();
        Set<String> used = new LinkedHashSet<>();
        for (long index : segments) {
            if (index < first
                    || index >= limits.live()
                    || rules.stream().noneMatch(r -> r.keepRecords().isPresent())) {
                continue;
            }
            Examination examination = new Examination(used);
            Optional<LogState> end = end(index, examination);
            if (end.isEmpty() || examination.kept || end.get().nextSequence() > limits.stamped()) {
                return found;
            }
            if (end.get().nextSequence() >= limits.indexed()) {
                // The index goes on from its last commit, which must stay.
                return found;
            }
            LogState state = end.get();
            LogCheckpoint before = new LogCheckpoint(
                    state.logId(), state.nextSequence(), state.tree().root());
            found = Optional.of(new Found(index, before, oneLine(used)));
        }
        return found;
    }

    private Optional<LogState> end(long index, Examination examination) throws IOException {
        try (LogFile segment = storage.open(SegmentName.of(index))) {
            SegmentEnd end = SegmentWalker.read(segment, examination::visit);
            return end.finding().isPresent() ? Optional.empty() : end.state();
        }
    }

    private static String oneLine(Set<String> used) {
        String text = used.isEmpty() ? "nothing but the log's own records" : String.join("; ", used);
        return text.length() <= TombstoneStatement.RULE_CHARACTERS_MAX
                ? text
                : text.substring(0, TombstoneStatement.RULE_CHARACTERS_MAX - 3) + "...";
    }

    private final class Examination {
        private final Set<String> used;
        private boolean kept;

        Examination(Set<String> used) {
            this.used = used;
        }

        void visit(RecordPlace place, LogRecord record) {
            if (record instanceof LogRecord.Message m) {
                kept |= place.sequence() >= limits.archived();
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
