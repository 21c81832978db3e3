package org.ambergate.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
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

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks until it is so. */
    static void until(BooleanSupplier condition) {
        Deadline deadline = soon();
        while (!condition.getAsBoolean()) {
            if (deadline.isPast()) {
                throw new IllegalStateException("waited in vain");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /** Looks until a figure above zero has not changed for half a second. */
    static void untilSteady(LongSupplier figure) {
        long[] last = {0, System.nanoTime()};
        until(() -> {
            long now = figure.getAsLong();
            if (now != last[0]) {
                last[0] = now;
                last[1] = System.nanoTime();
            }
            return now > 0 && System.nanoTime() - last[1] > TimeUnit.MILLISECONDS.toNanos(500);
        });
    }

    @Override
    public void close() {
        exchanges.shutdownNow();
        threads.close();
    }
}
