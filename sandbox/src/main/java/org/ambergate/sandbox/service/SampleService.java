package org.ambergate.sandbox.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.EdgeThreads;
import org.ambergate.net.ExchangeThreads;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.ambergate.net.HttpServer;
import org.ambergate.net.HttpServerSettings;
import tools.jackson.databind.json.JsonMapper;

/**
 * The information system that the sandbox's provider offers: a register of invented persons with an OpenAPI description,
 * and endpoints that take and send bodies of any size, for tests and the bench.
 */
public final class SampleService implements AutoCloseable {
    private static final int THREADS = 64;
    private static final int EVENT_LOOPS = 1;
    private static final long ECHO_BYTES_MAX = 4L << 30;
    private static final String OPENAPI = "openapi.yaml";

    private final EdgeThreads edge = EdgeThreads.start(EVENT_LOOPS);
    private final ExecutorService exchanges = ExchangeThreads.create("service", THREADS);
    private final ReplyWriter replies;
    private final PersonEndpoints persons;
    private final BodyEndpoints bodies;
    private final byte[] openApi;
    private final HttpServer server;

    private SampleService(InetSocketAddress bindTo, long echoBytesMax) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        this.replies = new ReplyWriter(json);
        this.persons = new PersonEndpoints(json, replies);
        this.bodies = new BodyEndpoints(echoBytesMax, replies);
        this.openApi = resource(OPENAPI);
        try {
            this.server = HttpServer.start(HttpServerSettings.at(bindTo), this::respond, exchanges, edge);
        } catch (IOException e) {
            exchanges.shutdown();
            edge.close();
            throw e;
        }
    }

    /** Starts on a free port of this machine. */
    public static SampleService start() throws IOException {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /**
     * Starts.
     *
     * @param bindTo address to listen on; port 0 takes a free one
     * @throws IOException if the address cannot be had
     */
    public static SampleService start(InetSocketAddress bindTo) throws IOException {
        return start(bindTo, ECHO_BYTES_MAX);
    }

    static SampleService start(InetSocketAddress bindTo, long echoBytesMax) throws IOException {
        return new SampleService(bindTo, echoBytesMax);
    }

    public InetSocketAddress address() {
        return server.address();
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        exchanges.shutdownNow();
        edge.close();
    }

    private void respond(HttpRequest request, HttpReply reply) {
        try {
            route(RequestTarget.of(request.target()), request, reply);
        } catch (LocalFault e) {
            // The other side went away or was too slow: there is nobody left to tell.
            reply.abort();
        }
    }

    private void route(RequestTarget target, HttpRequest request, HttpReply reply) throws LocalFault {
        String path = target.path();
        if (path.equals("/bytes")) {
            bodies.bytes(target, reply);
        } else if (path.equals("/echo")) {
            bodies.echo(request, reply);
        } else if (path.equals("/digest")) {
            bodies.digest(request, reply);
        } else if (path.equals(PersonEndpoints.PATH) || path.startsWith(PersonEndpoints.PATH + "/")) {
            persons.respond(target, request, reply);
        } else if (path.equals("/" + OPENAPI)) {
            reply.send(200, ReplyWriter.YAML, openApi);
        } else {
            replies.error(reply, 404, "There is nothing here; see /" + OPENAPI);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(SampleService.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
