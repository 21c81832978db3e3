package org.ambergate.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.ambergate.fault.LocalFault;

/** Threads and small helpers of the edge's tests. */
final class Edge implements AutoCloseable {
    static final LinkTls NO_TLS_CHECK = LinkTls.anonymous((chain, address, deadline) -> {});

    final EdgeThreads threads = EdgeThreads.start(2);
    final ExecutorService exchanges = ExchangeThreads.create("test", 32);

    HttpServer serve(HttpServerSettings settings, HttpRequestHandler handler) throws IOException {
        return HttpServer.start(settings, handler, exchanges, threads);
    }

    HttpServer serve(HttpRequestHandler handler) throws IOException {
        return serve(quick(), handler);
    }

    /** The defaults without the long drain at the end. */
    static HttpServerSettings quick() {
        return HttpServerSettings.onLoopback().withDeadlines(deadlines(Duration.ofSeconds(20), Duration.ofSeconds(20)));
    }

    /** Short waits for one kind, ample ones for all others. */
    static HttpServerSettings.ServerDeadlines deadlines(Duration headAndIdle, Duration others) {
        return new HttpServerSettings.ServerDeadlines(
                others,
                headAndIdle,
                headAndIdle,
                others,
                1024,
                others,
                others,
                Duration.ofMillis(500),
                Duration.ofMillis(200));
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

    /** Answers with the body it got. */
    static void echo(HttpRequest request, HttpReply reply) {
        try {
            reply.send(200, HttpFields.empty(), readAll(request.body()));
        } catch (LocalFault e) {
            reply.abort();
        }
    }

    @Override
    public void close() {
        exchanges.shutdownNow();
        threads.close();
    }
}
