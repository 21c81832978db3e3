package org.ambergate.messagelog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Finds records without reading the log from its beginning: segments by the sequence numbers that they begin with, and
 * records by their places. Checksums are checked, the tree is not. It opens segments of the same source as the followers
 * that it makes, so the two take turns. One thread at a time.
 */
public final class LogLookup {
    private final SegmentSource source;
    private final long firstSegment;
    private Optional<OpenSegment> open = Optional.empty();

    private record OpenSegment(String name, RecordReader reader) {}

    /** @param firstSegment number of the oldest segment that the source has */
    public LogLookup(SegmentSource source, long firstSegment) {
        this.source = source;
        this.firstSegment = firstSegment;
    }

    /**
     * The segment in which a record stands, or would stand if the log were longer. Opens as many segments as their number
     * has binary digits, about twice.
     *
     * @return empty if the record would stand before the oldest segment, or there is none
     * @throws DamagedLogException if a segment's beginning cannot be read
     * @throws IOException if a file cannot be read
     */
    public OptionalLong segmentOf(long sequence) throws IOException {
        long low = firstSegment;
        if (!beginsBy(low, sequence)) {
            return OptionalLong.empty();
        }
        long step = 1;
        while (beginsBy(low + step, sequence)) {
            low += step;
            step *= 2;
        }
        long high = low + step;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (beginsBy(middle, sequence)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalLong.of(low);
    }

    /**
     * Follows the log from the beginning of a segment on.
     *
     * @return empty if there is no such segment
     * @throws DamagedLogException if its beginning cannot be read
     * @throws IOException if a file cannot be read
     */
    public Optional<LogFollower> follow(long segment) throws IOException {
        OptionalLong first = firstSequence(segment);
        open = Optional.empty();
        return first.isEmpty()
                ? Optional.empty()
                : Optional.of(LogFollower.fromSegment(source, segment, first.getAsLong()));
    }

    /** Follows the log from the beginning of its oldest segment on; empty if there is none. */
    public Optional<LogFollower> follow() throws IOException {
        return follow(firstSegment);
    }

    /** Goes on following behind a commit. */
    public LogFollower followBehind(LogPosition position) {
        open = Optional.empty();
        return new LogFollower(source, Optional.of(position));
    }

    /**
     * The record at a place.
     *
     * @throws DamagedLogException if it cannot be read, or another one stands there
     * @throws IOException if the file cannot be read
     */
    public LogRecord read(RecordPlace place) throws IOException {
        return readAt(place).content();
    }

    /**
     * Writes the kept body of a message; nothing if none was kept. Its checksum and digest are known to be right only when
     * this returns.
     *
     * @throws DamagedLogException if the place holds no message, or its body is not the one that was signed
     * @throws IOException if the file cannot be read, or as thrown by {@code out}
     */
    public void copyBody(RecordPlace place, OutputStream out) throws IOException {
        RecordReader.ReadRecord record = readAt(place);
        if (!(record.content() instanceof LogRecord.Message message)) {
            throw damaged(place, FindingCode.MALFORMED, "The record is no message");
        }
        WritableByteChannel channel = Channels.newChannel(out);
        try {
            open(place).reader().copyBody(record, message.message().body(), bytes -> {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            });
        } catch (UnreadableRecordException e) {
            throw damaged(place, e.code(), e.reason());
        }
    }

    /**
     * Whether the body that a message says was kept is still there: retention leaves zeros in its place. Whether it was
     * retention, an audit tells.
     *
     * @throws DamagedLogException if the place holds no message
     * @throws IOException if the file cannot be read
     */
    public boolean hasBody(RecordPlace place) throws IOException {
        RecordReader.ReadRecord record = readAt(place);
        if (!(record.content() instanceof LogRecord.Message message)) {
            throw damaged(place, FindingCode.MALFORMED, "The record is no message");
        }
        try {
            return !open(place).reader().isGone(record, message.message().body());
        } catch (UnreadableRecordException e) {
            throw damaged(place, e.code(), e.reason());
        }
    }

    private RecordReader.ReadRecord readAt(RecordPlace place) throws IOException {
        RecordReader reader = open(place).reader();
        try {
            Optional<RecordReader.ReadRecord> record = reader.read(place.offset());
            if (record.isEmpty() || record.get().sequence() != place.sequence()) {
                throw new UnreadableRecordException(FindingCode.SEQUENCE, "The record does not stand where it should");
            }
            return record.get();
        } catch (UnreadableRecordException e) {
            throw damaged(place, e.code(), e.reason());
        }
    }

    private OpenSegment open(RecordPlace place) throws IOException {
        if (open.isPresent() && open.get().name().equals(place.segment())) {
            return open.get();
        }
        open = Optional.empty();
        OptionalLong index = SegmentName.indexOf(place.segment());
        Optional<LogSegment> segment = index.isEmpty() ? Optional.empty() : source.open(index.getAsLong());
        if (segment.isEmpty()) {
            throw damaged(place, FindingCode.LINK, "The segment is missing");
        }
        SegmentWindow window = new SegmentWindow(segment.get());
        OpenSegment opened = new OpenSegment(place.segment(), reader(window, place));
        open = Optional.of(opened);
        return opened;
    }

    /**
     * The log's identifier, as its oldest segment bears it; empty if there is none yet.
     *
     * @throws DamagedLogException if that segment's header cannot be read
     * @throws IOException if its file cannot be read
     */
    public Optional<UUID> logId() throws IOException {
        open = Optional.empty();
        Optional<LogSegment> segment = source.open(firstSegment);
        if (segment.isEmpty() || !SegmentWalker.isUsed(segment.get())) {
            return Optional.empty();
        }
        RecordPlace place = new RecordPlace(segment.get().name(), 0, 0);
        return Optional.of(logId(SegmentWindow.narrow(segment.get()), place));
    }

    private boolean beginsBy(long segment, long sequence) throws IOException {
        OptionalLong first = firstSequence(segment);
        return first.isPresent() && first.getAsLong() <= sequence;
    }

    /** The sequence number of a segment's first record; empty if there is no such segment or it is only prepared. */
    private OptionalLong firstSequence(long index) throws IOException {
        open = Optional.empty();
        Optional<LogSegment> segment = source.open(index);
        if (segment.isEmpty() || !SegmentWalker.isUsed(segment.get())) {
            return OptionalLong.empty();
        }
        RecordPlace place = new RecordPlace(segment.get().name(), LogFormat.PREAMBLE_BYTES, 0);
        try {
            Optional<RecordReader.ReadRecord> record =
                    reader(SegmentWindow.narrow(segment.get()), place).read(place.offset());
            if (record.isEmpty()) {
                // The preamble is written; the server is about to write the first group.
                return OptionalLong.empty();
            }
            if (record.get().content() instanceof LogRecord.SegmentStart start && start.index() == index) {
                return OptionalLong.of(record.get().sequence());
            }
            throw damaged(place, FindingCode.LINK, "A segment does not begin with its own record");
        } catch (UnreadableRecordException e) {
            throw damaged(place, e.code(), e.reason());
        }
    }

    private static RecordReader reader(SegmentWindow window, RecordPlace place) throws IOException {
        return new RecordReader(window, logId(window, place), RecordReader.Depth.FOLLOWED);
    }

    private static UUID logId(SegmentWindow window, RecordPlace place) throws IOException {
        try {
            return LogFormat.logIdOf(window.at(0, LogFormat.PREAMBLE_BYTES));
        } catch (UnreadableRecordException e) {
            throw damaged(place, e.code(), e.reason());
        }
    }

    private static DamagedLogException damaged(RecordPlace place, FindingCode code, String reason) {
        return new DamagedLogException(new Finding(place, code, reason));
    }
}
