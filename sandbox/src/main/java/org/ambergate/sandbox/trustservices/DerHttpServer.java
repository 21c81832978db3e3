package org.ambergate.sandbox.trustservices;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A small HTTP server that answers a POST of one DER request with one DER response, on loopback. */
final class DerHttpServer implements AutoCloseable {
    // An OCSP or time-stamp request is a few hundred bytes; the rest is room for extensions.
    static final int REQUEST_BYTES_MAX = 16 * 1024;
    private static final int THREADS = 2;
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService threads;
    private final MediaTypes mediaTypes;
    private final UnaryOperator<byte[]> responder;
    private volatile boolean down;

    /**
     * The media types of one protocol.
     *
     * @param request what a request must say it is
     * @param response what the response says it is
     */
    record MediaTypes(String request, String response) {}

    private DerHttpServer(InetSocketAddress bindTo, MediaTypes mediaTypes, UnaryOperator<byte[]> responder)
            throws IOException {
        this.mediaTypes = mediaTypes;
        this.responder = responder;
        this.server = HttpServer.create(bindTo, BACKLOG);
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread =
                    new Thread(task, "trust-service-" + server.getAddress().getPort());
            thread.setDaemon(true);
            return thread;
        });
    }

    static DerHttpServer start(InetSocketAddress bindTo, MediaTypes mediaTypes, UnaryOperator<byte[]> responder)
            throws IOException {
        DerHttpServer started = new DerHttpServer(bindTo, mediaTypes, responder);
        started.server.setExecutor(started.threads);
        started.server.createContext("/", started::answer);
        started.server.start();
        return started;
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    /** While down, every request is answered with 503. */
    void down(boolean isDown) {
        down = isDown;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readNBytes(REQUEST_BYTES_MAX + 1);
            Optional<Integer> refusal = refusal(exchange, request);
            if (refusal.isPresent()) {
                exchange.sendResponseHeaders(refusal.get(), -1);
                return;
            }
            byte[] response = responder.apply(request);
            exchange.getResponseHeaders().set("Content-Type", mediaTypes.response());
            exchange.sendResponseHeaders(200, response.length);
            exchange.getResponseBody().write(response);
        }
    }

    private Optional<Integer> refusal(HttpExchange exchange, byte[] request) {
        if (down) {
            return Optional.of(503);
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return Optional.of(405);
        }
        if (request.length > REQUEST_BYTES_MAX) {
            return Optional.of(413);
        }
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        return mediaTypes.request().equalsIgnoreCase(contentType) ? Optional.empty() : Optional.of(415);
    }
}
