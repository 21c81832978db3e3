package org.ambergate.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.DecodedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken and hostile messages (threats T-25 to T-27). {@code |} stands for CRLF in the cases. */
class TransportDecoderTest {
    private static final String TYPE = "multipart/mixed; charset=UTF-8; boundary=B";
    private static final String HEAD = "--B|content-type: application/x-road-rest-request||head";
    private static final String BODY = "|--B|content-type: application/x-road-rest-body||";
    private static final String SIGNATURE = "|--B|content-type: signature/bdoc-1.0/ts||sig";
    private static final String END = "|--B--|";

    /** What is no message at all, by framing: each is refused as a whole and byte by byte. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // beginnings
                "",
                "|",
                "preamble|" + HEAD + SIGNATURE + END,
                "|" + HEAD + SIGNATURE + END,
                " " + HEAD + SIGNATURE + END,
                "-" + HEAD + SIGNATURE + END,
                "--C|content-type: application/x-road-rest-request||head" + SIGNATURE + END,
                // boundaries
                "--B |content-type: application/x-road-rest-request||head" + SIGNATURE + END,
                "--B\t|content-type: application/x-road-rest-request||head" + SIGNATURE + END,
                "--B\ncontent-type: application/x-road-rest-request||head" + SIGNATURE + END,
                "--B\rcontent-type: application/x-road-rest-request||head" + SIGNATURE + END,
                "--BB|content-type: application/x-road-rest-request||head" + SIGNATURE + END,
                "--B-|content-type: application/x-road-rest-request||head" + SIGNATURE + END,
                HEAD + "|--B " + SIGNATURE + END,
                HEAD + "|--BC|content-type: text/plain||x" + SIGNATURE + END,
                HEAD + "\n--B|content-type: signature/bdoc-1.0/ts||sig" + END,
                HEAD + SIGNATURE + "\n--B--|",
                HEAD + BODY + "--B|content-type: signature/bdoc-1.0/ts||sig" + END,
                HEAD + BODY + "\n--B" + SIGNATURE + END,
                HEAD + BODY + "x\n--B--|" + SIGNATURE + END,
                // ends
                HEAD + SIGNATURE,
                HEAD + SIGNATURE + "|",
                HEAD + SIGNATURE + "|--B",
                HEAD + SIGNATURE + "|--B-",
                HEAD + SIGNATURE + "|--B--",
                HEAD + SIGNATURE + "|--B--\r",
                HEAD + SIGNATURE + "|--B--\n",
                HEAD + SIGNATURE + "|--B-- |",
                HEAD + SIGNATURE + "|--B--X",
                HEAD + SIGNATURE + "|--B|",
                HEAD + SIGNATURE + "--B--|",
                // part headers
                "--B||head" + SIGNATURE + END,
                "--B|" + SIGNATURE + END,
                "--B|content-type:||head" + SIGNATURE + END,
                "--B|content-type||head" + SIGNATURE + END,
                "--B|content-type : application/x-road-rest-request||head" + SIGNATURE + END,
                "--B| content-type: application/x-road-rest-request||head" + SIGNATURE + END,
                "--B|content-type: application/|  x-road-rest-request||head" + SIGNATURE + END,
                "--B|content-type: application/x-road-rest-request\n\nhead" + SIGNATURE + END,
                "--B|content-type: application/x-road-rest-request\n|head" + SIGNATURE + END,
                "--B|content-type: application/x-road-rest-request\rx: y||head" + SIGNATURE + END,
                "--B|content-type: application/x-road-rest-request\u0000||head" + SIGNATURE + END,
                "--B|content-type: application/x-road-rest-request\u00E4||head" + SIGNATURE + END,
                "--B|content-type: application/x-road-rest-request\u007F||head" + SIGNATURE + END,
                "--B|content-type: application/x-road-rest-request|content-type: text/plain||head" + SIGNATURE + END,
                "--B|content-type: application/x-road-rest-request|content-transfer-encoding: base64||aGVhZA=="
                        + SIGNATURE + END,
                "--B|content-transfer-encoding: quoted-printable||=20" + SIGNATURE + END,
                "--B|content-disposition: attachment; filename=../../x|content-type: text/plain||" + SIGNATURE + END,
                "--B|content-type: application/x-road-rest-request|content-length: 2||head" + SIGNATURE + END,
                "--B|: application/x-road-rest-request||head" + SIGNATURE + END,
                "--B|a|b|c||head" + SIGNATURE + END
            })
    void thisFramingIsRefused(String message) {
        assertRefused(Direction.REQUEST, message, "mime_parsing_failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD + SIGNATURE + END + " ",
                HEAD + SIGNATURE + END + "|",
                HEAD + SIGNATURE + END + "epilogue",
                HEAD + SIGNATURE + END + HEAD + SIGNATURE + END,
                HEAD + SIGNATURE + SIGNATURE + END,
                HEAD + SIGNATURE + BODY + END,
                HEAD + SIGNATURE + "|--B|content-type: text/plain||x" + END,
                HEAD + "|--B|content-type: application/x-road-rest-request||head" + SIGNATURE + END,
                HEAD + BODY + BODY + SIGNATURE + END,
                HEAD + "|--B|content-type: text/plain||x" + SIGNATURE + END,
                HEAD + "|--B|content-type: application/octet-stream||x" + SIGNATURE + END,
                HEAD + "|--B|content-type: multipart/mixed; boundary=C|||--C|content-type: a/b||x|--C--|" + SIGNATURE
                        + END,
                "--B|content-type: multipart/mixed; boundary=B||--B|x" + SIGNATURE + END,
                "--B|content-type: text/xml; charset=UTF-8||<soap/>" + SIGNATURE + END,
                "--B|content-type: application/xop+xml||<soap/>" + SIGNATURE + END,
                "--B|content-type: signature/bdoc-1.0/ts||sig" + END,
                "--B|content-type: signature/bdoc-1.0 /ts||sig" + END,
                "--B|content-type: application/x-road-rest-body||body" + SIGNATURE + END,
                "--B|content-type: application/x-road-rest-response||head" + SIGNATURE + END,
                HEAD + "|--B|content-type: application/ocsp-response||x" + SIGNATURE + END,
                HEAD + "|--B|content-type: application/hash-chain||x" + SIGNATURE + END,
                HEAD + "|--B|content-type: application/hash-chain-result||x" + SIGNATURE + END
            })
    void thisOrderIsRefused(String message) {
        assertRefused(Direction.REQUEST, message, "invalid_message");
    }

    @Test
    void whatFollowsTheSignatureIsNamed() {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() ->
                        DecodedMessage.decode(Direction.REQUEST, TYPE, bytes(HEAD + SIGNATURE + BODY + "x" + END)))
                .withMessageContaining("extra content after its signature");
    }

    @Test
    void soapIsRefusedWithAClearText() {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> DecodedMessage.decode(
                        Direction.REQUEST, TYPE, bytes("--B|content-type: text/xml||<soap/>" + SIGNATURE + END)))
                .withMessageContaining("SOAP messages are not supported");
    }

    @Test
    void aMessageThatEndsTooEarlySaysWhatIsMissing() {
        assertRefused(Direction.REQUEST, HEAD + END, "missing_signature");
        assertRefused(Direction.REQUEST, HEAD + BODY + "x" + END, "missing_signature");
        assertRefused(Direction.REQUEST, "--B|content-type: application/ocsp-response||x" + END, "missing_rest");
        assertRefused(Direction.REQUEST, "--B--|", "missing_rest");
        assertRefused(Direction.RESPONSE, "--B--|", "missing_rest");
    }

    @Test
    void contentMayLookAlmostLikeABoundary() throws LocalFault {
        for (String content : List.of(
                "",
                "|",
                "||",
                "\r",
                "\n",
                "--",
                "-",
                "|-",
                "|--",
                "|--A",
                "|--b",
                "--A",
                "\r|--A|",
                "||--A",
                "x--B",
                "x --B--|",
                "\r--B",
                "|-|--",
                "|--|--",
                "=3D=20\u00E4\u0000\u007F")) {
            byte[] message = bytes(HEAD + BODY + content + SIGNATURE + END);
            for (int piece = 1; piece <= message.length; piece++) {
                byte[] body = decodeInPieces(Direction.REQUEST, message, piece)
                        .part(PartType.REST_BODY)
                        .orElseThrow();
                assertThat(body).as(content).isEqualTo(bytes(content));
            }
        }
    }

    /** Every sequence of up to five parts. */
    private static List<List<PartType>> orders() {
        List<List<PartType>> orders = new ArrayList<>();
        collect(new ArrayList<>(), 5, orders);
        return orders;
    }

    private static void collect(List<PartType> sequence, int room, List<List<PartType>> orders) {
        orders.add(List.copyOf(sequence));
        if (room > 0) {
            for (PartType type : PartType.values()) {
                sequence.add(type);
                collect(sequence, room - 1, orders);
                sequence.remove(sequence.size() - 1);
            }
        }
    }

    @Test
    void exactlyTheOrdersOfTheSpecificationAreTaken() {
        // The table of the transport specification, section 4, as regular expressions.
        String request = "O*Q(B)?(RC)?S";
        String response = "((P(B)?(RC)?S)|(F)|(PF)|(PBF)|(PRF)|(PRCF)|(PBRF)|(PBRCF))";
        Map<PartType, String> letters = Map.of(
                PartType.OCSP_RESPONSE, "O",
                PartType.REST_REQUEST, "Q",
                PartType.REST_RESPONSE, "P",
                PartType.REST_BODY, "B",
                PartType.HASH_CHAIN_RESULT, "R",
                PartType.HASH_CHAIN, "C",
                PartType.SIGNATURE, "S",
                PartType.FAULT, "F");
        List<List<PartType>> orders = orders();
        assertThat(orders).hasSizeGreaterThan(30_000);
        for (List<PartType> order : orders) {
            String word = order.stream().map(letters::get).collect(Collectors.joining());
            boolean asRequest = isTaken(Direction.REQUEST, order);
            boolean asResponse = isTaken(Direction.RESPONSE, order);
            if (asRequest != word.matches(request) || asResponse != word.matches(response)) {
                assertThat(order)
                        .as("taken as request %s, as response %s", asRequest, asResponse)
                        .isNull();
            }
        }
    }

    private static boolean isTaken(Direction direction, List<PartType> order) {
        PartSequence sequence = new PartSequence(direction);
        try {
            for (PartType type : order) {
                sequence.accept(type);
            }
            sequence.requireComplete();
            return true;
        } catch (LocalFault e) {
            return false;
        }
    }

    @Test
    void thereMayBeAsManyOcspResponsesAsAChainNeedsAndNotOneMore() throws LocalFault {
        String ocsp = "--B|content-type: application/ocsp-response||der|";
        String most = ocsp.repeat(Limits.OCSP_RESPONSES_MAX) + HEAD + SIGNATURE + END;
        assertThat(DecodedMessage.decode(Direction.REQUEST, TYPE, bytes(most)).parts())
                .hasSize(Limits.OCSP_RESPONSES_MAX + 2);
        assertRefused(Direction.REQUEST, ocsp + most, "invalid_message");
        assertRefused(Direction.REQUEST, ocsp.repeat(10_000) + HEAD + SIGNATURE + END, "invalid_message");
    }

    @Test
    void aPartHeaderLineMayHaveItsFullLengthAndNoByteMore() throws LocalFault {
        String line = "content-type: application/x-road-rest-request; x=";
        String longest = line + "a".repeat(Limits.PART_HEADER_LINE_BYTES_MAX - line.length());
        String rest = "||head" + SIGNATURE + END;
        assertThat(DecodedMessage.decode(Direction.REQUEST, TYPE, bytes("--B|" + longest + rest))
                        .parts())
                .hasSize(2);
        assertRefused(Direction.REQUEST, "--B|" + longest + "a" + rest, "mime_parsing_failed");
        assertRefused(Direction.REQUEST, "--B|" + line + "a".repeat(64 * 1024) + rest, "mime_parsing_failed");
    }

    @Test
    void aPartMayHaveItsFullLengthAndNoByteMore() throws LocalFault {
        for (PartType type : PartType.values()) {
            if (type != PartType.REST_BODY && type != PartType.FAULT) {
                assertThat(withContent(type, type.bytesMax()).part(type).orElseThrow())
                        .hasSize(type.bytesMax());
                assertThatExceptionOfType(LocalFault.class)
                        .isThrownBy(() -> withContent(type, type.bytesMax() + 1))
                        .withMessageContaining("longer than " + type.bytesMax() + " bytes")
                        .extracting(fault -> fault.code().xroadName())
                        .isEqualTo("invalid_message");
            }
        }
    }

    private static DecodedMessage withContent(PartType type, int length) throws LocalFault {
        List<PartType> order = new ArrayList<>(
                List.of(PartType.REST_REQUEST, PartType.HASH_CHAIN_RESULT, PartType.HASH_CHAIN, PartType.SIGNATURE));
        Direction direction = type == PartType.REST_RESPONSE ? Direction.RESPONSE : Direction.REQUEST;
        Collections.replaceAll(
                order, PartType.REST_REQUEST, direction == Direction.REQUEST ? PartType.REST_REQUEST : type);
        if (type == PartType.OCSP_RESPONSE) {
            order.add(0, type);
        }
        DecodedMessage message = new DecodedMessage();
        TransportDecoder decoder = new TransportDecoder(direction, TYPE, message);
        TransportEncoder encoder = new TransportEncoder("B");
        for (PartType each : order) {
            decoder.feed(ByteBuffer.wrap(encoder.part(each, new byte[each == type ? length : 1])));
        }
        decoder.feed(ByteBuffer.wrap(encoder.close()));
        decoder.finish();
        return message;
    }

    @Test
    void aFaultEndsABodyThatHadBegun() throws LocalFault {
        String fault =
                new String(FaultMessage.encode(new FaultReply("server.x", "text", "id")), StandardCharsets.UTF_8);
        DecodedMessage message = DecodedMessage.decode(
                Direction.RESPONSE,
                TYPE,
                bytes("--B|content-type: application/x-road-rest-response||head" + BODY
                        + "half|--B|content-type: text/xml; charset=UTF-8||" + fault + END));

        assertThat(message.parts().stream().map(DecodedMessage.Part::type))
                .containsExactly(PartType.REST_RESPONSE, PartType.REST_BODY, PartType.FAULT);
        assertThat(message.fault().orElseThrow().faultCode()).isEqualTo("server.x");
    }

    @Test
    void afterAFaultTheDecoderStaysBroken() throws LocalFault {
        TransportDecoder decoder = new TransportDecoder(Direction.REQUEST, TYPE, new DecodedMessage());
        assertThatExceptionOfType(LocalFault.class).isThrownBy(() -> decoder.feed(ByteBuffer.wrap(bytes("x"))));
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> decoder.feed(ByteBuffer.wrap(bytes(HEAD + SIGNATURE + END))));
        assertThatExceptionOfType(LocalFault.class).isThrownBy(decoder::finish);
    }

    private static void assertRefused(Direction direction, String message, String code) {
        byte[] bytes = bytes(message);
        for (int piece : new int[] {1, 7, Math.max(1, bytes.length)}) {
            assertThatExceptionOfType(LocalFault.class)
                    .as(message)
                    .isThrownBy(() -> decodeInPieces(direction, bytes, piece))
                    .extracting(fault -> fault.code().xroadName())
                    .isEqualTo(code);
        }
    }

    private static DecodedMessage decodeInPieces(Direction direction, byte[] message, int length) throws LocalFault {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int from = 0; from < message.length; from += length) {
            pieces.add(ByteBuffer.wrap(message, from, Math.min(length, message.length - from)));
        }
        return DecodedMessage.decode(direction, TYPE, pieces);
    }

    private static byte[] bytes(String text) {
        return text.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
