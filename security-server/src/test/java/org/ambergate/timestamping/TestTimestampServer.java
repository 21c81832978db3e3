package org.ambergate.timestamping;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.ambergate.testsupport.TimestampForm;

/** A time-stamping authority on loopback that answers as the test says. */
final class TestTimestampServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TestCertificate key;
    private final Supplier<Instant> time;
    private final List<byte[]> requests = new ArrayList<>();
    private volatile Behaviour behaviour;

    /** An answer: a status and a body. */
    record Answer(int status, byte[] body) {}

    /** Makes an answer to a request. */
    @FunctionalInterface
    interface Behaviour {
        Answer to(byte[] request) throws IOException;
    }

    TestTimestampServer(String name, Supplier<Instant> time) throws IOException {
        this.key = TestTimestamps.authority(name, TestKeys.EC_P256);
        this.time = time;
        this.behaviour = request -> granted(request, form -> form);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    void behave(Behaviour changed) {
        behaviour = changed;
    }

    /** Honest but for a change. */
    void lie(UnaryOperator<TimestampForm> change) {
        behave(request -> granted(request, change));
    }

    Answer granted(byte[] request, UnaryOperator<TimestampForm> change) {
        return new Answer(200, TestTimestamps.granted(request, change.apply(TimestampForm.honest(time.get(), key))));
    }

    /** The requests so far. */
    synchronized List<byte[]> requests() {
        return List.copyOf(requests);
    }

    TestCertificate key() {
        return key;
    }

    TimestampAuthority listed() {
        return new TimestampAuthority("TSA", url(), key.certificate(), Optional.empty());
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            synchronized (this) {
                requests.add(request);
            }
            Answer answer = behaviour.to(request);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }
}
