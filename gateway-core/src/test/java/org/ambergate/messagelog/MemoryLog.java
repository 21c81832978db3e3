package org.ambergate.messagelog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.signature.SignatureParts;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestTimestamps;
import org.ambergate.testsupport.TimestampForm;
import org.ambergate.timestamp.TimestampRequest;

/** Builds a log in memory by the rules of the format. */
final class MemoryLog {
    static final UUID LOG_ID = new UUID(0x1111, 0x2222);
    static final Instant TIME = Instant.parse("2026-01-05T10:11:12.345Z");

    private final UUID logId;
    private final List<ByteArrayOutputStream> segments = new ArrayList<>();
    private final List<List<Long>> offsets = new ArrayList<>();
    private final MerkleTree tree = new MerkleTree();
    private long groupStart;

    MemoryLog(UUID logId) {
        this(logId, true);
    }

    private MemoryLog(UUID logId, boolean begun) {
        this.logId = logId;
        if (begun) {
            nextSegment();
        }
    }

    /** A log whose first segment the caller begins. */
    static MemoryLog withoutSegments(UUID logId) {
        return new MemoryLog(logId, false);
    }

    void nextSegment() {
        segments.add(new ByteArrayOutputStream());
        offsets.add(new ArrayList<>());
        segments.get(segments.size() - 1).writeBytes(LogFormat.preamble(logId));
        groupStart = tree.size();
        append(RecordEncoder.segmentStart(segments.size(), TIME, tree));
    }

    long append(PendingRecord record) {
        ByteArrayOutputStream out = segments.get(segments.size() - 1);
        offsets.get(segments.size() - 1).add((long) out.size());
        long sequence = tree.size();
        try {
            tree.append(record.writeTo(bytes -> out.writeBytes(take(bytes)), logId, sequence));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return sequence;
    }

    void commit() {
        append(RecordEncoder.commit(groupStart, tree, TIME));
        groupStart = tree.size();
    }

    /** Offsets of the records of a segment, and of its end. */
    List<Integer> offsets(int segment) {
        List<Integer> all = new ArrayList<>();
        offsets.get(segment).forEach(offset -> all.add(Math.toIntExact(offset)));
        all.add(segments.get(segment).size());
        return all;
    }

    List<byte[]> bytes() {
        return segments.stream().map(ByteArrayOutputStream::toByteArray).toList();
    }

    MerkleTree tree() {
        return tree;
    }

    /** Puts a time-stamp over all messages given, which no other covers, and over the log up to now; right in everything. */
    LogCheckpoint stamp(long from, List<StampedSignature> messages, TestCertificate authority, Instant genTime) {
        LogCheckpoint checkpoint = new LogCheckpoint(logId, tree.size(), tree.root());
        commit();
        byte[] result = LoggedTimestamp.chainOver(messages, checkpoint).result();
        append(RecordEncoder.timestamp(new LoggedTimestamp(
                from,
                checkpoint.treeSize(),
                checkpoint,
                genTime,
                messages,
                token(result, authority, genTime),
                result)));
        commit();
        return checkpoint;
    }

    /** A token over a hash chain result. */
    static byte[] token(byte[] result, TestCertificate authority, Instant genTime) {
        return TestTimestamps.token(
                TimestampRequest.bare(DigestAlgorithm.SHA512.of(result)).encoded(),
                TimestampForm.honest(genTime, authority));
    }

    /** Two segments with records of every kind, closed by commits. */
    static MemoryLog small() {
        MemoryLog log = new MemoryLog(LOG_ID);
        log.append(RecordEncoder.message(entry("a", new byte[0], Optional.empty())));
        log.append(RecordEncoder.message(entry("b", "body of b".getBytes(StandardCharsets.UTF_8), Optional.empty())));
        log.commit();
        log.append(RecordEncoder.outcome(
                LoggedOutcome.refused(exchange("a"), TIME, "access_denied", OwnRequest.NOT_LOGGED)));
        log.commit();
        log.nextSegment();
        log.append(RecordEncoder.message(entry("c", new byte[40], batch())));
        log.commit();
        log.append(RecordEncoder.outcome(LoggedOutcome.delivered(exchange("c"), TIME)));
        log.commit();
        return log;
    }

    static LoggedExchange exchange(String requestId) {
        return new LoggedExchange(
                ExchangeSide.PROVIDER, "Q-" + requestId, requestId, "TEST/GOV/1/a", "TEST/COM/2/b/service");
    }

    static LogEntry entry(String requestId, byte[] body, Optional<SignatureParts.Batch> batch) {
        LoggedBody about =
                body.length == 0 ? LoggedBody.absent() : LoggedBody.kept(body.length, DigestAlgorithm.SHA512.of(body));
        byte[] head = ("GET /" + requestId).getBytes(StandardCharsets.UTF_8);
        SignatureParts signature = new SignatureParts("<s/>".getBytes(StandardCharsets.UTF_8), batch);
        return new LogEntry(
                new LoggedMessage(exchange(requestId), MessageDirection.REQUEST, TIME, head, signature, about),
                BodyContent.of(ByteBuffer.wrap(body)));
    }

    static Optional<SignatureParts.Batch> batch() {
        return Optional.of(new SignatureParts.Batch(new byte[] {1, 2}, new byte[] {3, 4, 5}));
    }

    /** Segments named as on disk, padded with zeros as prepared ones are. */
    static List<LogSegment> segments(List<byte[]> bytes, int padding) {
        List<LogSegment> result = new ArrayList<>();
        for (int i = 0; i < bytes.size(); i++) {
            byte[] padded = Arrays.copyOf(bytes.get(i), bytes.get(i).length + padding);
            result.add(new MemorySegment(SegmentName.of(i + 1L), padded));
        }
        return result;
    }

    static AuditReport audit(List<byte[]> bytes) throws IOException {
        return new LogAuditor((place, record) -> {}).audit(segments(bytes, 0));
    }

    private static byte[] take(ByteBuffer bytes) {
        byte[] taken = new byte[bytes.remaining()];
        bytes.get(taken);
        return taken;
    }

    record MemorySegment(String name, byte[] bytes) implements LogSegment {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public int read(ByteBuffer into, long position) {
            if (position >= bytes.length) {
                return -1;
            }
            int length = Math.min(into.remaining(), bytes.length - (int) position);
            into.put(bytes, (int) position, length);
            return length;
        }
    }
}
