package org.ambergate.journal;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.journal.ErasableBodies.Body;
import org.ambergate.message.MessageDigests;
import org.ambergate.messagelog.LogCheckpoint;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.LoggedTombstone;
import org.ambergate.messagelog.RemovedData;
import org.ambergate.messagelog.RetentionRule;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SequenceRange;
import org.ambergate.messagelog.TombstoneStatement;
import org.ambergate.signature.SignatureParts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes out of a log what its rules no longer keep. First a signed tombstone says so and becomes durable, then the data
 * goes; what a crash leaves between the two, the next run finishes. Only what a time-stamp covers goes, and only out of
 * segments that nobody writes to any more. Owned by one thread.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final LogSource log;
    private final Plan plan;
    private final BodyEraser eraser;
    private final RemovalHistory history;
    // segments in which no body is left
    private final Set<Long> bare = new HashSet<>();

    /**
     * By what is removed.
     *
     * @param server this server; its owner signs
     * @param rules of those that cover an exchange the first counts
     * @param signer signs tombstones
     * @param progress how far others have used the log
     * @param clock tells what is old
     */
    public record Plan(
            SecurityServerId server, List<RetentionRule> rules, Signer signer, Progress progress, Clock clock) {
        public Plan {
            rules = List.copyOf(rules);
        }
    }

    /** Signs for this server's owner. */
    @FunctionalInterface
    public interface Signer {
        /**
         * Signs a message.
         *
         * @throws LocalFault if it cannot be signed now
         */
        SignatureParts sign(MessageDigests digests) throws LocalFault;
    }

    /** How far others have used the log: what they still need stays. */
    public interface Progress {
        /**
         * All messages with smaller sequence numbers are in archives.
         *
         * @throws IOException if it is not known
         */
        long archived() throws IOException;

        /** Number of records that the audit index knows. */
        long indexed();
    }

    /** The log, as retention sees it. */
    interface LogSource {
        LogStorage storage();

        /** Number of records that are known to be durable. */
        long durableRecords();

        /** The oldest segment that may still be written to. */
        long liveSegment();

        /** Most ranges in one tombstone. */
        int rangesMax();

        /** Appends, and returns when it is durable. */
        void append(LoggedTombstone tombstone) throws LocalFault;
    }

    Retention(LogSource log, Plan plan) {
        this.log = log;
        this.plan = plan;
        this.eraser = new BodyEraser(log.storage());
        this.history = new RemovalHistory(log.storage());
    }

    /**
     * Removes what is due now.
     *
     * @return number of bodies that went
     * @throws LocalFault if a tombstone could not be signed or logged; what it was to speak of stays
     * @throws IOException if the log cannot be read or changed; the next run goes on
     */
    public long run() throws IOException, LocalFault {
        long live = log.liveSegment();
        history.readOn(live, log.durableRecords());
        Instant now = plan.clock().instant();
        removeSegments(live, now);
        DueBodies due = new DueBodies();
        Set<Long> concerned = new TreeSet<>();
        for (long index : history.segments()) {
            if (index < live && !bare.contains(index) && hasDueBodies(index, now, due)) {
                concerned.add(index);
            }
        }
        for (Map.Entry<RetentionRule, List<SequenceRange>> entry : due.byRule().entrySet()) {
            announce(entry.getKey(), entry.getValue(), now);
        }
        long removed = 0;
        for (long index : concerned) {
            removed += erase(index);
        }
        if (removed > 0) {
            LOG.info("Retention removed {} bodies from {} segments of the message log", removed, concerned.size());
        }
        return removed;
    }

    /** Whether a segment has bodies to be erased: such as are due now, or such as were announced and are still there. */
    private boolean hasDueBodies(long index, Instant now, DueBodies due) throws IOException {
        boolean concerned = false;
        boolean kept = false;
        long covered = history.lastTimestamp().map(LoggedTimestamp::upTo).orElse(0L);
        for (Body body : bodies(index)) {
            Optional<RetentionRule> rule = ruleFor(body);
            if (history.removed().contains(body.sequence())) {
                concerned = true;
            } else if (body.sequence() < covered
                    && rule.isPresent()
                    && rule.get().isBodyDue(body.time(), now)) {
                due.add(body.sequence(), rule.get());
                concerned = true;
            } else {
                due.keep();
                kept = true;
            }
        }
        if (!concerned && !kept) {
            bare.add(index);
        }
        return concerned;
    }

    private Optional<RetentionRule> ruleFor(Body body) {
        return plan.rules().stream()
                .filter(rule -> rule.covers(body.exchange()))
                .findFirst();
    }

    private void announce(RetentionRule rule, List<SequenceRange> ranges, Instant now) throws LocalFault {
        for (int from = 0; from < ranges.size(); from += log.rangesMax()) {
            List<SequenceRange> some = ranges.subList(from, Math.min(ranges.size(), from + log.rangesMax()));
            announce(rule.text(), new RemovedData.Bodies(some), now);
            // Durable now: from here on the bodies may go at any time.
            some.forEach(history.removed()::add);
        }
    }

    private void announce(String rule, RemovedData removed, Instant now) throws LocalFault {
        LogCheckpoint stamped = history.lastTimestamp().orElseThrow().checkpoint();
        TombstoneStatement statement = new TombstoneStatement(plan.server(), now, rule, stamped, removed);
        log.append(new LoggedTombstone(statement, plan.signer().sign(LoggedTombstone.digests(statement))));
    }

    /** The oldest segments go when all that they hold is due, archived, indexed and time-stamped. */
    private void removeSegments(long live, Instant now) throws IOException, LocalFault {
        RemovableSegments.Limits limits = new RemovableSegments.Limits(
                live,
                history.lastTimestamp().map(LoggedTimestamp::upTo).orElse(0L),
                plan.progress().archived(),
                plan.progress().indexed());
        RemovableSegments removable = new RemovableSegments(log.storage(), plan.rules(), limits, now);
        Optional<RemovableSegments.Found> found = removable.find(history.segments(), history.lastRemovedSegment() + 1);
        if (found.isPresent()) {
            announce(
                    found.get().rules(),
                    new RemovedData.Segments(found.get().last(), found.get().before()),
                    now);
            history.segmentsAnnounced(found.get().last());
        }
        deleteAnnounced();
    }

    /** Oldest first, each durably, so that what a crash leaves is never a log with a hole. */
    private void deleteAnnounced() throws IOException {
        int deleted = 0;
        for (long index : history.segments()) {
            if (index <= history.lastRemovedSegment()) {
                log.storage().delete(SegmentName.of(index));
                log.storage().syncDirectory();
                bare.remove(index);
                deleted++;
            }
        }
        if (deleted > 0) {
            LOG.info("Retention removed {} segments of the message log", deleted);
            history.forgetDeleted();
        }
    }

    private int erase(long index) throws IOException {
        List<Body> announced = bodies(index).stream()
                .filter(body -> history.removed().contains(body.sequence()))
                .toList();
        return eraser.erase(index, announced);
    }

    private List<Body> bodies(long index) throws IOException {
        try (LogFile segment = log.storage().open(SegmentName.of(index))) {
            return ErasableBodies.of(segment);
        }
    }
}
