package org.ambergate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.DecodedMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bytes of a body come out as they went in, whatever they are and however they arrive (threat T-28). */
class BodyBytesTest {
    private static final String BOUNDARY = "xtopAbCdEfGhIjKlMnOpQrStUvWxYzAbCd";
    private static final byte[] DELIMITER = ("\r\n--" + BOUNDARY).getBytes(StandardCharsets.US_ASCII);

    @Test
    void randomBodiesArriveUnchangedInRandomPieces() throws LocalFault {
        check(100_000, 1);
    }

    @Test
    @Tag("slow")
    void aMillionRandomBodiesArriveUnchangedInRandomPieces() throws LocalFault {
        check(1_000_000, 2);
    }

    @Test
    void aBodyIsPassedOnWithoutCopying() throws LocalFault {
        byte[] body = new byte[10_000];
        TransportEncoder encoder = new TransportEncoder(BOUNDARY);
        byte[] message = message(encoder, body);
        int[] views = new int[1];
        int middle = indexOfZero(message) + body.length / 2;
        TransportHandlerOfBodies handler = new TransportHandlerOfBodies(bytes -> {
            // What changes in the input now is seen through the view.
            message[message.length / 2] = 42;
            assertThat(bytes.get(bytes.remaining() / 2 + message.length / 2 - middle))
                    .isEqualTo((byte) 42);
            views[0]++;
        });
        TransportDecoder decoder = new TransportDecoder(Direction.REQUEST, encoder.contentType(), handler);
        decoder.feed(ByteBuffer.wrap(message));
        decoder.finish();

        assertThat(views[0]).isEqualTo(1);
    }

    @Test
    void directAndReadOnlyBuffersAreTaken() throws LocalFault {
        byte[] body = new byte[] {1, 2, 3, '\r', '\n', '-'};
        TransportEncoder encoder = new TransportEncoder(BOUNDARY);
        byte[] message = message(encoder, body);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(message.length).put(message).flip();
        for (ByteBuffer buffer :
                new ByteBuffer[] {direct, ByteBuffer.wrap(message).asReadOnlyBuffer()}) {
            DecodedMessage decoded = new DecodedMessage();
            TransportDecoder decoder = new TransportDecoder(Direction.REQUEST, encoder.contentType(), decoded);
            decoder.feed(buffer);
            decoder.finish();
            assertThat(decoded.part(PartType.REST_BODY)).contains(body);
        }
    }

    @Test
    void encodersMakeBoundariesThatDiffer() {
        SplittableRandom random = new SplittableRandom(7);
        String one = TransportEncoder.newBoundary(random);
        String other = TransportEncoder.newBoundary(random);
        assertThat(one).matches("xtop[A-Za-z]{30}").isNotEqualTo(other);
    }

    private static int indexOfZero(byte[] message) {
        int index = 0;
        while (message[index] != 0) {
            index++;
        }
        return index;
    }

    private static void check(int count, long seed) throws LocalFault {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            byte[] body = body(random);
            TransportEncoder encoder = new TransportEncoder(BOUNDARY);
            byte[] message = message(encoder, body);
            DecodedMessage decoded = new DecodedMessage();
            TransportDecoder decoder = new TransportDecoder(Direction.REQUEST, encoder.contentType(), decoded);
            int from = 0;
            while (from < message.length) {
                int length = Math.min(message.length - from, 1 + random.nextInt(1 + random.nextInt(120)));
                decoder.feed(ByteBuffer.wrap(message, from, length));
                from += length;
            }
            decoder.finish();
            byte[] received = decoded.part(PartType.REST_BODY).orElseThrow();
            if (!Arrays.equals(received, body)) {
                assertThat(received).isEqualTo(body);
            }
        }
    }

    /** Mostly pieces of the delimiter, which are what a search can stumble over. */
    private static byte[] body(SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int pieces = random.nextInt(8);
        for (int i = 0; i < pieces; i++) {
            int from = random.nextInt(4);
            int to = random.nextInt(from, DELIMITER.length);
            if (random.nextInt(3) > 0) {
                out.write(DELIMITER, from, to - from);
            } else {
                byte[] noise = new byte[random.nextInt(20)];
                random.nextBytes(noise);
                out.writeBytes(noise);
            }
            // Never the whole boundary at the beginning of a line.
            out.write('.');
            if (random.nextBoolean()) {
                out.write(random.nextBoolean() ? '\r' : '\n');
            }
        }
        return out.toByteArray();
    }

    private static byte[] message(TransportEncoder encoder, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(encoder.part(PartType.REST_REQUEST, new byte[] {'h'}));
        out.writeBytes(encoder.open(PartType.REST_BODY));
        out.writeBytes(body);
        out.writeBytes(encoder.part(PartType.SIGNATURE, new byte[] {'s'}));
        out.writeBytes(encoder.close());
        return out.toByteArray();
    }
}
