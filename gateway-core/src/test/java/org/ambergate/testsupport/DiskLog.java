package org.ambergate.testsupport;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.audit.AuditIndex;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.Field;
import org.ambergate.message.RestRequestHead;
import org.ambergate.messagelog.BodyContent;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogCheckpoint;
import org.ambergate.messagelog.LogEntry;
import org.ambergate.messagelog.LogFormat;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.LoggedQuery;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.MerkleTree;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.PendingRecord;
import org.ambergate.messagelog.RecordEncoder;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.StampedSignature;
import org.ambergate.signature.SignatureParts;
import org.ambergate.signature.TimestampChain;
import org.ambergate.timestamp.TimestampRequest;

/** Writes a log into a directory by the rules of the format, and remembers what it wrote. */
public final class DiskLog implements AutoCloseable {
    /** When it all happens. */
    public static final Instant TIME = Instant.parse("2026-01-05T10:00:00Z");

    /** A record and where it stands. */
    public record Written(RecordPlace place, LogRecord record) {}

    private final Path directory;
    private final UUID logId;
    private final byte[] signature;
    private final Digest signatureLeaf;
    private final MerkleTree tree = new MerkleTree();
    private final List<StampedSignature> unstamped = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();
    private OutputStream out = OutputStream.nullOutputStream();
    private boolean remembers = true;
    private int segments;
    private long offset;
    private long groupStart;
    private long stamped;

    public DiskLog(Path directory, UUID logId) {
        this(directory, logId, 100);
    }

    public DiskLog(Path directory, UUID logId, int signatureBytes) {
        this.directory = directory;
        this.logId = logId;
        this.signature = new byte[signatureBytes];
        this.signatureLeaf = TimestampChain.leaf(signature);
        nextSegment();
    }

    /** For large logs. */
    public DiskLog forgetful() {
        remembers = false;
        return this;
    }

    public Path directory() {
        return directory;
    }

    public long offset() {
        return offset;
    }

    public long records() {
        return tree.size();
    }

    public List<Written> written() {
        return written;
    }

    public void nextSegment() {
        try {
            out.close();
            segments++;
            out = new BufferedOutputStream(
                    Files.newOutputStream(directory.resolve(SegmentName.of(segments)), StandardOpenOption.CREATE_NEW));
            byte[] preamble = LogFormat.preamble(logId);
            out.write(preamble);
            offset = preamble.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        groupStart = tree.size();
        append(RecordEncoder.segmentStart(segments, TIME, tree));
    }

    public void commit() {
        append(RecordEncoder.commit(groupStart, tree, TIME));
        groupStart = tree.size();
        flush();
    }

    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void request(LoggedExchange exchange, Instant time, Optional<String> issue, Optional<String> userId) {
        message(exchange, MessageDirection.REQUEST, time, head(exchange, issue, userId));
    }

    public void response(LoggedExchange exchange, Instant time) {
        message(exchange, MessageDirection.RESPONSE, time, new byte[0]);
    }

    /** A time-stamp over all messages that none covers yet, and over the log up to now. */
    public void stamp(TestCertificate authority, Instant genTime) {
        LogCheckpoint checkpoint = new LogCheckpoint(logId, tree.size(), tree.root());
        commit();
        byte[] result = LoggedTimestamp.chainOver(unstamped, checkpoint).result();
        byte[] token = TestTimestamps.token(
                TimestampRequest.bare(DigestAlgorithm.SHA512.of(result)).encoded(),
                TimestampForm.honest(genTime, authority));
        append(RecordEncoder.timestamp(
                new LoggedTimestamp(stamped, checkpoint.treeSize(), checkpoint, genTime, unstamped, token, result)));
        commit();
        stamped = checkpoint.treeSize();
        unstamped.clear();
    }

    public void outcome(LoggedOutcome outcome) {
        RecordPlace place = place();
        append(RecordEncoder.outcome(outcome));
        remember(place, new LogRecord.Outcome(outcome));
    }

    public void query(LoggedQuery query) {
        append(RecordEncoder.query(query));
    }

    /** All of it is durable. */
    public AuditIndex.Source source() {
        return new AuditIndex.Source(this::open, () -> Long.MAX_VALUE);
    }

    public static LoggedExchange exchange(String requestId) {
        return new LoggedExchange(
                ExchangeSide.CONSUMER, "Q-" + requestId, requestId, "TEST/GOV/1/app", "TEST/COM/2/db/get");
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private Optional<LogSegment> open(long index) throws IOException {
        Path file = directory.resolve(SegmentName.of(index));
        return Files.exists(file)
                ? Optional.of(new Segment(SegmentName.of(index), Files.readAllBytes(file)))
                : Optional.empty();
    }

    private void message(LoggedExchange exchange, MessageDirection direction, Instant time, byte[] head) {
        LoggedMessage message = new LoggedMessage(
                exchange, direction, time, head, new SignatureParts(signature, Optional.empty()), LoggedBody.absent());
        RecordPlace place = place();
        unstamped.add(new StampedSignature(tree.size(), signatureLeaf));
        append(RecordEncoder.message(new LogEntry(message, BodyContent.none())));
        remember(place, new LogRecord.Message(message));
    }

    private void remember(RecordPlace place, LogRecord record) {
        if (remembers) {
            written.add(new Written(place, record));
        }
    }

    private static byte[] head(LoggedExchange exchange, Optional<String> issue, Optional<String> userId) {
        List<Field> fields = new ArrayList<>(
                List.of(new Field("X-Road-Client", exchange.clientId()), new Field("X-Road-Id", exchange.queryId())));
        issue.ifPresent(value -> fields.add(new Field("X-Road-Issue", value)));
        userId.ifPresent(value -> fields.add(new Field("X-Road-UserId", value)));
        try {
            return RestRequestHead.fromConsumer(
                            "GET", "/r1/" + exchange.serviceId(), fields, exchange.requestId(), "unused")
                    .bytes();
        } catch (LocalFault e) {
            throw new IllegalArgumentException(e);
        }
    }

    private RecordPlace place() {
        return new RecordPlace(SegmentName.of(segments), offset, tree.size());
    }

    private void append(PendingRecord record) {
        try {
            tree.append(record.writeTo(this::write, logId, tree.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        byte[] taken = new byte[bytes.remaining()];
        bytes.get(taken);
        out.write(taken);
        offset += taken.length;
    }

    private record Segment(String name, byte[] bytes) implements LogSegment {
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
