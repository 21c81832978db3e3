package org.ambergate.messagelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Walks one segment from its beginning to the last record that can be read, checking every link on the way. */
public final class SegmentWalker {
    /**
     * How often a record is read again that seems torn while a commit stands behind it. Such a commit was written after
     * the record, so if another process is writing, the next look finds the record whole.
     */
    private static final int LOOKS_MAX = 3;

    /** Faults that a write cut off by a crash can leave; all others need somebody who writes wrong bytes on purpose. */
    private static final Set<FindingCode> TEARS =
            Set.of(FindingCode.HEADER, FindingCode.LENGTH, FindingCode.CUT_SHORT, FindingCode.CHECKSUM);

    private final SegmentWindow window;
    private final String name;
    private final long index;
    private final RecordVisitor visitor;
    private final RecordReader.Depth depth;

    private Optional<RememberedRoot> remembered = Optional.empty();
    private MerkleTree tree = new MerkleTree();
    private long offset;
    private long groupStart;
    private long groupSequence;
    private Optional<LogState> committed = Optional.empty();
    private long committedStart;
    private long committedEnd;
    private long commits;
    private final List<RecordPlace> goneInGroup = new ArrayList<>();

    private SegmentWalker(LogSegment segment, RecordVisitor visitor, RecordReader.Depth depth) {
        this.window = new SegmentWindow(segment);
        this.name = segment.name();
        this.index = SegmentName.indexOf(name).orElse(-1);
        this.visitor = visitor;
        this.depth = depth;
    }

    /**
     * Checks everything: records, bodies against their digests, and the link to the segment before.
     *
     * @param before the log's state at the end of the segment before; empty if this is the log's first
     * @param remembered what the log's tree has to be at some size, if that is known
     */
    static SegmentEnd audit(
            LogSegment segment, Optional<LogState> before, RecordVisitor visitor, Optional<RememberedRoot> remembered)
            throws IOException {
        SegmentWalker walker = new SegmentWalker(segment, visitor, RecordReader.Depth.BODIES);
        walker.remembered = remembered;
        return walker.walk(before, Optional.of(before.map(LogState::tree).orElseGet(MerkleTree::new)));
    }

    /**
     * Checks everything of a segment that has become a log's first, since those before it were removed. The tree that it
     * goes on from is its own word.
     */
    static SegmentEnd auditFirst(LogSegment segment, RecordVisitor visitor, Optional<RememberedRoot> remembered)
            throws IOException {
        SegmentWalker walker = new SegmentWalker(segment, visitor, RecordReader.Depth.BODIES);
        walker.remembered = remembered;
        return walker.walk(Optional.empty(), Optional.empty());
    }

    /**
     * Checks what a writer needs in order to continue: checksums and tree within the segment.
     *
     * @param before the log's state at the end of the segment before, if it is known; otherwise the segment's own word
     *     is taken for it
     */
    public static SegmentEnd recover(LogSegment segment, Optional<LogState> before) throws IOException {
        SegmentWalker walker = new SegmentWalker(segment, (place, record) -> {}, RecordReader.Depth.CHECKSUMS);
        return walker.walk(before, before.map(LogState::tree));
    }

    /**
     * Reads one segment by itself: all its records are decoded and checked, but bodies are passed over, and where it says
     * it continues from is taken on trust.
     */
    public static SegmentEnd read(LogSegment segment, RecordVisitor visitor) throws IOException {
        return new SegmentWalker(segment, visitor, RecordReader.Depth.FIELDS).walk(Optional.empty(), Optional.empty());
    }

    /**
     * The same, and the segment must go on where another one ended.
     *
     * @param before the log's state at that end; a new tree before the log's first segment
     */
    public static SegmentEnd readBehind(LogSegment segment, Optional<LogState> before, RecordVisitor visitor)
            throws IOException {
        return new SegmentWalker(segment, visitor, RecordReader.Depth.FIELDS)
                .walk(before, Optional.of(before.map(LogState::tree).orElseGet(MerkleTree::new)));
    }

    /** Whether a segment holds more than the zeros it was prepared with. Looks at no more than its header. */
    static boolean isUsed(LogSegment segment) throws IOException {
        ByteBuffer header = SegmentWindow.narrow(segment).at(0, LogFormat.PREAMBLE_BYTES);
        for (int i = 0; i < Math.min(LogFormat.PREAMBLE_BYTES, header.remaining()); i++) {
            if (header.get(i) != 0) {
                return true;
            }
        }
        return false;
    }

    private SegmentEnd walk(Optional<LogState> before, Optional<MerkleTree> treeBefore) throws IOException {
        Optional<UUID> knownId = before.map(LogState::logId);
        tree = before.map(state -> state.tree().copy()).orElseGet(MerkleTree::new);
        groupSequence = tree.size();
        UUID logId;
        try {
            logId = logId(knownId);
        } catch (UnreadableRecordException e) {
            return stop(e, knownId);
        }
        RecordReader reader = new RecordReader(window, logId, depth);
        offset = LogFormat.PREAMBLE_BYTES;
        for (int looks = 1; ; looks++) {
            SegmentEnd end = walkFrom(reader, logId, before, treeBefore);
            boolean mayBeBeingWritten = end.tail() == SegmentEnd.Tail.TORN || end.tail() == SegmentEnd.Tail.DAMAGED;
            if (looks == LOOKS_MAX || !mayBeBeingWritten) {
                return end;
            }
            reader.forget();
        }
    }

    private UUID logId(Optional<UUID> known) throws IOException, UnreadableRecordException {
        UUID logId = LogFormat.logIdOf(window.at(0, LogFormat.PREAMBLE_BYTES));
        if (known.isPresent() && !known.get().equals(logId)) {
            throw new UnreadableRecordException(FindingCode.LINK, "The segment belongs to another log");
        }
        return logId;
    }

    private SegmentEnd walkFrom(
            RecordReader reader, UUID logId, Optional<LogState> before, Optional<MerkleTree> treeBefore)
            throws IOException {
        try {
            while (true) {
                Optional<RecordReader.ReadRecord> read = reader.read(offset);
                if (read.isEmpty()) {
                    return stop(
                            new UnreadableRecordException(FindingCode.UNCOMMITTED, "Nothing readable follows"),
                            Optional.of(logId));
                }
                RecordReader.ReadRecord record = read.get();
                if (offset == LogFormat.PREAMBLE_BYTES) {
                    begin(record, before, treeBefore);
                }
                lookAtBody(reader, record);
                take(record, logId);
            }
        } catch (UnreadableRecordException e) {
            return stop(e, Optional.of(logId));
        }
    }

    /**
     * Notes bodies that are not there. While a server is writing, a body may only look so until its group's commit is
     * there; then it is looked at once more.
     */
    private void lookAtBody(RecordReader reader, RecordReader.ReadRecord record)
            throws IOException, UnreadableRecordException {
        if (record.bodyIsGone()) {
            goneInGroup.add(new RecordPlace(name, offset, record.sequence()));
        }
        if (!(record.content() instanceof LogRecord.Commit) || goneInGroup.isEmpty()) {
            return;
        }
        reader.forget();
        for (RecordPlace place : goneInGroup) {
            Optional<RecordReader.ReadRecord> again = reader.read(place.offset());
            if (again.isPresent() && again.get().bodyIsGone()) {
                visitor.bodyGone(place);
            }
        }
        goneInGroup.clear();
    }

    private void begin(RecordReader.ReadRecord record, Optional<LogState> before, Optional<MerkleTree> treeBefore)
            throws UnreadableRecordException {
        if (!(record.content() instanceof LogRecord.SegmentStart start)) {
            throw new UnreadableRecordException(FindingCode.LINK, "A segment does not begin with its own record");
        }
        MerkleTree claimed;
        try {
            claimed = MerkleTree.of(record.sequence(), start.edge());
        } catch (IllegalArgumentException e) {
            throw RecordFields.malformed("A segment's tree does not fit its first sequence number");
        }
        if (start.index() != index
                || (before.isPresent() && index != before.get().segmentIndex() + 1)) {
            throw new UnreadableRecordException(FindingCode.LINK, "A segment before this one is missing");
        }
        if (treeBefore.isPresent() && !sameTree(claimed, treeBefore.get())) {
            throw new UnreadableRecordException(
                    FindingCode.LINK, "The segment does not continue where the one before it ended");
        }
        tree = claimed;
        groupStart = LogFormat.PREAMBLE_BYTES;
        groupSequence = tree.size();
    }

    private static boolean sameTree(MerkleTree one, MerkleTree other) {
        return one.size() == other.size() && one.root().equals(other.root());
    }

    private void take(RecordReader.ReadRecord record, UUID logId) throws UnreadableRecordException {
        if (record.sequence() != tree.size()) {
            throw new UnreadableRecordException(
                    FindingCode.SEQUENCE, "A record has the sequence number " + record.sequence());
        }
        boolean first = offset == LogFormat.PREAMBLE_BYTES;
        if (!first && record.content() instanceof LogRecord.SegmentStart) {
            throw new UnreadableRecordException(FindingCode.LINK, "A segment begins inside another one");
        }
        if (record.content() instanceof LogRecord.Commit commit) {
            check(commit);
        }
        if (remembered.isPresent() && remembered.get().isContradictedBy(tree, record.leafHash())) {
            throw new UnreadableRecordException(
                    FindingCode.ROOT, "The records up to this one are not those whose root was remembered");
        }
        RecordPlace place = new RecordPlace(name, offset, record.sequence());
        tree.append(record.leafHash());
        offset = record.end();
        if (record.content() instanceof LogRecord.Commit) {
            commits++;
            committed = Optional.of(new LogState(logId, index, tree.copy()));
            committedStart = groupStart;
            committedEnd = offset;
            groupStart = offset;
            groupSequence = tree.size();
        }
        visitor.visit(place, record.content());
    }

    private void check(LogRecord.Commit commit) throws UnreadableRecordException {
        if (commit.treeSize() != tree.size() || !commit.root().equals(tree.root())) {
            throw new UnreadableRecordException(
                    FindingCode.ROOT, "The Merkle root is not that of the records before it");
        }
        if (commit.firstSequence() != groupSequence) {
            throw new UnreadableRecordException(FindingCode.SEQUENCE, "A commit does not close the group before it");
        }
    }

    private SegmentEnd stop(UnreadableRecordException reason, Optional<UUID> logId) throws IOException {
        // Any identifier does for looking at zeros; without the log's own, no commit passes its checksum.
        TailScan scan = TailScan.of(window.segment(), logId.orElse(new UUID(0, 0)), offset);
        SegmentEnd.Tail tail = tail(reason, logId, scan);
        boolean silent = tail == SegmentEnd.Tail.CLEAN || tail == SegmentEnd.Tail.UNUSED;
        Finding finding = new Finding(new RecordPlace(name, offset, tree.size()), reason.code(), reason.reason());
        return new SegmentEnd(
                tail,
                silent ? Optional.empty() : Optional.of(finding),
                committed,
                committedStart,
                committedEnd,
                commits);
    }

    private SegmentEnd.Tail tail(UnreadableRecordException reason, Optional<UUID> logId, TailScan scan) {
        if (scan.writtenEnd() == 0 && offset == 0) {
            return SegmentEnd.Tail.UNUSED;
        }
        if (scan.writtenEnd() == 0 && reason.code() == FindingCode.UNCOMMITTED && offset == committedEnd) {
            return SegmentEnd.Tail.CLEAN;
        }
        if (offset == 0 && scan.writtenEnd() <= LogFormat.PREAMBLE_BYTES) {
            return SegmentEnd.Tail.UNFINISHED;
        }
        boolean tear = reason.code() == FindingCode.UNCOMMITTED || TEARS.contains(reason.code());
        if (!tear || logId.isEmpty()) {
            return SegmentEnd.Tail.DAMAGED;
        }
        if (scan.commit().isPresent()) {
            boolean ownGroup = scan.commit().get().firstSequence() == groupSequence;
            return ownGroup && !scan.isFollowed() ? SegmentEnd.Tail.TORN : SegmentEnd.Tail.DAMAGED;
        }
        return reason.code() == FindingCode.CUT_SHORT ? SegmentEnd.Tail.CUT_SHORT : SegmentEnd.Tail.UNFINISHED;
    }
}
