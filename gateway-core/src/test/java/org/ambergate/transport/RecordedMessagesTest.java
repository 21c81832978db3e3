package org.ambergate.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.RemoteFault;
import org.ambergate.testsupport.DecodedMessage;
import org.ambergate.testsupport.RecordedExchange;
import org.ambergate.testsupport.RecordedHttp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of a real X-Road 7.8 pair: taken apart whole and in pieces, put together again, and cut short. */
class RecordedMessagesTest {
    private static final int LONG_MESSAGE = 100_000;

    record Message(String name, Direction direction, String contentType, byte[] bytes) {
        static Message of(String name, Direction direction, RecordedHttp http) {
            return new Message(name, direction, http.contentType(), http.body());
        }

        DecodedMessage decode(List<ByteBuffer> pieces) throws LocalFault {
            return DecodedMessage.decode(direction, contentType, pieces);
        }

        DecodedMessage decode() throws LocalFault {
            return DecodedMessage.decode(direction, contentType, bytes);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (RecordedExchange exchange : RecordedExchange.all()) {
            messages.add(Message.of(exchange.name() + ".request", Direction.REQUEST, exchange.request()));
            RecordedHttp response = exchange.response();
            if (response.isMultipart()) {
                messages.add(Message.of(exchange.name() + ".response", Direction.RESPONSE, response));
            }
        }
        return messages;
    }

    /** One message of every shape: with and without body, plain and batch signature, RSA and EC, fault. */
    static Stream<Message> differentMessages() {
        List<String> exchanges = List.of("01-", "03-", "08-", "19-", "30-rest-burst-16/xr-090", "42-", "51-");
        return messages().stream()
                .filter(message ->
                        exchanges.stream().anyMatch(name -> message.name().startsWith(name)));
    }

    @Test
    void everyRecordedMessageIsThere() {
        assertThat(messages()).hasSize(69);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aRecordedMessageHasItsParts(Message message) throws LocalFault {
        List<DecodedMessage.Part> parts = message.decode().parts();

        PartType last = parts.get(parts.size() - 1).type();
        assertThat(last).isIn(PartType.SIGNATURE, PartType.FAULT);
        assertThat(parts.get(0).type())
                .isEqualTo(
                        message.direction() == Direction.REQUEST
                                ? PartType.OCSP_RESPONSE
                                : last == PartType.FAULT ? PartType.FAULT : PartType.REST_RESPONSE);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aRecordedMessageDecodesByteByByte(Message message) throws LocalFault {
        List<ByteBuffer> pieces = new ArrayList<>(message.bytes().length);
        for (int i = 0; i < message.bytes().length; i++) {
            pieces.add(ByteBuffer.wrap(message.bytes(), i, 1));
        }

        assertThat(message.decode(pieces).parts()).isEqualTo(message.decode().parts());
    }

    @ParameterizedTest
    @MethodSource("differentMessages")
    void aRecordedMessageDecodesAtEverySplit(Message message) throws LocalFault {
        List<DecodedMessage.Part> expected = message.decode().parts();
        int length = message.bytes().length;
        for (int split = 0; split <= length; split++) {
            ByteBuffer head = ByteBuffer.wrap(message.bytes(), 0, split);
            ByteBuffer tail = ByteBuffer.wrap(message.bytes(), split, length - split);

            if (!message.decode(List.of(head, tail)).parts().equals(expected)) {
                assertThat(split).as("a split that changes the parts").isNegative();
            }
        }
    }

    @Test
    @Tag("slow")
    void everyRecordedMessageDecodesAtEverySplitAndIsRefusedWhereverItIsCut() throws LocalFault {
        for (Message message : messages()) {
            if (message.bytes().length < LONG_MESSAGE) {
                aRecordedMessageDecodesAtEverySplit(message);
                aRecordedMessageIsRefusedWhereverItIsCut(message);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theSamePartsGiveTheSameBytesAgain(Message message) throws LocalFault {
        String boundary = MultipartType.boundary(message.contentType());
        TransportEncoder encoder = new TransportEncoder(boundary);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DecodedMessage decoded = message.decode();
        for (DecodedMessage.Part part : decoded.parts()) {
            out.writeBytes(encode(encoder, part, decoded));
        }
        out.writeBytes(encoder.close());

        assertThat(out.toByteArray()).isEqualTo(message.bytes());
        assertThat(encoder.contentType()).isEqualTo(message.contentType());
    }

    static Stream<Message> messagesToCut() {
        return differentMessages().filter(message -> message.name().matches("(01|03|19)-.*request|19-.*response"));
    }

    @ParameterizedTest
    @MethodSource("messagesToCut")
    void aRecordedMessageIsRefusedWhereverItIsCut(Message message) {
        for (int length = 0; length < message.bytes().length; length++) {
            String outcome = outcome(message, length);
            if (!outcome.equals("mime_parsing_failed")) {
                assertThat(outcome).as("cut after " + length).isEqualTo("mime_parsing_failed");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("differentMessages")
    void aRecordedMessageIsRefusedWithAByteMore(Message message) {
        byte[] longer = Arrays.copyOf(message.bytes(), message.bytes().length + 1);
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> DecodedMessage.decode(message.direction(), message.contentType(), longer));
    }

    @Test
    void recordedFaultsCarryTheCodesThatTheCallersGot() throws LocalFault {
        for (String number : List.of("12", "16", "17", "19")) {
            RecordedExchange exchange = RecordedExchange.of(number);

            RemoteFault fault = fault(exchange.response());

            String head = new String(exchange.file("curl.head").orElseThrow(), StandardCharsets.UTF_8);
            String body = new String(exchange.file("curl.body").orElseThrow(), StandardCharsets.UTF_8);
            assertThat(head).contains("X-Road-Error: " + fault.faultCode() + "\r\n");
            assertThat(body)
                    .isEqualTo("{\"type\":\"" + fault.faultCode() + "\",\"message\":\"" + fault.text()
                            + "\",\"detail\":\"" + fault.detail() + "\"}");
        }
    }

    @Test
    void aWholeResponseFaultIsWrittenAsItWasRecorded() throws LocalFault {
        for (String number : List.of("12", "16", "17")) {
            byte[] recorded = RecordedExchange.of(number).response().body();
            RemoteFault fault = FaultMessage.parse(recorded);

            assertThat(FaultMessage.encode(new FaultReply(fault.faultCode(), fault.text(), fault.detail())))
                    .isEqualTo(recorded);
        }
    }

    private static String outcome(Message message, int length) {
        try {
            return message.decode(List.of(ByteBuffer.wrap(message.bytes(), 0, length)))
                    .parts()
                    .toString();
        } catch (LocalFault e) {
            return e.code().xroadName();
        }
    }

    private static RemoteFault fault(RecordedHttp response) throws LocalFault {
        return response.isMultipart()
                ? DecodedMessage.decode(Direction.RESPONSE, response).fault().orElseThrow()
                : FaultMessage.parse(response.body());
    }

    private static byte[] encode(TransportEncoder encoder, DecodedMessage.Part part, DecodedMessage decoded) {
        if (part.type() == PartType.FAULT) {
            RemoteFault fault = decoded.fault().orElseThrow();
            return encoder.fault(new FaultReply(fault.faultCode(), fault.text(), fault.detail()));
        }
        if (part.type() != PartType.REST_BODY) {
            return encoder.part(part.type(), part.content());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(encoder.open(PartType.REST_BODY));
        body.writeBytes(part.content());
        return body.toByteArray();
    }
}
