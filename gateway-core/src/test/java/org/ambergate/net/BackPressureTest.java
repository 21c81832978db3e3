package org.ambergate.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Large bodies are held back at their sender, not gathered here (threat T-94). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackPressureTest {
    private static final int BODY_BYTES = 64 * 1024 * 1024;

    /** What a connection may hold: the high-water mark, one read of the socket, and a last piece. */
    private static final int HELD_BYTES_MAX = InboundBody.HIGH_WATER + 128 * 1024;

    private final Edge edge = new Edge();

    @AfterAll
    void stop() {
        edge.close();
    }

    @Test
    void aSlowReaderHoldsTheSenderBack() throws Exception {
        AtomicLong heldMost = new AtomicLong();
        CompletableFuture<Long> read = new CompletableFuture<>();
        HttpRequestHandler handler = (request, reply) -> {
            long total = 0;
            try {
                InboundBody body = (InboundBody) request.body();
                for (Optional<ByteBuffer> next = body.read(Edge.soon());
                        next.isPresent();
                        next = body.read(Edge.soon())) {
                    total += next.get().remaining();
                    heldMost.accumulateAndGet(body.queued(), Math::max);
                }
                reply.send(200, HttpFields.empty(), new byte[0]);
                read.complete(total);
            } catch (LocalFault e) {
                read.completeExceptionally(e);
            }
        };
        try (HttpServer server = edge.serve(handler);
                RawClient client = new RawClient(server.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
            client.sendByPieces("", BODY_BYTES);
            assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(BODY_BYTES);
            assertThat(heldMost.get()).isBetween(1L, (long) HELD_BYTES_MAX);
        }
    }

    @Test
    void aReaderThatDoesNotReadStopsTheSender() throws Exception {
        BlockingQueue<Boolean> goOn = new LinkedBlockingQueue<>();
        CompletableFuture<Long> held = new CompletableFuture<>();
        HttpRequestHandler handler = (request, reply) -> {
            try {
                goOn.poll(20, TimeUnit.SECONDS);
                held.complete(((InboundBody) request.body()).queued());
                reply.send(200, HttpFields.empty(), new byte[0]);
            } catch (LocalFault | InterruptedException e) {
                held.completeExceptionally(e);
            }
        };
        AtomicLong sent = new AtomicLong();
        try (HttpServer server = edge.serve(handler);
                RawClient client = new RawClient(server.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
            Thread sending = new Thread(() -> {
                try {
                    OutputStream out = client.socket().getOutputStream();
                    byte[] piece = new byte[16 * 1024];
                    while (sent.addAndGet(piece.length) < BODY_BYTES) {
                        out.write(piece);
                    }
                } catch (java.io.IOException closed) {
                    // the server answers without having read, and closes
                }
            });
            sending.start();
            Edge.untilSteady(sent::get);
            assertThat(sent.get()).isLessThan(BODY_BYTES);
            goOn.add(true);
            assertThat(held.get(20, TimeUnit.SECONDS)).isLessThanOrEqualTo(HELD_BYTES_MAX);
            sending.join(20_000);
        }
    }

    @Test
    void aSlowPeerHoldsTheWriterBack() throws Exception {
        AtomicLong written = new AtomicLong();
        HttpRequestHandler handler = (request, reply) -> {
            try {
                BodySink sink = reply.start(200, HttpFields.empty(), OptionalLong.of(BODY_BYTES));
                ByteBuffer piece = ByteBuffer.allocate(16 * 1024);
                for (int i = 0; i < BODY_BYTES / piece.capacity(); i++) {
                    sink.write(piece.duplicate(), Edge.soon());
                    written.addAndGet(piece.capacity());
                }
                sink.finish(Edge.soon());
            } catch (LocalFault e) {
                reply.abort();
            }
        };
        try (HttpServer server = edge.serve(handler);
                RawClient client = new RawClient(server.address())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            Edge.untilSteady(written::get);
            // what the two systems' socket buffers take is not ours
            assertThat(written.get()).isLessThan(BODY_BYTES);
            long received = client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
            assertThat(received).isGreaterThan(BODY_BYTES);
        }
    }

    @Test
    void aBodyOfOneByteChunksIsNotHeldAsOneObjectPerByte() throws Exception {
        CompletableFuture<Integer> pieces = new CompletableFuture<>();
        HttpRequestHandler handler = (request, reply) -> {
            int count = 0;
            try {
                while (request.body().read(Edge.soon()).isPresent()) {
                    count++;
                }
                reply.send(200, HttpFields.empty(), new byte[0]);
                pieces.complete(count);
            } catch (LocalFault e) {
                pieces.completeExceptionally(e);
            }
        };
        try (HttpServer server = edge.serve(handler);
                RawClient client = new RawClient(server.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(20_000)
                    + "0\r\n\r\n");
            assertThat(pieces.get(20, TimeUnit.SECONDS)).isLessThan(10);
        }
    }
}
