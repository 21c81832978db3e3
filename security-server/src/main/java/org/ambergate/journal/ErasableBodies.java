package org.ambergate.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.messagelog.LogFormat;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.messagelog.RecordVisitor;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentWalker;

/** The messages of one segment whose bodies the log kept, with the places of these. */
final class ErasableBodies implements RecordVisitor {
    private final List<Body> bodies = new ArrayList<>();
    private Optional<Open> open = Optional.empty();

    /**
     * A body, there or gone.
     *
     * @param sequence its record's number
     * @param offset where it begins
     * @param bytes its length, checksum included
     * @param exchange whose message it belongs to
     * @param time when that was logged
     */
    record Body(long sequence, long offset, long bytes, LoggedExchange exchange, Instant time) {}

    private record Open(long sequence, long bytes, LoggedExchange exchange, Instant time) {}

    private ErasableBodies() {}

    /**
     * Reads a segment that nobody writes to any more.
     *
     * @throws IOException if it cannot be read, is not as it was, or a body is gone without a tombstone
     */
    static List<Body> of(long index, LogStorage storage, RemovalHistory history) throws IOException {
        ErasableBodies found = new ErasableBodies();
        try (LogFile segment = storage.open(SegmentName.of(index))) {
            history.requireSame(index, SegmentWalker.read(segment, found));
            for (Body body : found.bodies) {
                if (!history.removed().contains(body.sequence()) && BodyEraser.isGone(segment, body)) {
                    // To announce it now would be to sign for what somebody else did.
                    throw RemovalHistory.refusal("The body of record " + body.sequence() + " in " + segment.name()
                            + " is missing, and no tombstone says that it was removed");
                }
            }
        }
        return found.bodies;
    }

    @Override
    public void visit(RecordPlace place, LogRecord record) {
        // A body ends where the next record begins; the last record of a segment is a commit, which has none.
        if (open.isPresent()) {
            Open before = open.get();
            long offset = place.offset() - before.bytes();
            bodies.add(new Body(before.sequence(), offset, before.bytes(), before.exchange(), before.time()));
        }
        open = record instanceof LogRecord.Message m ? open(place, m.message()) : Optional.empty();
    }

    private static Optional<Open> open(RecordPlace place, LoggedMessage message) {
        long kept = message.body().keptLength();
        return kept == 0
                ? Optional.empty()
                : Optional.of(new Open(
                        place.sequence(), kept + LogFormat.CHECKSUM_BYTES, message.exchange(), message.time()));
    }
}
