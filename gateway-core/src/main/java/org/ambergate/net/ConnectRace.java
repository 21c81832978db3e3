package org.ambergate.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;

/** Connects to several addresses at once; the first that completes TCP wins, the others are closed. */
final class ConnectRace {
    /**
     * An address to try.
     *
     * @param candidate as the caller named it
     * @param address one of the addresses its host name stands for
     */
    record Lane(InetSocketAddress candidate, InetAddress address) {}

    /** The connection that won. */
    record Winner(Lane lane, Channel channel) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by the lock
    private final List<ChannelFuture> attempts = new ArrayList<>();
    private @Nullable Winner winner;
    private int pending;
    private boolean over;

    private ConnectRace(int lanes) {
        this.pending = lanes;
    }

    static Winner run(Bootstrap bootstrap, List<Lane> lanes, Deadline deadline) throws LocalFault {
        ConnectRace race = new ConnectRace(lanes.size());
        for (Lane lane : lanes) {
            race.start(bootstrap, lane);
        }
        return race.await(deadline);
    }

    private void start(Bootstrap bootstrap, Lane lane) {
        ChannelFuture attempt = bootstrap.connect(
                new InetSocketAddress(lane.address(), lane.candidate().getPort()));
        lock.lock();
        try {
            attempts.add(attempt);
        } finally {
            lock.unlock();
        }
        attempt.addListener((ChannelFutureListener) done -> ended(lane, done));
    }

    private void ended(Lane lane, ChannelFuture attempt) {
        lock.lock();
        try {
            pending--;
            if (attempt.isSuccess() && winner == null && !over) {
                winner = new Winner(lane, attempt.channel());
            } else if (attempt.isSuccess()) {
                abandon(attempt);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private Winner await(Deadline deadline) throws LocalFault {
        lock.lock();
        try {
            while (true) {
                Winner first = winner;
                if (first != null) {
                    return first;
                }
                if (pending == 0 || deadline.isPast()) {
                    throw new LocalFault(GeneralFault.NETWORK_ERROR, "No server could be connected to");
                }
                Waits.await(changed, lock, deadline, "No server could be connected to in time");
            }
        } finally {
            over = true;
            Winner first = winner;
            for (ChannelFuture attempt : attempts) {
                if (first == null || attempt.channel() != first.channel()) {
                    abandon(attempt);
                }
            }
            lock.unlock();
        }
    }

    private static void abandon(ChannelFuture attempt) {
        // a cancelled attempt closes by itself
        if (!attempt.cancel(false) && attempt.isSuccess()) {
            Closing.now(attempt.channel());
        }
    }
}
