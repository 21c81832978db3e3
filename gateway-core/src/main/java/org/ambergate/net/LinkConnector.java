package org.ambergate.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;

/** Opens checked connections: race, handshake, check, and the next candidate (transport specification, section 1.5). */
final class LinkConnector implements AutoCloseable {
    /** Forgetting a winner costs one race. */
    private static final int WINNERS_MAX = 10_000;

    private record Known(InetSocketAddress candidate, Deadline until) {}

    private final HttpLinkSettings settings;
    private final Bootstrap bootstrap;
    private final LinkHandshakes handshakes = new LinkHandshakes();
    private final HostResolver resolver;
    private final Map<Set<InetSocketAddress>, Known> winners = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    LinkConnector(HttpLinkSettings settings, EdgeThreads threads, AddressRule addresses, HostNames names) {
        this.settings = settings;
        this.resolver = new HostResolver(names, addresses);
        this.bootstrap = new Bootstrap()
                .group(threads.group())
                .channel(threads.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                // nothing may be read before there is somebody to take it
                .option(ChannelOption.AUTO_READ, false)
                // a peer that answers early and closes: its answer must survive our failing write
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(Integer.MAX_VALUE, settings.connect().toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // handlers are added once the race is over
                    }
                });
    }

    int open() {
        return open.get();
    }

    LinkConnection connect(Set<InetSocketAddress> candidates, Optional<LinkTls> tls, Deadline deadline)
            throws LocalFault {
        List<InetSocketAddress> left = new ArrayList<>(candidates);
        LocalFault last = new LocalFault(GeneralFault.NETWORK_ERROR, "No server could be connected to");
        Optional<InetSocketAddress> known = winner(candidates);
        if (known.isPresent()) {
            try {
                return attempt(List.of(known.get()), tls, settings.known(), deadline);
            } catch (Dropped dropped) {
                last = dropped.fault();
                winners.remove(candidates);
                left.removeAll(dropped.candidates());
            }
        }
        // whoever comes first in a race must not always be the same one
        Collections.shuffle(left);
        Duration timeout = settings.connect();
        while (!left.isEmpty() && !deadline.isPast()) {
            try {
                LinkConnection connection = attempt(left, tls, timeout, deadline);
                remember(candidates, connection.candidate());
                return connection;
            } catch (Dropped dropped) {
                last = dropped.fault();
                left.removeAll(dropped.candidates());
                timeout = longer(settings.retryLeast(), timeout.dividedBy(2));
            }
        }
        throw last;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private Optional<InetSocketAddress> winner(Set<InetSocketAddress> candidates) {
        Known known = candidates.size() > 1 ? winners.get(candidates) : null;
        return known == null || known.until().isPast() ? Optional.empty() : Optional.of(known.candidate());
    }

    private void remember(Set<InetSocketAddress> candidates, InetSocketAddress candidate) {
        if (candidates.size() > 1) {
            if (winners.size() >= WINNERS_MAX) {
                winners.clear();
            }
            winners.put(candidates, new Known(candidate, Deadline.after(settings.winnerKept())));
        }
    }

    /** Candidates that did not work out, and why. */
    private static final class Dropped extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<InetSocketAddress> candidates;
        private final LocalFault fault;

        Dropped(List<InetSocketAddress> candidates, LocalFault fault) {
            super(null, fault, false, false);
            this.candidates = candidates;
            this.fault = fault;
        }

        List<InetSocketAddress> candidates() {
            return candidates;
        }

        LocalFault fault() {
            return fault;
        }
    }

    private LinkConnection attempt(
            List<InetSocketAddress> candidates, Optional<LinkTls> tls, Duration timeout, Deadline deadline)
            throws Dropped {
        ConnectRace.Winner winner;
        try {
            Deadline connected = deadline.orAfter(timeout);
            checkRoom();
            winner = ConnectRace.run(bootstrap, lanes(candidates, connected), connected);
        } catch (LocalFault unreachable) {
            throw new Dropped(List.copyOf(candidates), unreachable);
        }
        LinkConnection connection =
                new LinkConnection(winner.channel(), winner.lane().candidate(), settings.limits());
        count(winner.channel());
        boolean passed = false;
        try {
            if (tls.isPresent()) {
                secure(connection, winner, tls.get(), deadline.orAfter(timeout));
                check(connection, tls.get(), deadline);
            } else {
                connection.install();
            }
            passed = true;
            return connection;
        } finally {
            if (!passed) {
                connection.close();
            }
        }
    }

    private void checkRoom() throws LocalFault {
        if (open.get() >= settings.connectionsMax()) {
            throw new LocalFault(GeneralFault.SERVICE_UNAVAILABLE, "Too many connections are open");
        }
    }

    private void count(Channel channel) {
        open.incrementAndGet();
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
    }

    /** What can be resolved; a name that cannot does not spoil the others. */
    private List<ConnectRace.Lane> lanes(List<InetSocketAddress> candidates, Deadline deadline) throws LocalFault {
        List<ConnectRace.Lane> lanes = new ArrayList<>();
        LocalFault last = new LocalFault(GeneralFault.NETWORK_ERROR, "No server could be connected to");
        for (InetSocketAddress candidate : candidates) {
            try {
                lanes.addAll(resolver.lanes(candidate, deadline));
            } catch (LocalFault unresolved) {
                last = unresolved;
            }
        }
        if (lanes.isEmpty()) {
            throw last;
        }
        return lanes;
    }

    private void secure(LinkConnection connection, ConnectRace.Winner winner, LinkTls tls, Deadline deadline)
            throws Dropped {
        try {
            handshakes.run(connection, winner, tls, deadline);
        } catch (LocalFault failed) {
            // a peer that no longer speaks what it spoke before gets a second chance with everything on offer
            boolean again = handshakes.forget(connection.candidate());
            throw new Dropped(again ? List.of() : List.of(connection.candidate()), failed);
        }
    }

    private static void check(LinkConnection connection, LinkTls tls, Deadline deadline) throws Dropped {
        try {
            tls.check().check(connection.certificates(), connection.candidate(), deadline);
        } catch (LocalFault refused) {
            throw new Dropped(List.of(connection.candidate()), refused);
        }
    }

    @Override
    public void close() {
        resolver.close();
    }
}
