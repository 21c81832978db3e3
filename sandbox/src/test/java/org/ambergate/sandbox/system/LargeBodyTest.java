package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.ambergate.sandbox.Ecosystem;
import org.ambergate.sandbox.GatewayPair;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.SandboxPorts;
import org.ambergate.sandbox.process.ChildProcess;
import org.ambergate.sandbox.service.BytePattern;
import org.ambergate.sandbox.service.SampleService;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A body larger than the heap passes both servers, each a process with a heap of 256 MiB, in either direction. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX) // reads proc(5)
final class LargeBodyTest {
    private static final long SIZE = 1L << 30;
    private static final List<String> HEAP =
            List.of("-Xmx256m", "-XX:+UseSerialGC"); // as the launcher on two processors
    private static final long RESIDENT_MEGABYTES_MAX = 450;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final BytePattern pattern = new BytePattern();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @SuppressWarnings("NullAway.Init")
    private SampleService service;

    @SuppressWarnings("NullAway.Init")
    private Ecosystem ecosystem;

    @SuppressWarnings("NullAway.Init")
    private ChildProcess provider;

    @SuppressWarnings("NullAway.Init")
    private ChildProcess consumer;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        service = SampleService.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ecosystem = Ecosystem.start(new Ecosystem.Plan(
                directory,
                SandboxPorts.free(),
                KeyKind.P256,
                service.address(),
                "message-log:\n  truncated-body-allowed: true\n"));
        provider = GatewayPair.startServer(ecosystem.provider(), HEAP);
        consumer = GatewayPair.startServer(ecosystem.consumer(), HEAP);
    }

    @AfterAll
    void stop() {
        consumer.close();
        provider.close();
        ecosystem.close();
        service.close();
    }

    @Test
    void oneGibibyteUp() throws Exception {
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        HttpResponse<String> reply = client.send(
                request("/digest")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new DigestInputStream(patternStream(), sent)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).contains(Long.toString(SIZE), HexFormat.of().formatHex(sent.digest()));
        assertMemoryIsBounded();
    }

    @Test
    void oneGibibyteDown() throws Exception {
        HttpResponse<InputStream> reply =
                client.send(request("/bytes?size=" + SIZE).build(), HttpResponse.BodyHandlers.ofInputStream());

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(matching(reply.body())).isEqualTo(SIZE);
        assertMemoryIsBounded();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(ecosystem.consumerUrl() + SandboxIds.servicePath() + path))
                .header("X-Road-Client", SandboxIds.CONSUMER.encoded())
                .timeout(LIMIT);
    }

    /** How many bytes came that are those of the pattern. */
    private long matching(InputStream body) throws IOException {
        byte[] block = new byte[1 << 16];
        long offset = 0;
        try (body) {
            for (int count = body.read(block); count >= 0; count = body.read(block)) {
                if (!pattern.matches(offset, ByteBuffer.wrap(block, 0, count))) {
                    return offset;
                }
                offset += count;
            }
        }
        return offset;
    }

    private InputStream patternStream() {
        return new InputStream() {
            private long offset;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (offset == SIZE) {
                    return -1;
                }
                int count = (int) Math.min(length, SIZE - offset);
                pattern.fill(offset, ByteBuffer.wrap(into, from, count));
                offset += count;
                return count;
            }
        };
    }

    private void assertMemoryIsBounded() throws IOException {
        assertThat(residentMegabytes(consumer)).as("consumer").isLessThan(RESIDENT_MEGABYTES_MAX);
        assertThat(residentMegabytes(provider)).as("provider").isLessThan(RESIDENT_MEGABYTES_MAX);
    }

    /** The most memory that was resident so far (proc(5), VmHWM). */
    private static long residentMegabytes(ChildProcess process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                long kibibytes = Long.parseLong(line.replaceAll("\\D", ""));
                long megabytes = kibibytes * 1024 / 1_000_000;
                System.out.println("most memory resident: " + megabytes + " MB");
                return megabytes;
            }
        }
        throw new IOException(status + " has no line VmHWM");
    }
}
