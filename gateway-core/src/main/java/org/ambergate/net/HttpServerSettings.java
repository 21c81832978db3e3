package org.ambergate.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server listens on and what it puts up with. Immutable; each {@code with} returns a changed copy. */
public final class HttpServerSettings {
    private final InetSocketAddress address;
    private final @Nullable TlsServerSettings tls;
    private final HostRule hostRule;
    private final HttpLimits limits;
    private final ServerDeadlines deadlines;
    private final ConnectionLimits connectionLimits;
    private final Refusal.Writer refusals;
    private final EdgeListener listener;

    private HttpServerSettings(
            InetSocketAddress address,
            @Nullable TlsServerSettings tls,
            HostRule hostRule,
            HttpLimits limits,
            ServerDeadlines deadlines,
            ConnectionLimits connectionLimits,
            Refusal.Writer refusals,
            EdgeListener listener) {
        this.address = address;
        this.tls = tls;
        this.hostRule = hostRule;
        this.limits = limits;
        this.deadlines = deadlines;
        this.connectionLimits = connectionLimits;
        this.refusals = refusals;
        this.listener = listener;
    }

    /** Plain HTTP at an address with the default limits; port 0 takes any free port. */
    public static HttpServerSettings at(InetSocketAddress address) {
        return new HttpServerSettings(
                address,
                null,
                HostRule.REQUIRED,
                HttpLimits.REQUEST,
                ServerDeadlines.DEFAULT,
                ConnectionLimits.DEFAULT,
                (status, text) -> Refusal.plain(text),
                EdgeListener.NONE);
    }

    /** Plain HTTP on this machine only, at any free port. */
    public static HttpServerSettings onLoopback() {
        return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public HttpServerSettings withTls(TlsServerSettings value) {
        return new HttpServerSettings(
                address, value, hostRule, limits, deadlines, connectionLimits, refusals, listener);
    }

    public HttpServerSettings withHostRule(HostRule value) {
        return new HttpServerSettings(address, tls, value, limits, deadlines, connectionLimits, refusals, listener);
    }

    public HttpServerSettings withLimits(HttpLimits value) {
        return new HttpServerSettings(address, tls, hostRule, value, deadlines, connectionLimits, refusals, listener);
    }

    public HttpServerSettings withDeadlines(ServerDeadlines value) {
        return new HttpServerSettings(address, tls, hostRule, limits, value, connectionLimits, refusals, listener);
    }

    public HttpServerSettings withConnectionLimits(ConnectionLimits value) {
        return new HttpServerSettings(address, tls, hostRule, limits, deadlines, value, refusals, listener);
    }

    public HttpServerSettings withRefusals(Refusal.Writer value) {
        return new HttpServerSettings(address, tls, hostRule, limits, deadlines, connectionLimits, value, listener);
    }

    public HttpServerSettings withListener(EdgeListener value) {
        return new HttpServerSettings(address, tls, hostRule, limits, deadlines, connectionLimits, refusals, value);
    }

    public InetSocketAddress address() {
        return address;
    }

    public Optional<TlsServerSettings> tls() {
        return Optional.ofNullable(tls);
    }

    public HostRule hostRule() {
        return hostRule;
    }

    public HttpLimits limits() {
        return limits;
    }

    public ServerDeadlines deadlines() {
        return deadlines;
    }

    public ConnectionLimits connectionLimits() {
        return connectionLimits;
    }

    public Refusal.Writer refusals() {
        return refusals;
    }

    public EdgeListener listener() {
        return listener;
    }

    /**
     * How long a server waits for whom (threat T-90).
     *
     * @param tlsHandshake from accept to the end of the handshake
     * @param head from a request's first byte to the end of its head
     * @param idle without any byte of a next request; also the time for the first request after the handshake, because a
     *     security server fetches OCSP responses before it sends one
     * @param rateWindow while a body arrives, each window of this length must bring {@link #bodyRateMin} per second
     * @param bodyRateMin bytes per second
     * @param wholeReply for a reply sent at once to be taken
     * @param writeStall without the peer taking anything of a reply
     * @param linger after a refusal, so that the peer can read it before the connection is gone
     * @param drain when the server closes: how long exchanges in flight may take to end
     */
    public record ServerDeadlines(
            Duration tlsHandshake,
            Duration head,
            Duration idle,
            Duration rateWindow,
            int bodyRateMin,
            Duration wholeReply,
            Duration writeStall,
            Duration linger,
            Duration drain) {
        public static final ServerDeadlines DEFAULT = new ServerDeadlines(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30));
    }

    /**
     * How many connections a server keeps open (threats T-91, T-92).
     *
     * @param total beyond it a new connection is closed at once
     * @param perAddress the same for one remote address
     */
    public record ConnectionLimits(int total, int perAddress) {
        /** X-Road's overload guard stands at 5000; no partner may have more than half of them. */
        public static final ConnectionLimits DEFAULT = new ConnectionLimits(5000, 2500);
    }
}
