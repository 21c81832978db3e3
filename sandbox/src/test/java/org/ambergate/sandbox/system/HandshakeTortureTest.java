package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.ambergate.testsupport.TlsBytes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a stranger says before a handshake has ended, the server's port closes in time, keeps nothing, and serves the
 * others (threat T-55). A hello that offers TLS 1.2 alone meets the JDK's engine, the other one the native engine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class HandshakeTortureTest {
    private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");
    private static final int RECORD_HEADER = 5;
    private static final int MANY = 100_000;

    /** Half of what a whole handshake may take. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final HttpClient administration = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private RunningPair pair;

    private int usual;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        pair = RunningPair.start(temporary, KeyKind.P256, "");
        pair.resetService();
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @BeforeEach
    void anExchangeSucceeds() throws Exception {
        assertThat(pair.send(pair.request("/a")).statusCode()).isEqualTo(200);
        usual = connections();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> connections() <= usual);
        assertThat(pair.send(pair.request("/a")).statusCode()).isEqualTo(200);
    }

    // ---- one hello

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aWholeHelloIsAnswered(String protocol) throws Exception {
        try (Stranger stranger = stranger()) {
            List<Integer> heard = stranger.say(Stranger.hello(protocol)).end().heard();

            assertThat(heard).first().isEqualTo(Stranger.HANDSHAKE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noTruncatedHelloIsAnswered(String protocol) throws Exception {
        byte[] hello = Stranger.hello(protocol);
        for (int length = 0; length < hello.length; length++) {
            assertThat(refusal(Arrays.copyOf(hello, length)))
                    .as("%d bytes", length)
                    .isTrue();
        }
    }

    /** Lengths of record and message fit; the body ends early. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHelloThatIsTruncatedInsideIsAnsweredAtMostWhereItsExtensionsBegin(String protocol) throws Exception {
        byte[] body = body(Stranger.hello(protocol));
        int extensions = 2 + 32 + 1 + (body[34] & 0xFF);
        extensions += 2 + (((body[extensions] & 0xFF) << 8) | (body[extensions + 1] & 0xFF)) + 2;
        for (int length = 0; length < body.length; length++) {
            boolean refused = refusal(TlsBytes.handshake(1, Arrays.copyOf(body, length)));

            assertThat(refused || length == extensions).as("%d bytes", length).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHelloWithAnyByteChangedEnds(String protocol) throws Exception {
        byte[] hello = Stranger.hello(protocol);
        Random random = new Random(55);
        for (int at = 0; at < hello.length; at++) {
            byte[] changed = hello.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            try (Stranger stranger = stranger()) {
                assertAnsweredAtMost(stranger.say(changed).end().heard());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHelloInRecordsOfOneByteIsAnsweredOrRefused(String protocol) throws Exception {
        byte[] hello = Stranger.hello(protocol);
        try (Stranger stranger = stranger()) {
            for (int at = RECORD_HEADER; at < hello.length; at++) {
                stranger.say(TlsBytes.record(Stranger.HANDSHAKE, hello[at]));
            }
            assertAnsweredAtMost(stranger.end().heard());
        }
    }

    // ---- anything

    @Test
    void aRecordOfAnyTypeWithNoiseInItIsRefused() throws Exception {
        Random random = new Random(56);
        for (int type = 0; type < 256; type++) {
            byte[] noise = new byte[1 + random.nextInt(2000)];
            random.nextBytes(noise);
            noise[0] |= (byte) 0x80;
            assertThat(refusal(TlsBytes.record(type, noise)))
                    .as("type %d", type)
                    .isTrue();
        }
    }

    @Test
    void noiseIsRefused() throws Exception {
        Random random = new Random(57);
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(40_000)];
            random.nextBytes(noise);
            assertThat(refusal(noise)).as("noise %d", i).isTrue();
        }
    }

    static Stream<Arguments> oversized() {
        return Stream.of(
                Arguments.of("a record of the largest length", TlsBytes.record(22, new byte[0xFFFF])),
                Arguments.of("a record one byte too long", TlsBytes.record(22, new byte[(1 << 14) + 2049])),
                Arguments.of("a hello of the longest length", TlsBytes.record(22, (byte) 1, ff(), ff(), ff())),
                Arguments.of("a hello of 16 KiB", TlsBytes.handshake(1, new byte[(1 << 14) - 4])),
                Arguments.of(
                        "a hello of many records",
                        join(TlsBytes.record(22, (byte) 1, (byte) 0, ff(), ff()), times(4, new byte[1 << 14]))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oversized")
    void whatIsTooLongIsRefused(String name, byte[] bytes) throws Exception {
        assertThat(refusal(bytes)).isTrue();
    }

    // ---- between and instead of the right messages

    static Stream<Arguments> beforeTheHello() {
        return Stream.of(
                Arguments.of("a fatal alert", TlsBytes.record(21, (byte) 2, (byte) 40)),
                Arguments.of("a close_notify", TlsBytes.record(21, (byte) 1, (byte) 0)),
                Arguments.of("many warnings", times(MANY, TlsBytes.record(21, (byte) 1, (byte) 90))),
                Arguments.of("half an alert", TlsBytes.record(21, (byte) 1)),
                Arguments.of("an empty alert", TlsBytes.record(21)),
                Arguments.of("an empty handshake record", TlsBytes.record(22)),
                Arguments.of("many empty handshake records", times(MANY, TlsBytes.record(22))),
                Arguments.of("many empty data records", times(MANY, TlsBytes.record(23))),
                Arguments.of("a ChangeCipherSpec", TlsBytes.record(20, (byte) 1)),
                Arguments.of("many ChangeCipherSpecs", times(MANY, TlsBytes.record(20, (byte) 1))),
                Arguments.of("application data", TlsBytes.record(23, new byte[64])));
    }

    /** Some of it the engines read over, as they may; then the hello after it is answered. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("beforeTheHello")
    void whatComesBeforeTheHelloEndsTheConnectionOrIsReadOver(String name, byte[] bytes) throws Exception {
        for (String protocol : PROTOCOLS) {
            try (Stranger stranger = stranger()) {
                List<Integer> heard =
                        stranger.say(bytes, Stranger.hello(protocol)).end().heard();
                assertAnsweredAtMost(heard);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beforeTheHello")
    void whatComesWithinTheHelloEndsTheConnectionOrIsReadOver(String name, byte[] bytes) throws Exception {
        for (String protocol : PROTOCOLS) {
            byte[] hello = Stranger.hello(protocol);
            byte[] message = Arrays.copyOfRange(hello, RECORD_HEADER, hello.length);
            try (Stranger stranger = stranger()) {
                List<Integer> heard = stranger.say(
                                TlsBytes.record(22, Arrays.copyOf(message, 60)),
                                bytes,
                                TlsBytes.record(22, Arrays.copyOfRange(message, 60, message.length)))
                        .end()
                        .heard();
                assertAnsweredAtMost(heard);
            }
        }
    }

    static Stream<Arguments> outOfTurn() {
        return Stream.of(
                        Arguments.of("HelloRequest", TlsBytes.handshake(0)),
                        Arguments.of("ServerHello", TlsBytes.handshake(2, new byte[70])),
                        Arguments.of("NewSessionTicket", TlsBytes.handshake(4, new byte[20])),
                        Arguments.of("EndOfEarlyData", TlsBytes.handshake(5)),
                        Arguments.of("EncryptedExtensions", TlsBytes.handshake(8, new byte[2])),
                        Arguments.of("Certificate", TlsBytes.handshake(11, new byte[3])),
                        Arguments.of("ServerKeyExchange", TlsBytes.handshake(12, new byte[69])),
                        Arguments.of("CertificateRequest", TlsBytes.handshake(13, new byte[8])),
                        Arguments.of("ServerHelloDone", TlsBytes.handshake(14)),
                        Arguments.of("CertificateVerify", TlsBytes.handshake(15, new byte[74])),
                        Arguments.of("ClientKeyExchange", TlsBytes.handshake(16, new byte[66])),
                        Arguments.of("Finished", TlsBytes.handshake(20, new byte[12])),
                        Arguments.of("KeyUpdate", TlsBytes.handshake(24, (byte) 1)),
                        Arguments.of("an unknown message", TlsBytes.handshake(99, new byte[10])),
                        Arguments.of("application data", TlsBytes.record(23, new byte[64])),
                        Arguments.of("HTTP", "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .flatMap(one -> PROTOCOLS.stream().map(protocol -> {
                    Object[] all = one.get();
                    return Arguments.of(all[0], all[1], protocol);
                }));
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("outOfTurn")
    void aMessageThatIsNotItsTurnEndsTheConnection(String name, byte[] message, String protocol) throws Exception {
        assertThat(refusal(message)).as("first").isTrue();
        assertThat(assertEndedAfterTheHello(protocol, message)).isLessThan(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSecondHelloEndsTheConnection(String protocol) throws Exception {
        assertThat(assertEndedAfterTheHello(protocol, Stranger.hello(protocol))).isLessThan(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noFloodAfterTheHelloGoesOn(String protocol) throws Exception {
        for (byte[] one : List.of(
                TlsBytes.record(20, (byte) 1),
                TlsBytes.record(21, (byte) 1, (byte) 90),
                TlsBytes.record(22),
                TlsBytes.record(23))) {
            assertThat(assertEndedAfterTheHello(protocol, times(MANY, one))).isNotNull();
        }
    }

    // ---- many at once

    @Test
    void manyHalfOpenHandshakesEndInTimeAndHinderNobody() throws Exception {
        List<Stranger> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 400; i++) {
                byte[] hello = Stranger.hello(PROTOCOLS.get(i % 2));
                strangers.add(stranger().say(Arrays.copyOf(hello, Math.min(i * 3 / 2, hello.length))));
            }
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> connections() >= usual + 400 - 50);

            assertThat(pair.send(pair.request("/a")).statusCode()).isEqualTo(200);

            for (Stranger stranger : strangers) {
                assertAnsweredAtMost(stranger.heard());
            }
        } finally {
            for (Stranger stranger : strangers) {
                stranger.close();
            }
        }
    }

    // ---- helpers

    private Stranger stranger() throws IOException {
        return new Stranger(server());
    }

    private InetSocketAddress server() {
        return pair.providerServer().addresses().server();
    }

    /** Whether what is all that somebody says is answered with an alert at most. */
    private boolean refusal(byte[] bytes) throws IOException {
        try (Stranger stranger = stranger()) {
            return stranger.say(bytes).end().heard().stream().allMatch(type -> type == Stranger.ALERT);
        }
    }

    /** An alert, or the answer to a hello, or nothing; the connection has ended. */
    private static void assertAnsweredAtMost(List<Integer> heard) {
        assertThat(heard.stream().limit(1)).isSubsetOf(Stranger.ALERT, Stranger.HANDSHAKE);
    }

    /** The server ends the connection itself, with no more than alerts, which TLS 1.3 encrypts with what comes before. */
    private Duration assertEndedAfterTheHello(String protocol, byte[] bytes) throws IOException {
        try (Stranger stranger = stranger()) {
            assertThat(stranger.say(Stranger.hello(protocol)).next().map(record -> (int) record[0]))
                    .hasValue(Stranger.HANDSHAKE);
            long start = System.nanoTime();
            List<Integer> heard = stranger.say(bytes).heard();
            if (protocol.equals("TLSv1.3")) {
                assertThat(heard)
                        .hasSizeLessThan(10)
                        .isSubsetOf(Stranger.CHANGE_CIPHER_SPEC, Stranger.APPLICATION_DATA, Stranger.ALERT);
            } else {
                assertThat(heard).isSubsetOf(Stranger.ALERT);
            }
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    private int connections() throws IOException, InterruptedException {
        InetSocketAddress address = pair.providerServer().addresses().administration();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/metrics"))
                .timeout(Duration.ofSeconds(20))
                .build();
        return administration
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("ambergate_edge_connections{port=\"server\"}"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] body(byte[] hello) {
        return Arrays.copyOfRange(hello, RECORD_HEADER + 4, hello.length);
    }

    private static byte ff() {
        return (byte) 0xFF;
    }

    private static byte[] times(int count, byte[] bytes) {
        byte[] all = new byte[count * bytes.length];
        IntStream.range(0, count).forEach(i -> System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length));
        return all;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
