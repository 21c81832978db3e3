package org.ambergate.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection: decodes requests strictly, hands one at a time to an exchange thread, and sends what comes
 * back. Everything here runs on the connection's event loop.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {
    /** Asks a connection to close as soon as no exchange is in flight. */
    static final Object DRAIN = new Object();

    /**
     * A request waits for this much of its body, or its end, before a thread is given to it: small requests then never
     * wait again, and somebody who sends slowly occupies no thread.
     */
    static final int BYTES_BEFORE_DISPATCH = 32 * 1024;

    /** What is read over of a body nobody wanted, to keep the connection. */
    static final long DRAINED_BYTES_MAX = 64 * 1024;

    enum State {
        HANDSHAKE,
        HEAD,
        BODY,
        /** The request is complete and its exchange runs. */
        EXCHANGE,
        /** Reading over the rest of a body nobody wanted. */
        SKIPPING,
        /** Everything is said; waiting for the peer to close. */
        LINGERING,
        CLOSED
    }

    private final ServerConnections server;
    private final Channel channel;
    private final ConnectionOutput output;
    private final ServerWatch watch;
    private final ArrayDeque<ByteBuf> inbox = new ArrayDeque<>(2);

    private State state;
    private HeadScanner scanner;
    private BodyDecoder decoder = new BodyDecoder(Framing.NONE, BodyDecoder.Trailers.REFUSED);
    private @Nullable ServerExchange exchange;
    private boolean dispatched;
    private long skipped;
    private Peer peer;

    ServerConnection(ServerConnections server, Channel channel, boolean secure) {
        this.server = server;
        this.channel = channel;
        this.output = new ConnectionOutput(channel, this::pushed);
        this.watch = new ServerWatch(server.settings().deadlines(), this);
        this.scanner = new HeadScanner(server.settings().limits());
        this.state = secure ? State.HANDSHAKE : State.HEAD;
        this.peer = new Peer((InetSocketAddress) channel.remoteAddress(), false, List.of(), "");
    }

    ServerConnections server() {
        return server;
    }

    Channel channel() {
        return channel;
    }

    ConnectionOutput output() {
        return output;
    }

    Peer peer() {
        return peer;
    }

    /** Whether a handshake with this peer would still be let through. */
    boolean isPeerAccepted() {
        return server.accepts(peer);
    }

    State state() {
        return state;
    }

    boolean headBegun() {
        return !scanner.isEmpty();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        watch.start(channel.eventLoop());
    }

    // ---- what arrives

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = (ByteBuf) message;
        if (state == State.LINGERING || state == State.CLOSED) {
            data.release();
            return;
        }
        watch.received(data.readableBytes());
        inbox.add(data);
        decode();
    }

    private void decode() {
        try {
            ByteBuf data = inbox.peek();
            while (data != null && step(data)) {
                if (!data.isReadable()) {
                    inbox.remove();
                    data.release();
                }
                data = inbox.peek();
            }
        } catch (RefusedException refused) {
            refuse(refused.status(), refused.text());
        }
        // pipelined requests stay where they are, the ones behind them with the sender
        boolean pipelined = state == State.EXCHANGE && !inbox.isEmpty();
        ServerExchange current = exchange;
        boolean full =
                state == State.BODY && current != null && current.inbound().pauses();
        if (pipelined || full) {
            channel.config().setAutoRead(false);
        }
    }

    /** Takes what the state allows from the data; false if it has to wait. */
    private boolean step(ByteBuf data) throws RefusedException {
        switch (state) {
            case HEAD -> {
                if (scanner.feed(data)) {
                    headRead();
                }
            }
            case BODY -> bodyRead(data);
            case SKIPPING -> skip(data);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void headRead() throws RefusedException {
        RequestHead head = RequestHead.parse(scanner, server.settings().hostRule());
        scanner = new HeadScanner(server.settings().limits());
        decoder = new BodyDecoder(head.framing(), BodyDecoder.Trailers.REFUSED);
        exchange = new ServerExchange(this, head);
        dispatched = false;
        state = State.BODY;
        watch.bodyBegins();
        if (head.expectsContinue()) {
            dispatch();
        }
        if (decoder.isDone()) {
            bodyEnded();
        }
    }

    private void bodyRead(ByteBuf data) throws RefusedException {
        ServerExchange current = exchange;
        if (current == null) {
            throw new IllegalStateException("a body without an exchange");
        }
        if (decoder.decode(data, current.inbound())) {
            bodyEnded();
        } else if (!dispatched && current.inbound().queued() >= BYTES_BEFORE_DISPATCH) {
            dispatch();
        }
    }

    private void bodyEnded() {
        ServerExchange current = exchange;
        if (current != null && state == State.BODY) {
            current.inbound().end();
            state = State.EXCHANGE;
            if (!dispatched) {
                dispatch();
            }
        }
    }

    private void dispatch() {
        ServerExchange current = exchange;
        if (current == null) {
            return;
        }
        dispatched = true;
        try {
            server.exchanges().execute(current);
        } catch (RejectedExecutionException full) {
            refuse(503, "The server is busy");
        }
    }

    private void skip(ByteBuf data) throws RefusedException {
        ServerExchange current = exchange;
        skipped += data.readableBytes();
        if (current == null || skipped > DRAINED_BYTES_MAX) {
            linger(output.lastWrite());
        } else if (decoder.decode(data, current.inbound())) {
            next();
        }
    }

    // ---- what leaves

    /** Runs after an exchange thread has handed something over. */
    private void pushed() {
        output.flush();
        ServerExchange current = exchange;
        if (current != null && current.replyPushed()) {
            // what was handed over between the flush and the question
            output.flush();
            advance();
        }
    }

    /** The handler has returned; from its thread. */
    void handlerReturned(ServerExchange ended) {
        channel.eventLoop().execute(() -> {
            if (exchange == ended) {
                advance();
            }
        });
    }

    /** The reply is sent and the handler has returned: on to the next request, if there may be one. */
    private void advance() {
        ServerExchange current = exchange;
        if (current == null || state == State.CLOSED || state == State.LINGERING) {
            return;
        }
        boolean unread = state == State.BODY;
        if (unread && (current.awaitsContinue() || decoder.remainingAtLeast() > DRAINED_BYTES_MAX)) {
            linger(output.lastWrite());
        } else if (current.closesAfterReply() || server.isDraining() || !isPeerAccepted()) {
            if (unread || !inbox.isEmpty()) {
                linger(output.lastWrite());
            } else {
                state = State.CLOSED;
                output.lastWrite().addListener(ChannelFutureListener.CLOSE);
            }
        } else if (unread) {
            skipped = 0;
            state = State.SKIPPING;
            resume();
        } else {
            next();
        }
    }

    private void next() {
        exchange = null;
        state = State.HEAD;
        watch.idleBegins();
        resume();
    }

    /** Reads on; called by way of the event loop when a body has room again. */
    void resume() {
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
        if (!inbox.isEmpty()) {
            decode();
        }
    }

    /** Tells a client that waits for it to send its body; from the exchange thread. */
    void sendContinue(ServerExchange waiting) {
        channel.eventLoop().execute(() -> {
            if (exchange == waiting && !waiting.isStarted()) {
                channel.writeAndFlush(channel.alloc().buffer().writeBytes(HeadWriter.CONTINUE))
                        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            }
        });
    }

    // ---- ends

    /** Answers with a refusal, unless a reply is under way, and closes. */
    void refuse(int status, String text) {
        server.settings().listener().refused(peer.address(), status, text);
        ServerExchange current = exchange;
        // before its handler learns of it and answers by itself
        boolean mayAnswer = state != State.SKIPPING && (current == null || current.takeReply());
        if (current != null) {
            current.inbound().fail(text);
        }
        if (state == State.SKIPPING) {
            linger(output.lastWrite());
        } else if (!mayAnswer) {
            Closing.now(channel);
        } else {
            linger(writeRefusal(status, text));
        }
    }

    private ChannelFuture writeRefusal(int status, String text) {
        Refusal refusal = server.settings().refusals().write(status, text);
        HttpFields fields = refusal.fields().with("Content-Type", refusal.contentType());
        ByteBuf out = channel.alloc().ioBuffer();
        HeadWriter.reply(out, status, fields, OptionalLong.of(refusal.body().length), true);
        return channel.writeAndFlush(out.writeBytes(refusal.body()));
    }

    /** Says nothing more, and reads over what comes until the peer closes or the time is up. */
    private void linger(ChannelFuture lastWrite) {
        state = State.LINGERING;
        watch.lingerBegins();
        output.fail("The connection is closing");
        releaseInbox();
        channel.config().setAutoRead(true);
        Closing.output(channel, lastWrite);
    }

    /** Breaks the connection off in the middle; from any thread. */
    void abort() {
        Closing.now(channel);
    }

    void timedOut(String text) {
        server.settings().listener().connectionBroken(peer.address(), text);
        Closing.now(channel);
    }

    private void releaseInbox() {
        inbox.forEach(ByteBuf::release);
        inbox.clear();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        state = State.CLOSED;
        watch.stop();
        releaseInbox();
        output.fail("The connection is closed");
        ServerExchange current = exchange;
        if (current != null) {
            current.inbound().fail("The connection is closed");
            if (!dispatched) {
                current.inbound().discard();
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == DRAIN) {
            if (state == State.HEAD && scanner.isEmpty()) {
                Closing.now(channel);
            }
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshakeEnded(context, handshake);
        }
        ReferenceCountUtil.release(event);
    }

    private void handshakeEnded(ChannelHandlerContext context, SslHandshakeCompletionEvent event) {
        SslHandler handler = context.pipeline().get(SslHandler.class);
        if (!event.isSuccess() || handler == null) {
            state = State.CLOSED;
            server.settings().listener().handshakeFailed(peer.address(), event.cause());
            Closing.now(channel);
            return;
        }
        peer = TlsPeers.peer(peer.address(), handler.engine().getSession());
        // a resumed TLS 1.2 session skips the trust manager, so the question is asked again here (threat T-53)
        if (!isPeerAccepted() || server.isDraining()) {
            state = State.CLOSED;
            Closing.now(channel);
            return;
        }
        state = State.HEAD;
        watch.idleBegins();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (state == State.HANDSHAKE) {
            server.settings().listener().handshakeFailed(peer.address(), cause);
        } else if (state != State.LINGERING && state != State.CLOSED && exchange != null) {
            server.settings().listener().connectionBroken(peer.address(), "I/O failed");
        }
        Closing.now(channel);
    }
}
