package org.ambergate.sandbox.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.message.RestRequestHead;
import org.ambergate.net.BodySource;
import org.ambergate.net.Deadline;
import org.ambergate.net.EdgeThreads;
import org.ambergate.net.HostRule;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.ambergate.net.HttpServer;
import org.ambergate.net.HttpServerSettings;
import org.ambergate.net.TlsIdentity;
import org.ambergate.net.TlsServerSettings;
import org.ambergate.signature.MessageSigner;
import org.ambergate.signature.SignatureParts;
import org.ambergate.signature.SigningCredential;
import org.ambergate.testsupport.DecodedMessage;
import org.ambergate.transport.Direction;
import org.ambergate.transport.PartType;
import org.ambergate.transport.TransportEncoder;

/** A provider's security server that answers what the test wants: well-formed on the wire, with any head and signer. */
final class CraftedProvider implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final EdgeThreads threads = EdgeThreads.start(1);
    private final ExecutorService exchanges = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final BlockingQueue<X509Certificate> callers = new LinkedBlockingQueue<>();
    private volatile Script script;

    /** What is answered to a request. */
    @FunctionalInterface
    interface Script {
        Answer answer(RestRequestHead request, String requestHash) throws Exception;
    }

    /**
     * An answer before it is signed.
     *
     * @param head the head's bytes
     * @param signer who signs them
     */
    record Answer(byte[] head, SigningCredential signer) {}

    CraftedProvider(InetSocketAddress address, TlsIdentity identity, Script script) throws IOException {
        this.script = script;
        HttpServerSettings settings = HttpServerSettings.at(address)
                .withHostRule(HostRule.NOT_JUDGED)
                .withTls(TlsServerSettings.betweenServers(() -> identity, leaf -> true));
        this.server = HttpServer.start(settings, this::respond, exchanges, threads);
    }

    void follow(Script changed) {
        script = changed;
    }

    /** The certificates of those who sent a request, in order. */
    BlockingQueue<X509Certificate> callers() {
        return callers;
    }

    /** The head of the honest answer to a request. */
    static String head(RestRequestHead request, String requestHash) {
        return "200\r\nOK\r\nx-road-id:" + request.queryId() + "\r\nx-road-client:"
                + request.client().encoded() + "\r\nx-road-service:"
                + request.service().encoded() + "\r\nx-road-request-id:" + request.requestId()
                + "\r\nx-road-request-hash:" + requestHash + "\r\n";
    }

    static Answer signed(String head, SigningCredential signer) {
        return new Answer(head.getBytes(StandardCharsets.UTF_8), signer);
    }

    @Override
    public void close() {
        server.close();
        exchanges.shutdownNow();
        threads.close();
    }

    private void respond(HttpRequest request, HttpReply reply) {
        callers.add(request.peer().certificates().get(0));
        try {
            String contentType = request.fields().first("content-type").orElse("");
            byte[] body = whole(request.body(), Deadline.after(LIMIT));
            DecodedMessage message = DecodedMessage.decode(Direction.REQUEST, contentType, body);
            Answer answer = script.answer(
                    RestRequestHead.parse(message.head()),
                    message.digests().requestHash().base64());
            send(answer, reply);
        } catch (Exception e) {
            reply.abort();
        }
    }

    private static void send(Answer answer, HttpReply reply) throws LocalFault {
        TransportEncoder encoder = new TransportEncoder(TransportEncoder.newBoundary(ThreadLocalRandom.current()));
        MessageDigests digests = new MessageDigests(DigestAlgorithm.SHA512.of(answer.head()), List.of());
        SignatureParts parts = MessageSigner.sign(List.of(digests), answer.signer(), Instant.now())
                .get(0)
                .parts();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(encoder.part(PartType.REST_RESPONSE, answer.head()));
        out.writeBytes(encoder.part(PartType.SIGNATURE, parts.signature()));
        out.writeBytes(encoder.close());
        reply.send(
                200,
                HttpFields.of("Content-Type", encoder.contentType()).with("x-hash-algorithm", "SHA-512"),
                out.toByteArray());
    }

    private static byte[] whole(BodySource source, Deadline deadline) throws LocalFault {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Optional<ByteBuffer> chunk = source.read(deadline);
        while (chunk.isPresent()) {
            byte[] copy = new byte[chunk.get().remaining()];
            chunk.get().get(copy);
            out.writeBytes(copy);
            chunk = source.read(deadline);
        }
        return out.toByteArray();
    }
}
