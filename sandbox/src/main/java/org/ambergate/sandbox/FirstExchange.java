package org.ambergate.sandbox;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The sandbox's one request and its reply.
 *
 * @param url what was called
 * @param reply what came back
 */
record FirstExchange(URI url, HttpResponse<String> reply) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    static FirstExchange send(Ecosystem ecosystem) throws IOException, InterruptedException {
        URI url = URI.create(ecosystem.consumerUrl() + SandboxIds.servicePath() + "/persons/1");
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .build();
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("X-Road-Client", SandboxIds.CONSUMER.encoded())
                .timeout(LIMIT)
                .build();
        return new FirstExchange(url, client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
    }

    /** Whether the service itself answered, through both servers. */
    boolean isRight() {
        return reply.statusCode() == 200
                && reply.headers().firstValue("X-Road-Error").isEmpty()
                && reply.headers().firstValue("x-road-request-hash").isPresent()
                && reply.body().contains("\"id\"");
    }

    String requestId() {
        return reply.headers().firstValue("x-road-request-id").orElse("");
    }

    void print(PrintWriter out) {
        out.println();
        out.println("GET " + url);
        out.println("X-Road-Client: " + SandboxIds.CONSUMER.encoded());
        out.println();
        out.println(reply.statusCode());
        for (String name : List.of(
                "content-type",
                "x-road-id",
                "x-road-client",
                "x-road-service",
                "x-road-request-id",
                "x-road-request-hash",
                "x-road-error")) {
            reply.headers().firstValue(name).ifPresent(value -> out.println(name + ": " + value));
        }
        out.println();
        out.println(reply.body().strip());
        out.println();
        out.flush();
    }
}
