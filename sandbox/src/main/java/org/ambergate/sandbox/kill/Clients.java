package org.ambergate.sandbox.kill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.ambergate.sandbox.Ecosystem;
import org.ambergate.sandbox.SandboxIds;

/**
 * Information systems that send one request after another and remember the identifier of each reply that they have read
 * to its end. Errors and broken connections are what a killed server causes; they are counted and otherwise ignored.
 */
final class Clients implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 20;

    private final URI get;
    private final URI post;
    private final Set<String> delivered = ConcurrentHashMap.newKeySet();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Thread> threads = new ArrayList<>();

    private Clients(Ecosystem ecosystem) {
        String base = ecosystem.consumerUrl() + SandboxIds.servicePath();
        this.get = URI.create(base + "/persons/1");
        this.post = URI.create(base + "/echo");
    }

    static Clients start(Ecosystem ecosystem, int count) {
        Clients clients = new Clients(ecosystem);
        for (int i = 0; i < count; i++) {
            boolean posts = i % 2 == 1;
            Thread thread = new Thread(() -> clients.call(posts), "client-" + i);
            thread.setDaemon(true);
            clients.threads.add(thread);
            thread.start();
        }
        return clients;
    }

    /** Identifiers of the replies that were read to their end. */
    Set<String> delivered() {
        return delivered;
    }

    long failures() {
        return failures.get();
    }

    /** Stops sending and waits for what is under way. */
    @Override
    public void close() {
        running.set(false);
        for (Thread thread : threads) {
            try {
                thread.join(2 * LIMIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void call(boolean posts) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(posts ? post : get)
                .header("X-Road-Client", SandboxIds.CONSUMER.encoded())
                .timeout(LIMIT);
        if (posts) {
            request.header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1024), StandardCharsets.US_ASCII));
        }
        while (running.get()) {
            exchange(client, request.build());
        }
    }

    private void exchange(HttpClient client, HttpRequest request) {
        try {
            HttpResponse<byte[]> reply = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            boolean error = reply.headers().firstValue("x-road-error").isPresent();
            if (reply.statusCode() == 200 && !error) {
                delivered.add(reply.headers().firstValue("x-road-request-id").orElse("no identifier"));
            } else {
                failed();
            }
        } catch (IOException e) {
            failed();
        } catch (InterruptedException e) {
            running.set(false);
            Thread.currentThread().interrupt();
        }
    }

    /** A server that is down answers at once; asking it without a pause would only take the processor from its restart. */
    private void failed() {
        failures.incrementAndGet();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
}
