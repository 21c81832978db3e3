package org.ambergate.messagelog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Audits a log of which one segment was changed, without reading again the segments before it, which are as they were: the
 * state behind them is remembered from the whole log. Nothing about the changed segment or those behind it is assumed.
 * Whatever this cannot decide by the one segment goes to {@link LogAuditor} as a whole.
 */
final class PartialAudit {
    private final RawLog log;
    private final List<Optional<LogState>> before = new ArrayList<>();

    private PartialAudit(RawLog log) {
        this.log = log;
    }

    static PartialAudit of(RawLog log) {
        PartialAudit audit = new PartialAudit(log);
        Optional<LogState> state = Optional.empty();
        try {
            for (LogSegment segment : MemoryLog.segments(log.segments(), 0)) {
                audit.before.add(state);
                state = SegmentWalker.audit(segment, state, (place, record) -> {}, Optional.empty())
                        .state();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return audit;
    }

    /**
     * The first thing wrong, or the unfinished group at the end.
     *
     * @param from everything in the segment before this offset is as it was
     */
    Optional<Finding> audit(int segment, byte[] changed, int from) throws IOException {
        boolean last = segment == log.segments().size() - 1;
        // A time-stamp behind the change may contradict it earlier than a commit; only the whole audit knows.
        boolean[] stamps = {false};
        RecordVisitor watch =
                (place, record) -> stamps[0] |= record instanceof LogRecord.Timestamp && place.offset() >= from;
        LogSegment one = new MemoryLog.MemorySegment(SegmentName.of(segment + 1L), changed);
        if (!last) {
            SegmentEnd end = SegmentWalker.audit(one, before.get(segment), watch, Optional.empty());
            if (end.finding().isPresent() && !stamps[0]) {
                return end.finding();
            }
        }
        return whole(log.with(segment, changed));
    }

    /** The same by the auditor alone. */
    static Optional<Finding> whole(List<byte[]> segments) throws IOException {
        AuditReport report = MemoryLog.audit(segments);
        return report.finding().or(report::openTail);
    }
}
