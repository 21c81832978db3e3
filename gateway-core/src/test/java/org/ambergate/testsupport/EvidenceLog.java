package org.ambergate.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.message.MessageDigests;
import org.ambergate.messagelog.BodyContent;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogCheckpoint;
import org.ambergate.messagelog.LogEntry;
import org.ambergate.messagelog.LogFormat;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.LoggedTombstone;
import org.ambergate.messagelog.MerkleTree;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.PendingRecord;
import org.ambergate.messagelog.RecordEncoder;
import org.ambergate.messagelog.RemovedData;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentSource;
import org.ambergate.messagelog.SequenceRange;
import org.ambergate.messagelog.StampedSignature;
import org.ambergate.messagelog.TombstoneStatement;
import org.ambergate.signature.MessageSigner;
import org.ambergate.signature.SignedMessage;
import org.ambergate.signature.TimestampChain;

/** A message log in memory with signatures and time-stamps that verify. */
public final class EvidenceLog {
    /** Client and provider of all its messages. */
    public static final String CLIENT = "TEST/COM/1234/SUB";

    public static final String SERVICE = CLIENT + "/service";

    /** The server whose log it is. */
    public static final SecurityServerId SERVER = new SecurityServerId(Evidence.MEMBER, "ss");

    private final Evidence evidence;
    private final UUID logId = new UUID(0x77, 0x88);
    private final MerkleTree tree = new MerkleTree();
    private final List<HoleyBytes> segments = new ArrayList<>();
    private final List<StampedSignature> unstamped = new ArrayList<>();
    private long groupStart;
    private long covered;
    private final Map<Long, Place> keptBodies = new HashMap<>();
    private Optional<LogCheckpoint> lastStamp = Optional.empty();
    private int opened;
    private long read;

    /** Where a body and its checksum stand. */
    private record Place(HoleyBytes segment, long offset, long length) {}

    /** A message to be signed and logged. */
    public record Draft(String queryId, MessageDirection direction, LoggedBody body, BodyContent content) {
        /** A request without a body. */
        public static Draft request(String queryId) {
            return new Draft(queryId, MessageDirection.REQUEST, LoggedBody.absent(), BodyContent.none());
        }

        /** A response with a body that is kept; one of no bytes counts as empty. */
        public static Draft response(String queryId, byte[] body) {
            return new Draft(
                    queryId,
                    MessageDirection.RESPONSE,
                    LoggedBody.kept(body.length, DigestAlgorithm.SHA512.of(body)),
                    BodyContent.of(ByteBuffer.wrap(body)));
        }

        public Draft with(LoggedBody other) {
            return new Draft(queryId, direction, other, BodyContent.none());
        }

        byte[] head() {
            return direction == MessageDirection.REQUEST
                    ? Evidence.request(queryId)
                    : ("200\r\n\r\nx-road-id:" + queryId + "\r\nx-road-client:" + CLIENT + "\r\nx-road-service:"
                                    + SERVICE
                                    + "\r\nx-road-request-id:7c3cf3a5-9b7e-4c8e-a08b-6e3d1c0b2f11\r\n"
                                    + "x-road-request-hash:AAAA\r\n")
                            .getBytes(StandardCharsets.UTF_8);
        }

        MessageDigests digests() {
            return new MessageDigests(
                    DigestAlgorithm.SHA512.of(head()), body.digest().stream().toList());
        }
    }

    public EvidenceLog(Evidence evidence) {
        this.evidence = evidence;
        nextSegment();
    }

    public Evidence evidence() {
        return evidence;
    }

    /** Commits what is there and begins another segment. */
    public void nextSegment() {
        if (tree.size() > groupStart) {
            commit();
        }
        segments.add(new HoleyBytes(SegmentName.of(segments.size() + 1L)));
        last().write(ByteBuffer.wrap(LogFormat.preamble(logId)));
        append(RecordEncoder.segmentStart(segments.size(), Evidence.SIGNED, tree));
    }

    /** Signs messages, all by one signature, and logs them as one group; their sequence numbers. */
    public List<Long> log(Draft... drafts) throws LocalFault {
        List<Long> sequences = new ArrayList<>();
        List<MessageDigests> digests =
                List.of(drafts).stream().map(Draft::digests).toList();
        List<SignedMessage> signed = MessageSigner.sign(digests, evidence.credential(), Evidence.SIGNED);
        for (int i = 0; i < drafts.length; i++) {
            LoggedExchange exchange = new LoggedExchange(
                    ExchangeSide.CONSUMER, drafts[i].queryId(), "R-" + drafts[i].queryId(), CLIENT, SERVICE);
            LoggedMessage message = new LoggedMessage(
                    exchange,
                    drafts[i].direction(),
                    Evidence.SIGNED,
                    drafts[i].head(),
                    signed.get(i).parts(),
                    drafts[i].body());
            long sequence = append(RecordEncoder.message(new LogEntry(message, drafts[i].content())));
            noteBody(sequence, drafts[i].body().keptLength());
            Digest leaf = TimestampChain.leaf(message.signature().signature());
            unstamped.add(new StampedSignature(sequence, leaf));
            sequences.add(sequence);
        }
        commit();
        return sequences;
    }

    /** Takes a time-stamp over all messages that have none; its sequence number. */
    public long stamp() {
        LogCheckpoint checkpoint = new LogCheckpoint(logId, tree.size(), tree.root());
        commit();
        byte[] result = LoggedTimestamp.chainOver(unstamped, checkpoint).result();
        byte[] token = evidence.token(result, Evidence.STAMPED);
        long sequence = append(RecordEncoder.timestamp(new LoggedTimestamp(
                covered, checkpoint.treeSize(), checkpoint, Evidence.STAMPED, unstamped, token, result)));
        commit();
        unstamped.clear();
        lastStamp = Optional.of(checkpoint);
        covered = checkpoint.treeSize();
        return sequence;
    }

    /** Removes the kept body of a time-stamped message, under a tombstone of the member that names a server. */
    public void removeBody(long sequence, SecurityServerId server) throws LocalFault {
        TombstoneStatement statement = new TombstoneStatement(
                server,
                Evidence.SIGNED,
                "keep-bodies 1d",
                lastStamp.orElseThrow(),
                new RemovedData.Bodies(List.of(new SequenceRange(sequence, sequence))));
        SignedMessage signed = MessageSigner.sign(
                        List.of(LoggedTombstone.digests(statement)), evidence.credential(), Evidence.SIGNED)
                .get(0);
        append(RecordEncoder.tombstone(new LoggedTombstone(statement, signed.parts())));
        commit();
        Place body = Optional.ofNullable(keptBodies.get(sequence)).orElseThrow();
        body.segment().clear(body.offset(), body.length());
    }

    private void noteBody(long sequence, long kept) {
        long length = kept + LogFormat.CHECKSUM_BYTES;
        keptBodies.put(sequence, new Place(last(), last().length() - length, length));
    }

    public void commit() {
        append(RecordEncoder.commit(groupStart, tree, Evidence.SIGNED));
        groupStart = tree.size();
    }

    /** Records so far. */
    public long records() {
        return tree.size();
    }

    public int segments() {
        return segments.size();
    }

    /** Flips one bit of a byte. */
    public void flip(int segment, long offset) {
        segments.get(segment - 1).flip(offset);
    }

    /** Bytes of a segment so far. */
    public long length(int segment) {
        return segments.get(segment - 1).length();
    }

    /** The segments, each readable until the next is opened and no longer. */
    public SegmentSource source() {
        return index -> {
            opened++;
            int mine = opened;
            return index < 1 || index > segments.size()
                    ? Optional.empty()
                    : Optional.of(new Leased(segments.get((int) index - 1), mine));
        };
    }

    /** How often segments were opened since the last call. */
    public int opened() {
        int count = opened;
        opened = 0;
        return count;
    }

    /** Bytes that were read since the last call. */
    public long read() {
        long count = read;
        read = 0;
        return count;
    }

    public Path writeTo(Path directory) throws IOException {
        for (HoleyBytes segment : segments) {
            ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(segment.length()));
            segment.read(all, 0);
            Files.write(directory.resolve(segment.name()), all.array());
        }
        return directory;
    }

    private HoleyBytes last() {
        return segments.get(segments.size() - 1);
    }

    private long append(PendingRecord record) {
        long sequence = tree.size();
        try {
            tree.append(record.writeTo(last()::write, logId, sequence));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sequence;
    }

    private final class Leased implements LogSegment {
        private final HoleyBytes bytes;
        private final int lease;

        Leased(HoleyBytes bytes, int lease) {
            this.bytes = bytes;
            this.lease = lease;
        }

        @Override
        public String name() {
            return bytes.name();
        }

        @Override
        public long length() {
            return bytes.length();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            if (lease != opened) {
                throw new IOException("The segment has been closed");
            }
            int count = bytes.read(into, position);
            read += Math.max(0, count);
            return count;
        }
    }
}
