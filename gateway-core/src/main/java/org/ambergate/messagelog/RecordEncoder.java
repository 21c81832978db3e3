package org.ambergate.messagelog;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.signature.SignatureParts;

/** Turns what is to be logged into records that lack only their sequence number. */
public final class RecordEncoder {
    /** Room for identifiers, times and lengths; what is longer only costs a copy. */
    private static final int NAMES_BYTES = 768;

    private RecordEncoder() {}

    /**
     * A signed message.
     *
     * @throws IllegalArgumentException if a field is longer than the format allows
     */
    public static PendingRecord message(LogEntry entry) {
        LoggedMessage message = entry.message();
        long kept = message.body().keptLength();
        if (kept > LogFormat.BODY_BYTES_MAX) {
            throw new IllegalArgumentException("A body is longer than the log's format allows");
        }
        RecordBytes fields = fields(expectedBytes(message), out -> {
            out.writeByte(message.direction().code());
            time(out, message.time());
            exchange(out, message.exchange());
            body(out, message.body());
            field(out, message.head());
            signature(out, message.signature());
        });
        return new PendingRecord(LogFormat.KIND_MESSAGE, fields, kept, entry.content());
    }

    /**
     * How an exchange ended.
     *
     * @throws IllegalArgumentException if a text is longer than the format allows
     */
    public static PendingRecord outcome(LoggedOutcome outcome) {
        return withoutBody(LogFormat.KIND_OUTCOME, out -> {
            out.writeByte(outcome.state().code());
            time(out, outcome.time());
            exchange(out, outcome.exchange());
            text(out, outcome.code());
            if (outcome.ownRequest() != OwnRequest.UNKNOWN) {
                out.writeByte(outcome.ownRequest().code());
            }
        });
    }

    /**
     * A time-stamp.
     *
     * @throws IllegalArgumentException if there are more messages than one time-stamp covers
     */
    public static PendingRecord timestamp(LoggedTimestamp timestamp) {
        if (timestamp.messages().size() > LoggedTimestamp.MESSAGES_MAX) {
            throw new IllegalArgumentException("A time-stamp covers more messages than the log's format allows");
        }
        return withoutBody(LogFormat.KIND_TIMESTAMP, out -> {
            LogCheckpoint checkpoint = timestamp.checkpoint();
            out.writeLong(timestamp.from());
            out.writeLong(timestamp.upTo());
            out.writeLong(checkpoint.logId().getMostSignificantBits());
            out.writeLong(checkpoint.logId().getLeastSignificantBits());
            out.writeLong(checkpoint.treeSize());
            out.write(checkpoint.root().toBytes());
            time(out, timestamp.time());
            out.writeInt(timestamp.messages().size());
            for (StampedSignature message : timestamp.messages()) {
                out.writeLong(message.sequence());
                out.write(message.digest().toBytes());
            }
            field(out, timestamp.token());
            field(out, timestamp.result());
        });
    }

    /**
     * What an auditor asked.
     *
     * @throws IllegalArgumentException if a text is longer than the format allows
     */
    public static PendingRecord query(LoggedQuery query) {
        return withoutBody(LogFormat.KIND_QUERY, out -> {
            time(out, query.time());
            text(out, query.auditor());
            text(out, query.query());
            out.writeLong(query.records());
        });
    }

    /**
     * A tombstone.
     *
     * @throws IllegalArgumentException if a field is longer than the format allows
     */
    public static PendingRecord tombstone(LoggedTombstone tombstone) {
        return withoutBody(LogFormat.KIND_TOMBSTONE, out -> {
            field(out, tombstone.statement().bytes());
            signature(out, tombstone.signature());
        });
    }

    /** The first record of a segment, over the tree of all records before it. */
    public static PendingRecord segmentStart(long index, Instant created, MerkleTree before) {
        return withoutBody(LogFormat.KIND_SEGMENT, out -> {
            out.writeLong(index);
            time(out, created);
            out.writeByte(before.edge().size());
            for (byte[] hash : before.edge()) {
                out.write(hash);
            }
        });
    }

    /** The last record of a group, over the tree of all records before it. */
    public static PendingRecord commit(long firstSequence, MerkleTree before, Instant time) {
        return withoutBody(LogFormat.KIND_COMMIT, out -> {
            out.writeLong(firstSequence);
            out.writeLong(before.size());
            out.write(before.root().toBytes());
            time(out, time);
        });
    }

    static int digestCode(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA1 -> 1;
            case SHA224 -> 2;
            case SHA256 -> 3;
            case SHA384 -> 4;
            case SHA512 -> 5;
        };
    }

    private static void exchange(DataOutputStream out, LoggedExchange exchange) throws IOException {
        out.writeByte(exchange.side().code());
        text(out, exchange.queryId());
        text(out, exchange.requestId());
        text(out, exchange.clientId());
        text(out, exchange.serviceId());
    }

    private static void body(DataOutputStream out, LoggedBody body) throws IOException {
        out.writeByte(body.state().code());
        out.writeLong(body.length());
        if (body.digest().isEmpty()) {
            out.writeByte(0);
            return;
        }
        Digest digest = body.digest().get();
        out.writeByte(digestCode(digest.algorithm()));
        out.write(digest.toBytes());
    }

    private static void signature(DataOutputStream out, SignatureParts signature) throws IOException {
        field(out, signature.signature());
        Optional<SignatureParts.Batch> batch = signature.batch();
        out.writeByte(batch.isPresent() ? 1 : 0);
        if (batch.isPresent()) {
            field(out, batch.get().hashChainResult());
            field(out, batch.get().hashChain());
        }
    }

    private static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.toEpochMilli());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > LogFormat.TEXT_BYTES_MAX) {
            throw new IllegalArgumentException("A text is longer than the log's format allows");
        }
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static void field(DataOutputStream out, byte[] field) throws IOException {
        if (field.length > LogFormat.FIELD_BYTES_MAX) {
            throw new IllegalArgumentException("A field is longer than the log's format allows");
        }
        out.writeInt(field.length);
        out.write(field);
    }

    private static PendingRecord withoutBody(int kind, FieldWriter writer) {
        return new PendingRecord(kind, fields(NAMES_BYTES, writer), 0, BodyContent.none());
    }

    private static int expectedBytes(LoggedMessage message) {
        int chains = message.signature()
                .batch()
                .map(b -> b.hashChainResult().length + b.hashChain().length)
                .orElse(0);
        return NAMES_BYTES + message.head().length + message.signature().signature().length + chains;
    }

    private static RecordBytes fields(int expected, FieldWriter writer) {
        RecordBytes bytes = new RecordBytes(expected);
        try {
            writer.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("Memory does not fail", e);
        }
        return bytes;
    }

    private interface FieldWriter {
        void write(DataOutputStream out) throws IOException;
    }
}
