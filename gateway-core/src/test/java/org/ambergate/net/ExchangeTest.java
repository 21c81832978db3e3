package org.ambergate.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole exchanges between our own server and our own links. */
class ExchangeTest {
    private static final EdgeThreads threads = EdgeThreads.start(2);
    private static final ExecutorService exchanges = ExchangeThreads.create("test", 16);

    @AfterAll
    static void stop() {
        exchanges.shutdownNow();
        threads.close();
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    static byte[] readAll(BodySource body) throws LocalFault {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Optional<ByteBuffer> next = body.read(soon()); next.isPresent(); next = body.read(soon())) {
            byte[] bytes = new byte[next.get().remaining()];
            next.get().get(bytes);
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static void echo(HttpRequest request, HttpReply reply) {
        try {
            byte[] body = readAll(request.body());
            HttpFields fields = HttpFields.of("x-hash-algorithm", request.method() + request.target());
            if (request.fields().contains("x-stream")) {
                BodySink sink = reply.start(200, fields, OptionalLong.empty());
                sink.write(ByteBuffer.wrap(body), soon());
                sink.finish(soon());
            } else {
                reply.send(200, fields, body);
            }
        } catch (LocalFault e) {
            reply.abort();
        }
    }

    @ParameterizedTest
    @CsvSource({"false,0", "false,10", "false,3000000", "true,0", "true,10", "true,3000000"})
    void bodiesComeBackAsTheyWent(boolean secure, int size) throws Exception {
        byte[] body = "x".repeat(size).getBytes(UTF_8);
        HttpServerSettings settings = HttpServerSettings.onLoopback();
        if (secure) {
            settings = settings.withTls(TlsServerSettings.betweenServers(() -> TlsFixtures.RSA, leaf -> true));
        }
        Optional<LinkTls> tls = secure
                ? Optional.of(LinkTls.presenting(() -> TlsFixtures.EC, (chain, address, deadline) -> {}))
                : Optional.empty();
        try (HttpServer server = HttpServer.start(settings, ExchangeTest::echo, exchanges, threads);
                HttpLinks links = new HttpLinks(HttpLinkSettings.DEFAULT, threads)) {
            for (int i = 0; i < 4; i++) {
                HttpLink link = links.open(List.of(server.address()), tls, soon());
                HttpFields fields = HttpFields.of("Host", "localhost").with("x-stream", "1");
                BodySink sink = link.send("POST", "/a?b", fields, OptionalLong.empty(), soon());
                sink.write(ByteBuffer.wrap(body), soon());
                sink.finish(soon());
                HttpResponse response = link.receive(soon());
                assertThat(response.status()).isEqualTo(200);
                assertThat(readAll(response.body())).isEqualTo(body);
                link.release();
            }
            assertThat(links.connections()).isEqualTo(1);
        }
    }
}
