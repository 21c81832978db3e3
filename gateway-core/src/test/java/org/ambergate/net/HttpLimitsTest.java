package org.ambergate.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each limit at its value and one beyond (threat T-33). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpLimitsTest {
    private static final int START_LINE_MAX = HttpLimits.REQUEST.startLineBytesMax();
    private static final int FIELD_BYTES_MAX = HttpLimits.REQUEST.fieldBytesMax();
    private static final int FIELDS_MAX = HttpLimits.REQUEST.fieldsMax();

    private final Edge edge = new Edge();
    private HttpServer server;

    @BeforeAll
    void start() throws Exception {
        server = edge.serve(Edge::echo);
    }

    @AfterAll
    void stop() {
        server.close();
        edge.close();
    }

    private int status(String request) throws Exception {
        try (RawClient client = new RawClient(server.address())) {
            List<Integer> statuses = RawClient.statuses(client.send(request).readToEnd());
            assertThat(statuses).hasSize(1);
            return statuses.get(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "1, 414", "1000000, 414"})
    void theRequestLineHasALimit(int beyond, int status) throws Exception {
        int fixed = "GET / HTTP/1.1".length();
        String target = "/" + "a".repeat(START_LINE_MAX - fixed + beyond);
        assertThat(status("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "1, 431", "1000000, 431"})
    void theFieldsTogetherHaveALimit(int beyond, int status) throws Exception {
        String fixed = "Host: a\r\nConnection: close\r\nX: \r\n";
        String value = "a".repeat(FIELD_BYTES_MAX - fixed.length() + beyond);
        assertThat(status("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: " + value + "\r\n\r\n"))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "1, 431"})
    void theNumberOfFieldsHasALimit(int beyond, int status) throws Exception {
        String fields = "X: a\r\n".repeat(FIELDS_MAX - 2 + beyond);
        assertThat(status("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n"))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"8, 200", "9, 400"})
    void theDigitsOfAChunkSizeHaveALimit(int digits, int status) throws Exception {
        String size = "0".repeat(digits - 1) + "3";
        assertThat(status("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + size
                        + "\r\nabc\r\n0\r\n\r\n"))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"total, 3, 100", "per address, 100, 3"})
    void connectionsBeyondALimitAreClosedAtOnce(String limit, int total, int perAddress) throws Exception {
        BlockingQueue<String> refused = new LinkedBlockingQueue<>();
        EdgeListener listener = new EdgeListener() {
            @Override
            public void connectionRefused(InetSocketAddress address, String which) {
                refused.add(which);
            }
        };
        HttpServerSettings settings = Edge.quick()
                .withListener(listener)
                .withConnectionLimits(new HttpServerSettings.ConnectionLimits(total, perAddress));
        try (HttpServer limited = edge.serve(settings, Edge::echo)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RawClient client = new RawClient(limited.address());
                clients.add(client);
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok");
                assertThat(client.readUntil("ok")).startsWith("HTTP/1.1 200");
            }
            try (RawClient oneMore = new RawClient(limited.address())) {
                assertThat(oneMore.readToEnd()).isEmpty();
            }
            assertThat(refused.poll(20, TimeUnit.SECONDS)).isEqualTo(limit);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aConnectionThatClosedMakesRoomForAnother() throws Exception {
        HttpServerSettings settings = Edge.quick().withConnectionLimits(new HttpServerSettings.ConnectionLimits(1, 1));
        try (HttpServer limited = edge.serve(settings, Edge::echo)) {
            for (int i = 0; i < 5; i++) {
                try (RawClient client = new RawClient(limited.address())) {
                    String answer = client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                            .readToEnd();
                    assertThat(RawClient.statuses(answer)).containsExactly(200);
                }
                Edge.until(() -> limited.connections() == 0);
            }
        }
    }
}
