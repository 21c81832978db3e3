package org.ambergate.net;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;

/** One request with its reply, as the handler's thread sees them. */
final class ServerExchange implements Runnable, HttpRequest, HttpReply, InboundBody.Connection, FramedSink.Connection {
    private enum Reply {
        OPEN,
        STARTED,
        FINISHED,
        /** Answered by the edge, or broken off. */
        TAKEN
    }

    private final ServerConnection connection;
    private final RequestHead head;
    private final InboundBody inbound;
    private final AtomicReference<Reply> reply = new AtomicReference<>(Reply.OPEN);
    /** Set by whichever comes first, the reply's way to the loop or the handler's return; the second one goes on. */
    private final AtomicBoolean half = new AtomicBoolean();

    // of the event loop
    private boolean pushed;

    private volatile boolean continueSent;
    private volatile boolean close;

    ServerExchange(ServerConnection connection, RequestHead head) {
        this.connection = connection;
        this.head = head;
        this.inbound = new InboundBody(connection.channel().alloc(), this);
        this.close = head.close();
    }

    InboundBody inbound() {
        return inbound;
    }

    // ---- the handler's thread

    @Override
    public void run() {
        try {
            connection.server().handler().respond(this, this);
        } catch (RuntimeException | Error e) {
            connection.server().settings().listener().handlerFailed(e);
        } finally {
            ended();
        }
    }

    private void ended() {
        inbound.close();
        if (reply.get() == Reply.OPEN) {
            refuseUnanswered();
        }
        if (reply.compareAndSet(Reply.STARTED, Reply.TAKEN)) {
            connection.abort();
        }
        if (!half.compareAndSet(false, true)) {
            connection.handlerReturned(this);
        }
    }

    private void refuseUnanswered() {
        String text = "The request was not answered";
        Refusal refusal = connection.server().settings().refusals().write(500, text);
        try {
            send(500, refusal.fields().with("Content-Type", refusal.contentType()), refusal.body());
        } catch (LocalFault gone) {
            connection.abort();
        }
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public HttpFields fields() {
        return head.fields();
    }

    @Override
    public BodySource body() {
        return inbound;
    }

    @Override
    public Peer peer() {
        return connection.peer();
    }

    @Override
    public BodySink start(int status, HttpFields fields, OptionalLong contentLength) throws LocalFault {
        if (status < 200 || status > 599 || !HeadWriter.isWritable(fields)) {
            throw new LocalFault(GeneralFault.INTERNAL_ERROR, "The reply cannot be written in HTTP");
        }
        if (!reply.compareAndSet(Reply.OPEN, Reply.STARTED)) {
            throw reply.get() == Reply.TAKEN
                    ? new LocalFault(GeneralFault.IO_ERROR, "The request was refused or broken off")
                    : new LocalFault(GeneralFault.INTERNAL_ERROR, "The reply was begun before");
        }
        if (FieldParser.asksToClose(fields) || connection.server().isDraining()) {
            close = true;
        }
        boolean closes = close;
        if (status == 204 || status == 304) {
            connection.output().add(out -> HeadWriter.bodilessReply(out, status, fields, closes));
            return FramedSink.dropping(this);
        }
        connection.output().add(out -> HeadWriter.reply(out, status, fields, contentLength, closes));
        return head.method().equals("HEAD") ? FramedSink.dropping(this) : FramedSink.of(this, contentLength);
    }

    @Override
    public void send(int status, HttpFields fields, byte[] body) throws LocalFault {
        BodySink sink = start(status, fields, OptionalLong.of(body.length));
        Deadline deadline =
                Deadline.after(connection.server().settings().deadlines().wholeReply());
        sink.write(ByteBuffer.wrap(body), deadline);
        sink.finish(deadline);
    }

    @Override
    public boolean isStarted() {
        return reply.get() != Reply.OPEN;
    }

    @Override
    public void abort() {
        if (reply.getAndSet(Reply.TAKEN) != Reply.FINISHED) {
            connection.abort();
        }
    }

    // ---- for the sink and the body

    @Override
    public ConnectionOutput output() {
        return connection.output();
    }

    @Override
    public void checkSending() throws LocalFault {
        if (reply.get() != Reply.STARTED) {
            throw new LocalFault(GeneralFault.IO_ERROR, "The reply was broken off");
        }
    }

    @Override
    public void finished() {
        reply.compareAndSet(Reply.STARTED, Reply.FINISHED);
    }

    @Override
    public void wanted() {
        if (head.expectsContinue() && !continueSent && inbound.queued() == 0) {
            continueSent = true;
            connection.sendContinue(this);
        }
    }

    @Override
    public void resume() {
        connection.channel().eventLoop().execute(connection::resume);
    }

    // ---- the event loop

    /** Whether the whole reply is handed over and the handler has returned; asked after each flush. */
    boolean replyPushed() {
        if (pushed || reply.get() != Reply.FINISHED) {
            return false;
        }
        pushed = true;
        return !half.compareAndSet(false, true);
    }

    /** Takes the reply away from the handler; false if it has begun one. */
    boolean takeReply() {
        return reply.compareAndSet(Reply.OPEN, Reply.TAKEN);
    }

    boolean closesAfterReply() {
        return close;
    }

    /** Whether a client may be waiting for permission to send its body that it will never get. */
    boolean awaitsContinue() {
        return head.expectsContinue() && !continueSent;
    }
}
