package org.ambergate.transport;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.RecordedExchange;
import org.ambergate.testsupport.RecordedHttp;

/**
 * Measures the decoder: body bytes per second, and time per small message. Run it from the module's directory after
 * {@code test-compile}: {@code java -cp target/classes:target/test-classes:<jspecify> org.ambergate.transport.TransportTiming}
 */
final class TransportTiming {
    private static final int BODY_BYTES = 64 << 20;
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int ROUNDS = 8;
    private static long seen;

    private TransportTiming() {}

    public static void main(String[] arguments) throws LocalFault {
        byte[] random = new byte[BODY_BYTES];
        new SplittableRandom(1).nextBytes(random);
        body("random bytes, heap", random);
        body("random bytes, direct", random.length, direct(random));
        body("lines of 80 characters", filled("0123456789abcdef".repeat(5).substring(2) + "\r\n"));
        body("only line ends", filled("\r\n"));
        body("beginnings of the delimiter", filled("\r\n--xtopAbCdEfGhIjKlMnOpQrStUvWxYzAbC."));
        RecordedExchange exchange = RecordedExchange.of("01");
        message("recorded GET request", Direction.REQUEST, exchange.request());
        message("recorded GET response", Direction.RESPONSE, exchange.response());
        System.out.println("(" + seen + " bytes)");
    }

    private static void body(String name, byte[] body) throws LocalFault {
        body(name, body.length, ByteBuffer.wrap(body));
    }

    private static void body(String name, int length, ByteBuffer content) throws LocalFault {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TransportEncoder encoder = new TransportEncoder("xtopAbCdEfGhIjKlMnOpQrStUvWxYzAbCd");
            TransportHandler handler = new TransportHandlerOfBodies(bytes -> seen += bytes.remaining());
            TransportDecoder decoder = new TransportDecoder(Direction.REQUEST, encoder.contentType(), handler);
            decoder.feed(ByteBuffer.wrap(encoder.part(PartType.REST_REQUEST, new byte[1])));
            decoder.feed(ByteBuffer.wrap(encoder.open(PartType.REST_BODY)));
            long start = cpuNanos();
            for (int from = 0; from < length; from += CHUNK_BYTES) {
                decoder.feed(content.slice(from, CHUNK_BYTES));
            }
            double seconds = (cpuNanos() - start) / 1e9;
            best = Math.max(best, length / 1e6 / seconds);
        }
        System.out.printf(Locale.ROOT, "%-32s %8.0f MB/s%n", name, best);
    }

    private static void message(String name, Direction direction, RecordedHttp recorded) throws LocalFault {
        byte[] bytes = recorded.body();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            int count = 20_000;
            long start = cpuNanos();
            for (int i = 0; i < count; i++) {
                TransportHandler handler = new TransportHandlerOfBodies(body -> seen += body.remaining());
                TransportDecoder decoder = new TransportDecoder(direction, recorded.contentType(), handler);
                decoder.feed(ByteBuffer.wrap(bytes));
                decoder.finish();
            }
            best = Math.min(best, (cpuNanos() - start) / count);
        }
        System.out.printf(Locale.ROOT, "%-32s %8d ns for %d bytes%n", name, best, bytes.length);
    }

    /** Time of this thread only: what else the machine does must not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static byte[] filled(String pattern) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BODY_BYTES);
        byte[] piece = pattern.getBytes(StandardCharsets.US_ASCII);
        while (out.size() + piece.length <= BODY_BYTES) {
            out.writeBytes(piece);
        }
        out.writeBytes(new byte[BODY_BYTES - out.size()]);
        return out.toByteArray();
    }
}
