package org.ambergate.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One outgoing connection. Decodes responses as strictly as the server decodes requests (threat T-31). */
final class LinkConnection extends ChannelInboundHandlerAdapter implements InboundBody.Connection {
    /** Interim responses mean nothing here; a flood of them is an attack. */
    static final int INTERIM_RESPONSES_MAX = 8;

    /** The caller is woken when this much of a body is there, or its end. */
    private static final int BYTES_BEFORE_PRESENTED = 32 * 1024;

    private static final long LOOK_MILLIS = 500;

    private final Channel channel;
    private final InetSocketAddress candidate;
    private final HttpLimits limits;
    private final ConnectionOutput output;

    /** Set by the calling thread before the first byte of a request, cleared by the loop after the response. */
    private volatile @Nullable LinkExchange exchange;

    /** False as soon as this connection may carry no further request. */
    private volatile boolean usable = true;

    /** Set when the pool has it, to {@link System#nanoTime}; 0 while it is in use. */
    private volatile long idleSince;

    private volatile Duration idleMax = Duration.ofDays(1);
    private volatile List<X509Certificate> certificates = List.of();
    private volatile String tlsProtocol = "";
    private volatile boolean reusable = true;

    // of the event loop
    private HeadScanner scanner;
    private @Nullable BodyDecoder decoder;
    private @Nullable ResponseHead head;
    private int interims;
    private boolean requestBegun;
    private boolean secure;
    private boolean closeNotified;
    private @Nullable Future<?> looking;

    LinkConnection(Channel channel, InetSocketAddress candidate, HttpLimits limits) {
        this.channel = channel;
        this.candidate = candidate;
        this.limits = limits;
        this.scanner = new HeadScanner(limits);
        this.output = new ConnectionOutput(channel, this::pushed);
    }

    /** Puts itself behind the given handlers and begins to read. */
    void install(ChannelHandler... before) {
        channel.eventLoop().execute(() -> {
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addLast(before).addLast(this);
            if (channel.isActive()) {
                channel.config().setAutoRead(true);
            } else {
                // it closed while it had no handlers: they would never hear of it
                pipeline.fireChannelInactive();
            }
        });
    }

    Channel channel() {
        return channel;
    }

    InetSocketAddress candidate() {
        return candidate;
    }

    ConnectionOutput output() {
        return output;
    }

    List<X509Certificate> certificates() {
        return certificates;
    }

    String tlsProtocol() {
        return tlsProtocol;
    }

    /** Keeps what the handshake brought. */
    void secured(List<X509Certificate> chain, String protocol) {
        certificates = chain;
        tlsProtocol = protocol;
    }

    /** For one request only: the next connection to this peer gets a faster engine. */
    void carryOnce() {
        reusable = false;
    }

    /** Whether the pool may keep it for another request. */
    boolean isReusable() {
        return reusable && isUsable();
    }

    boolean isUsable() {
        return usable && channel.isActive();
    }

    // ---- the calling thread

    LinkExchange begin(String method) {
        LinkExchange begun = new LinkExchange(method, channel.alloc(), this);
        exchange = begun;
        if (!channel.isActive()) {
            begun.fail("The connection is closed");
        }
        return begun;
    }

    void idle(Duration max) {
        idleMax = max;
        idleSince = System.nanoTime() | 1;
    }

    void busy() {
        idleSince = 0;
    }

    void close() {
        usable = false;
        Closing.now(channel);
    }

    // ---- the event loop

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        looking =
                channel.eventLoop().scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long since = idleSince;
        if (since == 0) {
            output.flushGathered();
        } else if (System.nanoTime() - since > idleMax.toNanos()) {
            close();
        }
    }

    private void pushed() {
        requestBegun = true;
        output.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = (ByteBuf) message;
        try {
            LinkExchange current = exchange;
            if (current == null || !requestBegun) {
                // nobody asked: whatever it is, it must not become the answer to the next request
                fail("Unsolicited bytes");
            } else {
                decode(current, data);
            }
        } catch (RefusedException refused) {
            fail("The response breaks HTTP: " + refused.text());
        } finally {
            data.release();
        }
    }

    private void decode(LinkExchange current, ByteBuf data) throws RefusedException {
        while (data.isReadable()) {
            BodyDecoder body = decoder;
            if (exchange != current) {
                // the response is complete and stands; whatever this is, no request will be answered with it
                fail("Unsolicited bytes");
                return;
            } else if (body == null) {
                if (scanner.feed(data)) {
                    headRead(current, data);
                }
            } else if (body.decode(data, current.body())) {
                ended(current, data.isReadable());
            }
        }
        if (decoder != null && current.body().queued() >= BYTES_BEFORE_PRESENTED) {
            current.present();
        }
        if (decoder != null && current.body().pauses()) {
            channel.config().setAutoRead(false);
        }
    }

    private void headRead(LinkExchange current, ByteBuf data) throws RefusedException {
        ResponseHead parsed = ResponseHead.parse(scanner, current.method());
        scanner = new HeadScanner(limits);
        if (parsed.isInterim()) {
            interims++;
            if (parsed.status() == 101 || interims > INTERIM_RESPONSES_MAX) {
                throw RefusedException.badRequest("Too many or unwanted interim responses");
            }
            return;
        }
        head = parsed;
        BodyDecoder body = new BodyDecoder(parsed.framing(), BodyDecoder.Trailers.DROPPED);
        decoder = body;
        current.headRead(parsed);
        if (body.isDone()) {
            ended(current, data.isReadable());
        }
    }

    /** The response is complete. What comes behind it without a new request is unsolicited. */
    private void ended(LinkExchange current, boolean unsolicited) {
        ResponseHead answered = head;
        if (unsolicited || answered == null || answered.close() || !current.isRequestFinished()) {
            usable = false;
        }
        requestBegun = false;
        exchange = null;
        decoder = null;
        interims = 0;
        channel.config().setAutoRead(true);
        if (!usable) {
            output.fail("The peer has answered");
        }
        // from here on the caller may begin its next request
        current.body().end();
        current.present();
    }

    private void fail(String text) {
        usable = false;
        LinkExchange current = exchange;
        if (current != null) {
            current.fail(text);
        }
        output.fail(text);
        Closing.now(channel);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent closed) {
            closeNotified = closed.isSuccess();
        }
        context.fireUserEventTriggered(event);
    }

    void secures() {
        secure = true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        usable = false;
        Future<?> task = looking;
        if (task != null) {
            task.cancel(false);
        }
        LinkExchange current = exchange;
        ResponseHead answered = head;
        if (current != null && endsWithConnection(answered)) {
            ended(current, false);
        } else if (current != null) {
            current.fail("The connection closed before the response was complete");
        }
        output.fail("The connection is closed");
    }

    /** With TLS only a close_notify tells the end from a cut (RFC 8446, section 6.1). */
    private boolean endsWithConnection(@Nullable ResponseHead answered) {
        return answered != null
                && decoder != null
                && answered.framing().kind() == Framing.Kind.UNTIL_CLOSE
                && (!secure || closeNotified);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail("The connection broke");
    }

    // ---- for the body, from the reading thread

    @Override
    public void wanted() {}

    @Override
    public void resume() {
        // not asked here whether the loop reads: it may be about to stop
        channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
    }
}
