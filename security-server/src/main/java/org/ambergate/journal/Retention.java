package org.ambergate.journal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
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
 * segments that nobody writes to any more. From a log that an audit would refuse nothing goes. Owned by one thread.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final LogSource log;
    private final Plan plan;
    private final LongSupplier nanoTime;
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
         * All messages with smaller sequence numbers are in archives; empty if nothing is archived at all.
         *
         * @throws IOException if it is not known
         */
        OptionalLong archived() throws IOException;

        /** Number of records that the audit index knows. */
        long indexed();

        /**
         * For how long the log must tell, after a restart, which messages came before.
         *
         * @throws LocalFault if it is not known
         */
        Duration replayReach() throws LocalFault;
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

    Retention(LogSource log, Plan plan, LongSupplier nanoTime) {
        this.log = log;
        this.plan = plan;
        this.nanoTime = nanoTime;
        this.eraser = new BodyEraser(log.storage());
        this.history = new RemovalHistory(log.storage());
    }

    /**
     * Removes what is due now: bodies first, then whole segments.
     *
     * @return number of bodies that went
     * @throws LocalFault if a tombstone could not be signed or logged; what it was to speak of stays
     * @throws IOException if the log cannot be read or changed, or an audit would refuse it; the next run goes on
     */
    public long run() throws IOException, LocalFault {
        RunClock time = new RunClock(plan.clock(), nanoTime);
        long live = log.liveSegment();
        history.readOn(live, log.durableRecords());
        Instant due = dueAt(time.start());
        Bodies found = lookForBodies(live, due);
        deleteAnnounced(live);
        for (Map.Entry<RetentionRule, List<SequenceRange>> entry :
                found.due.byRule().entrySet()) {
            announce(entry.getKey(), entry.getValue(), time);
        }
        long removed = 0;
        for (long index : found.concerned) {
            removed += erase(index);
            if (!found.keeping.contains(index)) {
                bare.add(index);
            }
        }
        if (removed > 0) {
            LOG.info(
                    "Retention removed {} bodies from {} segments of the message log", removed, found.concerned.size());
        }
        removeSegments(live, due, time);
        return removed;
    }

    /** A clock that is ahead must not have everything removed: a time-stamp has to confirm that the day has come. */
    private Instant dueAt(Instant now) {
        Instant stamped = history.lastTimestamp().map(LoggedTimestamp::time).orElse(Instant.MIN);
        return stamped.isBefore(now) ? stamped : now;
    }

    /** What was found in the closed segments. */
    private static final class Bodies {
        private final DueBodies due = new DueBodies();
        // segments with bodies that are due now, or were announced and may still be there
        private final Set<Long> concerned = new TreeSet<>();
        // segments with bodies that stay
        private final Set<Long> keeping = new HashSet<>();
    }

    private Bodies lookForBodies(long live, Instant due) throws IOException {
        Bodies found = new Bodies();
        Eligible eligible = new Eligible(
                due,
                Math.min(
                        history.lastTimestamp().map(LoggedTimestamp::upTo).orElse(0L),
                        plan.progress().archived().orElse(Long.MAX_VALUE)));
        for (long index : history.segments()) {
            if (index < live && index > history.lastRemovedSegment() && !bare.contains(index)) {
                lookForBodies(index, eligible, found);
            }
        }
        return found;
    }

    /**
     * What a body must be to go.
     *
     * @param due its rule must have ended by then
     * @param before its sequence number must be smaller
     */
    private record Eligible(Instant due, long before) {}

    private void lookForBodies(long index, Eligible eligible, Bodies found) throws IOException {
        boolean concerned = false;
        boolean keeps = false;
        for (Body body : bodies(index)) {
            Optional<RetentionRule> rule = ruleFor(body);
            if (history.removed().contains(body.sequence())) {
                concerned = true;
            } else if (body.sequence() < eligible.before()
                    && rule.isPresent()
                    && rule.get().isBodyDue(body.time(), eligible.due())) {
                found.due.add(body.sequence(), rule.get());
                concerned = true;
            } else {
                found.due.keep();
                keeps = true;
            }
        }
        if (keeps) {
            found.keeping.add(index);
        }
        if (concerned) {
            found.concerned.add(index);
        } else if (!keeps) {
            bare.add(index);
        }
    }

    private Optional<RetentionRule> ruleFor(Body body) {
        return plan.rules().stream()
                .filter(rule -> rule.covers(body.exchange()))
                .findFirst();
    }

    private void announce(RetentionRule rule, List<SequenceRange> ranges, RunClock time)
            throws IOException, LocalFault {
        for (int from = 0; from < ranges.size(); from += log.rangesMax()) {
            List<SequenceRange> some = ranges.subList(from, Math.min(ranges.size(), from + log.rangesMax()));
            announce(rule.text(), new RemovedData.Bodies(some), time);
        }
    }

    /** Takes time and last time-stamp anew: looking through a large log takes long. */
    private void announce(String rule, RemovedData removed, RunClock time) throws IOException, LocalFault {
        history.readOn(log.liveSegment(), log.durableRecords());
        LogCheckpoint stamped = history.lastTimestamp().orElseThrow().checkpoint();
        TombstoneStatement statement =
                new TombstoneStatement(plan.server(), time.now(), TombstoneStatement.fitting(rule), stamped, removed);
        log.append(new LoggedTombstone(statement, plan.signer().sign(LoggedTombstone.digests(statement))));
        // Durable now: from here on it may go at any time.
        history.announced(removed);
    }

    /** The oldest segments go when all that they hold is due, archived, indexed and time-stamped. */
    private void removeSegments(long live, Instant due, RunClock time) throws IOException, LocalFault {
        RemovableSegments.Limits limits = new RemovableSegments.Limits(
                live,
                history.lastTimestamp().map(LoggedTimestamp::upTo).orElse(0L),
                plan.progress().archived().orElse(0),
                plan.progress().indexed(),
                time.now().minus(plan.progress().replayReach()));
        Optional<RemovableSegments.Found> found =
                new RemovableSegments(log.storage(), history, plan.rules(), limits, due).find();
        if (found.isPresent()) {
            announce(
                    found.get().rules(),
                    new RemovedData.Segments(found.get().last(), found.get().before()),
                    time);
            deleteAnnounced(live);
        }
    }

    /** Oldest first, each durably, so that what a crash leaves is never a log with a hole. */
    private void deleteAnnounced(long live) throws IOException {
        int deleted = 0;
        for (long index : history.segments()) {
            if (index <= history.lastRemovedSegment() && index < live) {
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
        return ErasableBodies.of(index, log.storage(), history);
    }
}
