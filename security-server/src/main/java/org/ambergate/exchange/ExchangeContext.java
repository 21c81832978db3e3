package org.ambergate.exchange;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.identifier.ServiceId;
import org.ambergate.message.RestRequestHead;
import org.ambergate.messagelog.OwnRequest;
import org.ambergate.net.Deadline;
import org.jspecify.annotations.Nullable;

/** What belongs to one exchange besides its message: deadline, timeline, spools, names for the log. One thread. */
public final class ExchangeContext implements AutoCloseable {
    private final Side side;
    private final Instant started;
    private final Deadline deadline;
    private final Duration idle;
    private final Path spoolDirectory;
    private final ExchangeTimeline timeline = new ExchangeTimeline();
    private final List<BodySpool> spools = new ArrayList<>(2);
    private @Nullable RestRequestHead request;
    private @Nullable SecurityServerId peer;
    private @Nullable String detail;
    private OwnRequest ownRequest = OwnRequest.NOT_LOGGED;
    private boolean requestLeft;
    private boolean responseLogged;

    ExchangeContext(Side side, Instant started, Deadline deadline, Duration idle, Path spoolDirectory) {
        this.side = side;
        this.started = started;
        this.deadline = deadline;
        this.idle = idle;
        this.spoolDirectory = spoolDirectory;
    }

    public Side side() {
        return side;
    }

    /** The end of the whole exchange. */
    public Deadline deadline() {
        return deadline;
    }

    /** The end of one wait for the other side to move. */
    public Deadline idleDeadline() {
        return deadline.orAfter(idle);
    }

    public ExchangeTimeline timeline() {
        return timeline;
    }

    /** Notes that a step has just ended. */
    public void ended(ExchangeStep step) {
        timeline.ended(step);
    }

    /** The time by which certificates and OCSP responses are judged: when the exchange began. */
    public Instant now() {
        return started;
    }

    /** Notes which security server is at the other end. */
    public void peer(SecurityServerId server) {
        peer = server;
    }

    public Optional<SecurityServerId> peer() {
        return Optional.ofNullable(peer);
    }

    /** A spool that is closed with the exchange. */
    public BodySpool newSpool() {
        BodySpool spool = new BodySpool(spoolDirectory);
        spools.add(spool);
        return spool;
    }

    /** Notes whose exchange this is, for meters and the log line. */
    public void concerns(RestRequestHead head) {
        request = head;
    }

    public Optional<RestRequestHead> request() {
        return Optional.ofNullable(request);
    }

    public Optional<ClientId> client() {
        return request().map(RestRequestHead::client);
    }

    public Optional<ServiceId> service() {
        return request().map(RestRequestHead::service);
    }

    /** Notes that the request may be in the log from now on, or that it is. */
    void ownRequest(OwnRequest state) {
        ownRequest = state;
    }

    /** Whether the request is in the log. */
    OwnRequest ownRequest() {
        return ownRequest;
    }

    /** Notes that the signed request has left, or that the service has been called: from now on it may have acted. */
    public void requestLeft() {
        requestLeft = true;
    }

    public boolean hasRequestLeft() {
        return requestLeft;
    }

    /** Notes that the response is durable here. */
    public void responseLogged() {
        responseLogged = true;
    }

    public boolean isResponseLogged() {
        return responseLogged;
    }

    /** The identifier that a fault's detail carries and this server's log repeats. */
    public String detail() {
        String id = detail;
        if (id == null) {
            id = UUID.randomUUID().toString();
            detail = id;
        }
        return id;
    }

    @Override
    public void close() {
        for (BodySpool spool : spools) {
            spool.close();
        }
    }
}
