package org.ambergate.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.signature.SignatureParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordCodecTest {
    private static final Digest DIGEST = DigestAlgorithm.SHA512.of(new byte[] {7});

    @ParameterizedTest
    @EnumSource
    void aMessageComesBackAsItWent(BodyState state) throws Exception {
        LoggedBody body = body(state);
        LoggedMessage message = message("häuptling/☕", "head", body);

        LoggedMessage read = ((LogRecord.Message) readBack(entry(message, new byte[] {7}))).message();

        assertThat(read.exchange()).isEqualTo(message.exchange());
        assertThat(read.direction()).isEqualTo(MessageDirection.RESPONSE);
        assertThat(read.time()).isEqualTo(MemoryLog.TIME);
        assertThat(read.head()).isEqualTo(message.head());
        assertThat(read.body()).isEqualTo(body);
        assertThat(read.signature().signature()).isEqualTo(message.signature().signature());
        assertThat(read.signature().batch().orElseThrow().hashChain()).containsExactly(3, 4, 5);
    }

    @ParameterizedTest
    @EnumSource
    void anOutcomeComesBackAsItWent(ExchangeState state) throws Exception {
        for (OwnRequest ownRequest : OwnRequest.values()) {
            LoggedOutcome outcome = new LoggedOutcome(
                    MemoryLog.exchange("r"), MemoryLog.TIME, state, "service_failed.io_error", ownRequest);

            LogRecord read = readBack(RecordEncoder.outcome(outcome));

            assertThat(read).isEqualTo(new LogRecord.Outcome(outcome));
        }
    }

    /** Written by hand after the format as it was before outcomes said whether their own request was logged. */
    private static final String OLD_OUTCOME = "02" + "0000019b8de04000" + "01" + "000151" + "000152"
            + "000c544553542f474f562f312f61" + "0010544553542f434f4d2f322f642f676574" + "000178";

    @Test
    void anOutcomeThatDoesNotSayWhetherItsRequestWasLoggedIsRead() throws Exception {
        byte[] fields = HexFormat.of().parseHex(OLD_OUTCOME);

        LogRecord read = RecordDecoder.decode(LogFormat.KIND_OUTCOME, fields);

        LoggedExchange names = new LoggedExchange(ExchangeSide.CONSUMER, "Q", "R", "TEST/GOV/1/a", "TEST/COM/2/d/get");
        Instant time = Instant.ofEpochMilli(0x19b8de04000L);
        assertThat(read)
                .isEqualTo(new LogRecord.Outcome(
                        new LoggedOutcome(names, time, ExchangeState.REFUSED, "x", OwnRequest.UNKNOWN)));
    }

    @Test
    void whatAnOutcomeSaysOfItsRequestIsOneOfTwoOctetsOrNothing() throws Exception {
        byte[] old = HexFormat.of().parseHex(OLD_OUTCOME);
        for (int octet = 0; octet < 256; octet++) {
            byte[] fields = Arrays.copyOf(old, old.length + 1);
            fields[old.length] = (byte) octet;
            byte[] longer = Arrays.copyOf(fields, fields.length + 1);
            if (octet == 1 || octet == 2) {
                LoggedOutcome read =
                        ((LogRecord.Outcome) RecordDecoder.decode(LogFormat.KIND_OUTCOME, fields)).outcome();
                assertThat(read.ownRequest()).isEqualTo(octet == 1 ? OwnRequest.LOGGED : OwnRequest.NOT_LOGGED);
            } else {
                assertThatThrownBy(() -> RecordDecoder.decode(LogFormat.KIND_OUTCOME, fields))
                        .isInstanceOf(UnreadableRecordException.class);
            }
            assertThatThrownBy(() -> RecordDecoder.decode(LogFormat.KIND_OUTCOME, longer))
                    .isInstanceOf(UnreadableRecordException.class);
        }
        for (int length = 0; length < old.length; length++) {
            byte[] cut = Arrays.copyOf(old, length);
            assertThatThrownBy(() -> RecordDecoder.decode(LogFormat.KIND_OUTCOME, cut))
                    .isInstanceOf(UnreadableRecordException.class);
        }
    }

    @Test
    void aQueryComesBackAsItWent() throws Exception {
        LoggedQuery query = new LoggedQuery(MemoryLog.TIME, "inspection", "records?issue=\u2615 scope=all", 12);

        assertThat(readBack(RecordEncoder.query(query))).isEqualTo(new LogRecord.Query(query));
    }

    @Test
    void aRecordIsAsLongAsAnnounced() throws Exception {
        PendingRecord record = entry(message("q", "head", body(BodyState.KEPT)), new byte[] {7});

        assertThat(write(record, 5)).hasSize((int) record.size());
    }

    @Test
    void aBodyInMemoryGivesTheSameBytes() throws Exception {
        LoggedMessage message = message("q", "head", body(BodyState.KEPT));

        assertThat(write(entry(message, new byte[] {7}).withBodyInMemory(), 5))
                .isEqualTo(write(entry(message, new byte[] {7}), 5));
    }

    @Test
    void aBodyOfTenMebibytesStreamsInPieces() throws Exception {
        byte[] body = new byte[10 * 1024 * 1024];
        new Random(1).nextBytes(body);
        LoggedBody about = LoggedBody.kept(body.length, DigestAlgorithm.SHA512.of(body));
        BodyContent inPieces = out -> {
            for (int at = 0; at < body.length; at += 65_536) {
                out.write(ByteBuffer.wrap(body, at, 65_536));
            }
        };
        PendingRecord record = RecordEncoder.message(new LogEntry(message("q", "head", about), inPieces));

        assertThat(read(write(record, 1))).isInstanceOf(LogRecord.Message.class);
    }

    @Test
    void aBodyThatIsShorterOrLongerThanAnnouncedIsAnError() {
        LoggedMessage message = message("q", "head", LoggedBody.kept(2, DIGEST));

        assertThatThrownBy(() -> write(entry(message, new byte[1]), 1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> write(entry(message, new byte[3]), 1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> entry(message, new byte[1]).withBodyInMemory()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> entry(message, new byte[3]).withBodyInMemory()).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyThatHasNotTheSignedDigestIsFound() throws Exception {
        byte[] bytes = write(entry(message("q", "head", LoggedBody.kept(1, DIGEST)), new byte[] {8}), 1);

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOfSatisfying(
                        UnreadableRecordException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.BODY));
    }

    @Test
    void aTextOfTheGreatestLengthIsTakenAndALongerOneIsNot() throws Exception {
        String longest = "x".repeat(LogFormat.TEXT_BYTES_MAX);

        assertThat(readBack(entry(message(longest, "h", LoggedBody.absent()), new byte[0])))
                .isInstanceOf(LogRecord.Message.class);
        assertThatThrownBy(() -> entry(message(longest + "x", "h", LoggedBody.absent()), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeadOfTheGreatestLengthIsTakenAndALongerOneIsNot() throws Exception {
        String longest = "x".repeat(LogFormat.FIELD_BYTES_MAX);

        assertThat(readBack(entry(message("q", longest, LoggedBody.absent()), new byte[0])))
                .isInstanceOf(LogRecord.Message.class);
        assertThatThrownBy(() -> entry(message("q", longest + "x", LoggedBody.absent()), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBodyOfTheGreatestLengthIsTakenAndALongerOneIsNot() {
        assertThatCode(() -> entry(message("q", "h", LoggedBody.kept(LogFormat.BODY_BYTES_MAX, DIGEST)), new byte[0]))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        entry(message("q", "h", LoggedBody.kept(LogFormat.BODY_BYTES_MAX + 1, DIGEST)), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fieldsOfTheGreatestLengthAreReadAndLongerOnesAreNot() throws Exception {
        byte[] longest = new byte[LogFormat.FIELDS_BYTES_MAX];
        PendingRecord taken = new PendingRecord(99, fields(longest), 0, BodyContent.none());
        PendingRecord refused =
                new PendingRecord(99, fields(Arrays.copyOf(longest, longest.length + 1)), 0, BodyContent.none());

        assertThat(readBack(taken)).isEqualTo(new LogRecord.Unknown(99));
        assertThatThrownBy(() -> readBack(refused)).hasMessageContaining("makes no sense");
    }

    @Test
    void anUnknownKindIsPassedOver() throws Exception {
        assertThat(readBack(new PendingRecord(200, fields(new byte[] {1, 2, 3}), 0, BodyContent.none())))
                .isEqualTo(new LogRecord.Unknown(200));
    }

    @Test
    void anyFieldsGiveARecordOrAReason() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] fields = new byte[1 + random.nextInt(120)];
            random.nextBytes(fields);
            if (random.nextBoolean()) {
                Arrays.fill(fields, 0, Math.min(fields.length, 14), (byte) random.nextInt(4));
            }
            int kind = 1 + random.nextInt(4);
            try {
                assertThat(RecordDecoder.decode(kind, fields)).isNotNull();
            } catch (UnreadableRecordException e) {
                assertThat(e.code()).isEqualTo(FindingCode.MALFORMED);
            }
        }
    }

    @Test
    void everyTruncationOfTheFieldsIsMalformed() throws Exception {
        byte[] record = write(entry(message("q", "head", body(BodyState.TOO_LARGE)), new byte[0]), 1);
        byte[] fields =
                Arrays.copyOfRange(record, LogFormat.RECORD_HEADER_BYTES, record.length - LogFormat.CHECKSUM_BYTES);

        for (int length = 0; length < fields.length; length++) {
            byte[] cut = Arrays.copyOf(fields, length);
            assertThatThrownBy(() -> RecordDecoder.decode(LogFormat.KIND_MESSAGE, cut))
                    .isInstanceOf(UnreadableRecordException.class);
        }
        assertThatThrownBy(() -> RecordDecoder.decode(LogFormat.KIND_MESSAGE, Arrays.copyOf(fields, fields.length + 1)))
                .isInstanceOf(UnreadableRecordException.class);
    }

    private static LoggedBody body(BodyState state) {
        return switch (state) {
            case KEPT -> LoggedBody.kept(1, DIGEST);
            case ABSENT -> LoggedBody.absent();
            case EMPTY -> LoggedBody.empty(DIGEST);
            case TOO_LARGE -> LoggedBody.tooLarge(1L << 40, DIGEST);
            case LEFT_OUT -> LoggedBody.leftOut(17, DIGEST);
        };
    }

    private static LoggedMessage message(String queryId, String head, LoggedBody body) {
        LoggedExchange exchange =
                new LoggedExchange(ExchangeSide.CONSUMER, queryId, "r", "TEST/GOV/1", "TEST/COM/2/b/s");
        SignatureParts signature = new SignatureParts(new byte[] {9, 9}, MemoryLog.batch());
        Instant time = MemoryLog.TIME;
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        return new LoggedMessage(exchange, MessageDirection.RESPONSE, time, bytes, signature, body);
    }

    private static PendingRecord entry(LoggedMessage message, byte[] body) {
        return RecordEncoder.message(new LogEntry(message, BodyContent.of(ByteBuffer.wrap(body))));
    }

    private static LogRecord readBack(PendingRecord record) throws Exception {
        return read(write(record, 12));
    }

    private static byte[] write(PendingRecord record, long sequence) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        record.writeTo(
                bytes -> {
                    byte[] taken = new byte[bytes.remaining()];
                    bytes.get(taken);
                    out.writeBytes(taken);
                },
                MemoryLog.LOG_ID,
                sequence);
        return out.toByteArray();
    }

    private static LogRecord read(byte[] bytes) throws IOException, UnreadableRecordException {
        SegmentWindow window = new SegmentWindow(new MemoryLog.MemorySegment("test", bytes));
        Optional<RecordReader.ReadRecord> record =
                new RecordReader(window, MemoryLog.LOG_ID, RecordReader.Depth.BODIES).read(0);
        assertThat(record.orElseThrow().end()).isEqualTo(bytes.length);
        return record.orElseThrow().content();
    }

    private static RecordBytes fields(byte[] value) {
        RecordBytes fields = new RecordBytes(0);
        fields.writeBytes(value);
        return fields;
    }
}
