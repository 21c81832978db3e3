package org.ambergate.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;

/** A connection lent for one exchange. Of the calling thread. */
final class PooledLink implements HttpLink, FramedSink.Connection {
    /** What the connection is for. */
    record Target(LinkPool.Key key, Optional<LinkTls> tls) {}

    private final HttpLinks links;
    private final Target target;
    private LinkConnection connection;
    private @Nullable LinkExchange exchange;
    private boolean over;

    PooledLink(HttpLinks links, Target target, LinkConnection connection) {
        this.links = links;
        this.target = target;
        this.connection = connection;
    }

    @Override
    public BodySink send(
            String method, String requestTarget, HttpFields fields, OptionalLong contentLength, Deadline deadline)
            throws LocalFault {
        if (over || exchange != null) {
            throw new LocalFault(GeneralFault.INTERNAL_ERROR, "A link carries one request");
        }
        if (!Ascii.isToken(method) || !HeadWriter.isWritableTarget(requestTarget) || !HeadWriter.isWritable(fields)) {
            throw new LocalFault(GeneralFault.BAD_REQUEST, "The request cannot be written in HTTP");
        }
        if (!connection.isUsable()) {
            // it died while it waited, and nothing has been written: another one does as well
            connection.close();
            connection = links.connect(target.key(), target.tls(), deadline);
        }
        exchange = connection.begin(method);
        connection.output().add(out -> HeadWriter.request(out, method, requestTarget, fields, contentLength));
        return FramedSink.of(this, contentLength);
    }

    @Override
    public HttpResponse receive(Deadline deadline) throws LocalFault {
        LinkExchange current = exchange;
        if (current == null) {
            throw new LocalFault(GeneralFault.INTERNAL_ERROR, "Nothing has been sent");
        }
        ResponseHead head = current.await(deadline);
        return new HttpResponse(head.status(), head.reason(), head.fields(), current.body());
    }

    @Override
    public InetSocketAddress address() {
        return connection.candidate();
    }

    @Override
    public void release() {
        if (over) {
            return;
        }
        over = true;
        LinkExchange current = exchange;
        if (current == null) {
            links.giveBack(target.key(), connection);
        } else if (current.isComplete()) {
            current.body().close();
            connection.resume();
            links.giveBack(target.key(), connection);
        } else {
            current.body().close();
            connection.close();
        }
    }

    @Override
    public void abort() {
        if (!over) {
            over = true;
            connection.close();
            LinkExchange current = exchange;
            if (current != null) {
                current.body().close();
            }
        }
    }

    // ---- for the sink

    @Override
    public ConnectionOutput output() {
        return connection.output();
    }

    @Override
    public void checkSending() throws LocalFault {
        LinkExchange current = exchange;
        if (over || current == null || current.isAnswered()) {
            throw new LocalFault(GeneralFault.IO_ERROR, "The peer answered or went away before the request was sent");
        }
    }

    @Override
    public void finished() {
        LinkExchange current = exchange;
        if (current != null) {
            current.finishRequest();
        }
    }
}
