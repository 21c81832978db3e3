package org.ambergate.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadGeneratorTest {
    private static final byte[] BODY = "a body of some length".getBytes(StandardCharsets.US_ASCII);

    private final LoadGenerator generator = new LoadGenerator();
    private CountingService service;

    @BeforeEach
    void start() throws Exception {
        service = new CountingService();
    }

    @AfterEach
    void stop() {
        generator.close();
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void everyReplyIsCountedOnce(int connections) throws Exception {
        LoadResult result =
                generator.run(post(service.url("/echo"), BODY), plan(connections, 300), LoadGenerator.Observer.none());

        assertThat(result.errors()).isZero();
        assertThat(result.allExchanges()).isEqualTo(service.requests());
        assertThat(result.exchanges()).isPositive().isLessThan(result.allExchanges());
        assertThat(result.latencies().getTotalCount()).isEqualTo(result.exchanges());
        assertThat(result.elapsed()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(3));
        assertThat(result.percentileMs(50)).isPositive().isLessThanOrEqualTo(result.percentileMs(99));
    }

    @Test
    void everyRefusedRequestIsAnError() throws Exception {
        LoadResult result =
                generator.run(post(service.url("/flaky"), BODY), plan(4, 300), LoadGenerator.Observer.none());

        assertThat(result.errors()).isPositive().isEqualTo(service.refused());
        assertThat(result.allExchanges()).isEqualTo(service.requests() - service.refused());
    }

    @Test
    void anotherBodyThanExpectedIsAnError() throws Exception {
        LoadRequest request = new LoadRequest("POST", service.url("/echo"), Map.of(), BODY, new byte[BODY.length]);

        LoadResult result = generator.run(request, plan(1, 100), LoadGenerator.Observer.none());

        assertThat(result.allExchanges()).isZero();
        assertThat(result.errors()).isPositive().isEqualTo(service.requests());
    }

    @Test
    void aConnectionThatIsRefusedIsAnErrorAndTriedAgain() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }

        LoadResult result = generator.run(post(nobody, BODY), plan(1, 200), LoadGenerator.Observer.none());

        assertThat(result.allExchanges()).isZero();
        assertThat(result.errors()).isGreaterThan(1);
    }

    private static LoadPlan plan(int connections, int millis) {
        return new LoadPlan(connections, Duration.ofMillis(100), Duration.ofMillis(millis));
    }

    private static LoadRequest post(URI url, byte[] body) {
        return new LoadRequest("POST", url, Map.of("X-Test", "1"), body, body);
    }
}
