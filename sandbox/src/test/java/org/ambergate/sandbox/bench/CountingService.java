package org.ambergate.sandbox.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A service that echoes bodies and counts; on {@code /flaky} every tenth reply has status 500. */
final class CountingService implements AutoCloseable {
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final HttpServer server;

    CountingService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    URI url(String path) {
        return URI.create("http://" + address().getAddress().getHostAddress() + ":"
                + address().getPort() + path);
    }

    long requests() {
        return requests.get();
    }

    long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        long number = requests.incrementAndGet();
        boolean refuse = exchange.getRequestURI().getPath().equals("/flaky") && number % 10 == 0;
        if (refuse) {
            refused.incrementAndGet();
        }
        exchange.sendResponseHeaders(refuse ? 500 : 200, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
