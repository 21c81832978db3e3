package org.ambergate.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ambergate.net.HttpServerSettings.ServerDeadlines;
import org.jspecify.annotations.Nullable;

/** The deadlines of one accepted connection, looked at from time to time on its event loop (threat T-90). */
final class ServerWatch implements Runnable {
    /** Looks are this far apart at most; also how long a half-filled buffer of a reply may lie. */
    private static final long LOOK_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long LOOK_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(10);

    /** How often a peer is judged again: the register may have changed since the handshake (threat T-53). */
    private static final Duration JUDGED_EVERY = Duration.ofSeconds(2);

    private final ServerDeadlines deadlines;
    private final ServerConnection connection;
    private @Nullable Future<?> looking;

    /** When the present handshake, idle time, head or lingering began. */
    private long since = System.nanoTime();

    private long judged = System.nanoTime();
    private boolean headBegun;
    private long windowStart;
    private long windowBytes;
    private long stalledSince = System.nanoTime();
    private long progressSeen;

    ServerWatch(ServerDeadlines deadlines, ServerConnection connection) {
        this.deadlines = deadlines;
        this.connection = connection;
    }

    void start(EventLoop loop) {
        long shortest = Stream.of(
                        deadlines.tlsHandshake(),
                        deadlines.head(),
                        deadlines.idle(),
                        deadlines.rateWindow(),
                        deadlines.writeStall(),
                        deadlines.linger())
                .mapToLong(Duration::toNanos)
                .min()
                .orElse(LOOK_NANOS_MAX);
        long nanos = Math.max(LOOK_NANOS_MIN, Math.min(LOOK_NANOS_MAX, shortest / 4));
        looking = loop.scheduleWithFixedDelay(this, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    void stop() {
        Future<?> task = looking;
        if (task != null) {
            task.cancel(false);
        }
    }

    void received(int bytes) {
        windowBytes += bytes;
    }

    void idleBegins() {
        headBegun = false;
        since = System.nanoTime();
    }

    void bodyBegins() {
        beginWindow();
    }

    void lingerBegins() {
        since = System.nanoTime();
    }

    @Override
    public void run() {
        connection.output().flushGathered();
        checkStall();
        checkPeer();
        switch (connection.state()) {
            case HANDSHAKE -> {
                if (elapsed(since, deadlines.tlsHandshake())) {
                    connection.timedOut("TLS handshake took too long");
                }
            }
            case HEAD -> checkHead();
            case BODY, SKIPPING -> checkRate();
            case LINGERING -> {
                if (elapsed(since, deadlines.linger())) {
                    connection.abort();
                }
            }
            default -> {}
        }
    }

    /** An exchange that has begun may end: its service may have acted already. */
    private void checkPeer() {
        boolean exchanging = connection.state() == ServerConnection.State.EXCHANGE;
        if (!exchanging && elapsed(judged, JUDGED_EVERY)) {
            judged = System.nanoTime();
            if (!connection.isPeerAccepted()) {
                connection.abort();
            }
        }
    }

    private void checkHead() {
        if (!headBegun && connection.headBegun()) {
            headBegun = true;
            since = System.nanoTime();
        }
        if (headBegun && elapsed(since, deadlines.head())) {
            connection.refuse(408, "The request's head took too long");
        } else if (!headBegun && elapsed(since, deadlines.idle())) {
            connection.abort();
        }
    }

    private void checkRate() {
        if (!connection.channel().config().isAutoRead()) {
            // we are the slow ones
            beginWindow();
        } else if (elapsed(windowStart, deadlines.rateWindow())) {
            long least = deadlines.bodyRateMin() * deadlines.rateWindow().toMillis() / 1000;
            if (windowBytes < least) {
                connection.refuse(408, "The request's body came too slowly");
            } else {
                beginWindow();
            }
        }
    }

    private void beginWindow() {
        windowStart = System.nanoTime();
        windowBytes = 0;
    }

    private void checkStall() {
        long progress = connection.output().progress();
        if (progress != progressSeen || !connection.output().isBusy()) {
            progressSeen = progress;
            stalledSince = System.nanoTime();
        } else if (elapsed(stalledSince, deadlines.writeStall())) {
            connection.timedOut("The reply was not taken");
        }
    }

    private static boolean elapsed(long start, Duration limit) {
        return System.nanoTime() - start > limit.toNanos();
    }
}
