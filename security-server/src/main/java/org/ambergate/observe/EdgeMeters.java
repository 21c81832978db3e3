package org.ambergate.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import org.ambergate.net.EdgeListener;
import org.ambergate.net.HttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the HTTP edge of one port settles by itself, as counters; the lines are for debugging. */
public final class EdgeMeters implements EdgeListener {
    private static final Logger LOG = LoggerFactory.getLogger("org.ambergate.edge");

    private final MeterRegistry registry;
    private final String port;

    /**
     * Counts for one port.
     *
     * @param port the port's name, a tag of the meters
     */
    public EdgeMeters(MeterRegistry registry, String port) {
        this.registry = registry;
        this.port = port;
    }

    /** Shows how many connections a port has open, those in their handshake among them. */
    public static void watch(MeterRegistry registry, String port, HttpServer server) {
        Gauge.builder("ambergate.edge.connections", server, HttpServer::connections)
                .description("Open connections")
                .tag("port", port)
                .register(registry);
    }

    @Override
    public void refused(InetSocketAddress address, int status, String text) {
        count("refused", Integer.toString(status));
        LOG.debug("{}: refused {} with {}: {}", port, address, status, text);
    }

    @Override
    public void handshakeFailed(InetSocketAddress address, Throwable cause) {
        count("handshake.failed", "tls");
        LOG.debug("{}: TLS handshake with {} failed", port, address, cause);
    }

    @Override
    public void connectionRefused(InetSocketAddress address, String limit) {
        count("connection.refused", "limit");
        LOG.debug("{}: connection of {} refused: {}", port, address, limit);
    }

    @Override
    public void connectionBroken(InetSocketAddress address, String text) {
        count("connection.broken", "broken");
        LOG.debug("{}: connection of {} broke: {}", port, address, text);
    }

    @Override
    public void handlerFailed(Throwable cause) {
        count("handler.failed", "defect");
        LOG.error("{}: a request was not handled", port, cause);
    }

    private void count(String what, String reason) {
        Counter.builder("ambergate.edge." + what)
                .description("What the HTTP edge settled by itself")
                .tag("port", port)
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
