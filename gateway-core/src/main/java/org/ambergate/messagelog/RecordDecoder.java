package org.ambergate.messagelog;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.signature.SignatureParts;

/** Turns a record's fields into what they say. */
final class RecordDecoder {
    private static final SignatureParts NO_SIGNATURE = new SignatureParts(new byte[0], Optional.empty());

    private RecordDecoder() {}

    /** The same as {@link #decode}, but a message's signature, the longest field by far, comes empty. */
    static LogRecord decodeWithoutSignature(int kind, ByteBuffer fields) throws UnreadableRecordException {
        if (kind != LogFormat.KIND_MESSAGE) {
            return decode(kind, fields);
        }
        RecordFields in = new RecordFields(fields);
        LoggedMessage message = message(in, RecordDecoder::noSignature);
        in.end();
        return new LogRecord.Message(message);
    }

    static LogRecord decode(int kind, byte[] fields) throws UnreadableRecordException {
        return decode(kind, ByteBuffer.wrap(fields));
    }

    /** @param fields from its beginning to its limit */
    static LogRecord decode(int kind, ByteBuffer fields) throws UnreadableRecordException {
        RecordFields in = new RecordFields(fields);
        LogRecord record = switch (kind) {
            case LogFormat.KIND_SEGMENT -> segment(in);
            case LogFormat.KIND_COMMIT -> commit(in);
            case LogFormat.KIND_MESSAGE -> new LogRecord.Message(message(in, RecordDecoder::signature));
            case LogFormat.KIND_OUTCOME -> new LogRecord.Outcome(outcome(in));
            case LogFormat.KIND_TIMESTAMP -> new LogRecord.Timestamp(timestamp(in));
            case LogFormat.KIND_QUERY -> new LogRecord.Query(query(in));
            case LogFormat.KIND_TOMBSTONE -> new LogRecord.Tombstone(tombstone(in));
            default -> new LogRecord.Unknown(kind);
        };
        if (!(record instanceof LogRecord.Unknown)) {
            in.end();
        }
        return record;
    }

    private static LogRecord segment(RecordFields in) throws UnreadableRecordException {
        long index = in.number();
        Instant created = in.time();
        int count = in.octet();
        List<byte[]> edge = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            edge.add(in.octets(MerkleTree.HASH_BYTES));
        }
        return new LogRecord.SegmentStart(index, created, edge);
    }

    private static LogRecord commit(RecordFields in) throws UnreadableRecordException {
        long firstSequence = in.number();
        long treeSize = in.number();
        Digest root = new Digest(DigestAlgorithm.SHA256, in.octets(MerkleTree.HASH_BYTES));
        return new LogRecord.Commit(firstSequence, treeSize, root, in.time());
    }

    @FunctionalInterface
    private interface SignatureReading {
        SignatureParts read(RecordFields in) throws UnreadableRecordException;
    }

    private static LoggedMessage message(RecordFields in, SignatureReading signature) throws UnreadableRecordException {
        MessageDirection direction = direction(in.octet());
        Instant time = in.time();
        LoggedExchange exchange = exchange(in);
        LoggedBody body = body(in);
        byte[] head = in.field();
        return new LoggedMessage(exchange, direction, time, head, signature.read(in), body);
    }

    private static SignatureParts signature(RecordFields in) throws UnreadableRecordException {
        byte[] signature = in.field();
        return new SignatureParts(signature, batch(in));
    }

    private static SignatureParts noSignature(RecordFields in) throws UnreadableRecordException {
        in.passField();
        switch (in.octet()) {
            case 0 -> {}
            case 1 -> {
                in.passField();
                in.passField();
            }
            default -> throw RecordFields.malformed("A signature's form is unknown");
        }
        return NO_SIGNATURE;
    }

    private static LoggedOutcome outcome(RecordFields in) throws UnreadableRecordException {
        ExchangeState state = state(in.octet());
        Instant time = in.time();
        return new LoggedOutcome(exchange(in), time, state, in.text(), ownRequest(in));
    }

    private static LoggedTimestamp timestamp(RecordFields in) throws UnreadableRecordException {
        long from = in.number();
        long upTo = in.number();
        UUID logId = in.identifier();
        long treeSize = in.number();
        Digest root = new Digest(DigestAlgorithm.SHA256, in.octets(MerkleTree.HASH_BYTES));
        Instant time = in.time();
        int count = in.count(LoggedTimestamp.MESSAGES_MAX);
        List<StampedSignature> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long sequence = in.number();
            byte[] digest = in.octets(DigestAlgorithm.SHA512.length());
            messages.add(new StampedSignature(sequence, new Digest(DigestAlgorithm.SHA512, digest)));
        }
        LogCheckpoint checkpoint = new LogCheckpoint(logId, treeSize, root);
        return new LoggedTimestamp(from, upTo, checkpoint, time, messages, in.field(), in.field());
    }

    private static LoggedQuery query(RecordFields in) throws UnreadableRecordException {
        return new LoggedQuery(in.time(), in.text(), in.text(), in.number());
    }

    private static LoggedTombstone tombstone(RecordFields in) throws UnreadableRecordException {
        byte[] statement = in.field();
        SignatureParts signature = new SignatureParts(in.field(), batch(in));
        try {
            return new LoggedTombstone(TombstoneStatement.parse(statement), signature);
        } catch (IllegalArgumentException e) {
            throw RecordFields.malformed("A tombstone's statement cannot be read");
        }
    }

    private static LoggedExchange exchange(RecordFields in) throws UnreadableRecordException {
        return new LoggedExchange(side(in.octet()), in.text(), in.text(), in.text(), in.text());
    }

    private static LoggedBody body(RecordFields in) throws UnreadableRecordException {
        BodyState state = bodyState(in.octet());
        long length = in.number();
        Optional<Digest> digest = digest(in);
        try {
            return new LoggedBody(state, length, digest);
        } catch (IllegalArgumentException e) {
            throw RecordFields.malformed("A body's length or digest contradicts how it was kept");
        }
    }

    private static Optional<Digest> digest(RecordFields in) throws UnreadableRecordException {
        int code = in.octet();
        if (code == 0) {
            return Optional.empty();
        }
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            if (RecordEncoder.digestCode(algorithm) == code) {
                return Optional.of(new Digest(algorithm, in.octets(algorithm.length())));
            }
        }
        throw RecordFields.malformed("A digest's algorithm is unknown");
    }

    private static Optional<SignatureParts.Batch> batch(RecordFields in) throws UnreadableRecordException {
        return switch (in.octet()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new SignatureParts.Batch(in.field(), in.field()));
            default -> throw RecordFields.malformed("A signature's form is unknown");
        };
    }

    private static ExchangeSide side(int code) throws UnreadableRecordException {
        for (ExchangeSide side : ExchangeSide.values()) {
            if (side.code() == code) {
                return side;
            }
        }
        throw RecordFields.malformed("A side is unknown");
    }

    private static MessageDirection direction(int code) throws UnreadableRecordException {
        for (MessageDirection direction : MessageDirection.values()) {
            if (direction.code() == code) {
                return direction;
            }
        }
        throw RecordFields.malformed("A direction is unknown");
    }

    private static BodyState bodyState(int code) throws UnreadableRecordException {
        for (BodyState state : BodyState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw RecordFields.malformed("A body's state is unknown");
    }

    /** Outcomes of earlier versions end before it. */
    private static OwnRequest ownRequest(RecordFields in) throws UnreadableRecordException {
        if (in.isAtEnd()) {
            return OwnRequest.UNKNOWN;
        }
        int code = in.octet();
        for (OwnRequest ownRequest : OwnRequest.values()) {
            if (ownRequest.code() == code && ownRequest != OwnRequest.UNKNOWN) {
                return ownRequest;
            }
        }
        throw RecordFields.malformed("It is not known what an outcome says of its request");
    }

    private static ExchangeState state(int code) throws UnreadableRecordException {
        for (ExchangeState state : ExchangeState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw RecordFields.malformed("An exchange's state is unknown");
    }
}
