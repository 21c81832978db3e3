package org.ambergate.messagelog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ambergate.digest.Digest;

/**
 * Audits a whole log: headers, checksums, sequence without gaps, the Merkle root at each commit, links between segments,
 * bodies against their digests, time-stamps against what they cover, what is missing against tombstones. It stops at the
 * first thing that is wrong and names its place. A log can be audited while a server writes to it.
 */
public final class LogAuditor {
    private final RecordVisitor visitor;
    private final Optional<RememberedRoot> remembered;
    private long segments;
    private long records;
    private long messages;
    private long outcomes;
    private long commits;
    private long timestamps;
    private final TimestampAudit timestampAudit = new TimestampAudit();
    private final TombstoneAudit tombstones = new TombstoneAudit();
    private Optional<Finding> timestampFinding = Optional.empty();

    /**
     * @param visitor sees each record in order, so that a caller can verify signatures; a record that it sees may still
     *     turn out not to be covered by a good commit
     */
    public LogAuditor(RecordVisitor visitor) {
        this(visitor, Optional.empty());
    }

    /**
     * @param visitor as above
     * @param remembered a root that the log once had: the log must still have it, and so not end before it
     */
    public LogAuditor(RecordVisitor visitor, Optional<RememberedRoot> remembered) {
        this.visitor = visitor;
        this.remembered = remembered;
    }

    /**
     * Audits the segments of a log in order, up to the last one that holds anything.
     *
     * @throws IOException if a file cannot be read
     */
    public AuditReport audit(List<LogSegment> segmentsInOrder) throws IOException {
        Optional<LogState> state = Optional.empty();
        Optional<Finding> finding = Optional.empty();
        Optional<Finding> openTail = Optional.empty();
        RecordPlace end = new RecordPlace(SegmentName.of(1), 0, 0);
        int used = usedSegments(segmentsInOrder);
        for (int i = 0; i < used && finding.isEmpty() && timestampFinding.isEmpty(); i++) {
            LogSegment segment = segmentsInOrder.get(i);
            SegmentEnd read = i == 0 && isLater(segment)
                    ? SegmentWalker.auditFirst(segment, new Counting(), remembered)
                    : SegmentWalker.audit(segment, state, new Counting(), remembered);
            segments++;
            state = read.state().isPresent() ? read.state() : state;
            end = read.state()
                    .map(s -> new RecordPlace(segment.name(), read.committedEnd(), s.nextSequence()))
                    .orElse(end);
            boolean open = read.tail() == SegmentEnd.Tail.UNFINISHED && i == used - 1;
            openTail = open ? read.finding() : Optional.empty();
            finding = open ? Optional.empty() : complaint(segment, read, state);
        }
        RecordPlace behindLastCommit = end;
        Optional<Finding> first = first(timestampFinding, finding)
                .or(() -> cut(behindLastCommit))
                .or(() -> missingBeginning(segmentsInOrder))
                .or(() -> missingBody(segmentsInOrder));
        return report(state, first, openTail);
    }

    private Optional<Finding> cut(RecordPlace end) {
        return remembered
                .filter(root -> end.sequence() < root.treeSize())
                .map(root -> new Finding(
                        end, FindingCode.CUT_SHORT, "The log ends before the last record whose root was remembered"));
    }

    /** The writer fills segments in order, so whatever comes after the last one with a header is only prepared. */
    private static int usedSegments(List<LogSegment> segments) throws IOException {
        for (int i = segments.size(); i > 0; i--) {
            if (SegmentWalker.isUsed(segments.get(i - 1))) {
                return i;
            }
        }
        return 0;
    }

    private static Optional<Finding> complaint(LogSegment segment, SegmentEnd end, Optional<LogState> state) {
        if (end.finding().isPresent() || end.tail() == SegmentEnd.Tail.CLEAN) {
            return end.finding();
        }
        long sequence = state.map(LogState::nextSequence).orElse(0L);
        return Optional.of(new Finding(
                new RecordPlace(segment.name(), 0, sequence), FindingCode.HEADER, "The segment holds nothing"));
    }

    private static boolean isLater(LogSegment segment) {
        return SegmentName.indexOf(segment.name()).orElse(1) > 1;
    }

    /** What is wrong if the log does not begin at its beginning, and no tombstone says so. */
    private Optional<Finding> missingBeginning(List<LogSegment> segments) {
        long begin = tombstones.firstSequence();
        Optional<String> unexplained = tombstones.unexplainedBeginning();
        boolean lost =
                begin > 0 && remembered.map(root -> root.treeSize() <= begin).orElse(false);
        if (unexplained.isEmpty() && !lost) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                new RecordPlace(segments.get(0).name(), LogFormat.PREAMBLE_BYTES, begin),
                FindingCode.LINK,
                unexplained.orElse("The records whose root was remembered were removed, so it cannot be compared")));
    }

    /** The first body that is missing although no tombstone says so. */
    private Optional<Finding> missingBody(List<LogSegment> segments) {
        OptionalLong sequence = tombstones.unexplained();
        if (sequence.isEmpty()) {
            return Optional.empty();
        }
        RecordPlace place = placeOf(segments, sequence.getAsLong());
        return Optional.of(
                new Finding(place, FindingCode.BODY, "A body is missing, and no tombstone says that it was removed"));
    }

    private static RecordPlace placeOf(List<LogSegment> segments, long sequence) {
        List<RecordPlace> found = new ArrayList<>();
        try {
            for (LogSegment segment : segments) {
                SegmentEnd unused = SegmentWalker.read(segment, (place, record) -> {
                    if (place.sequence() == sequence) {
                        found.add(place);
                    }
                });
            }
        } catch (IOException e) {
            // What is wrong is known; only its offset is not.
            return new RecordPlace(segments.get(0).name(), 0, sequence);
        }
        return found.isEmpty() ? new RecordPlace(segments.get(0).name(), 0, sequence) : found.get(0);
    }

    /** A time-stamp was found wrong while reading on, so what stopped the reading comes later in the log. */
    private static Optional<Finding> first(Optional<Finding> timestamp, Optional<Finding> structural) {
        return timestamp.or(() -> structural);
    }

    private AuditReport report(Optional<LogState> state, Optional<Finding> finding, Optional<Finding> openTail) {
        MerkleTree tree = state.map(LogState::tree).orElseGet(MerkleTree::new);
        Digest root = tree.root();
        return new AuditReport(
                segments,
                records,
                messages,
                outcomes,
                commits,
                timestamps,
                timestampAudit.stamped(),
                timestampAudit.firstUnstamped(),
                tombstones.removed(),
                tree.size(),
                root,
                finding,
                openTail);
    }

    private void count(RecordPlace place, LogRecord record) {
        if (records == 0) {
            timestampAudit.beginAt(place.sequence());
            tombstones.beginAt(place.sequence());
        }
        records++;
        if (record instanceof LogRecord.Message) {
            messages++;
        } else if (record instanceof LogRecord.Outcome) {
            outcomes++;
        } else if (record instanceof LogRecord.Commit) {
            commits++;
        } else if (record instanceof LogRecord.Timestamp) {
            timestamps++;
        }
        if (timestampFinding.isEmpty()) {
            timestampFinding =
                    timestampAudit.take(place, record).map(reason -> new Finding(place, FindingCode.TIMESTAMP, reason));
        }
        if (timestampFinding.isEmpty()) {
            timestampFinding =
                    tombstones.take(place, record).map(reason -> new Finding(place, FindingCode.TOMBSTONE, reason));
        }
        visitor.visit(place, record);
    }

    private final class Counting implements RecordVisitor {
        @Override
        public void visit(RecordPlace place, LogRecord record) {
            count(place, record);
        }

        @Override
        public void bodyGone(RecordPlace place) {
            tombstones.bodyGone(place);
        }
    }
}
