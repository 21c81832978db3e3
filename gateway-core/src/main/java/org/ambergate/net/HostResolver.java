package org.ambergate.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;

/** Looks host names up with a deadline; the system's resolver has none of its own. */
final class HostResolver implements AutoCloseable {
    /** A slow name server must not stop look-ups of other names at once. */
    private static final int THREADS = 8;

    /** A host with a hundred addresses is not connected to a hundred times. */
    private static final int ADDRESSES_MAX = 4;

    private final ExecutorService threads = ExchangeThreads.create("resolver", THREADS);
    private final HostNames names;
    private final AddressRule rule;

    HostResolver(HostNames names, AddressRule rule) {
        this.names = names;
        this.rule = rule;
    }

    /**
     * The addresses of a candidate that may be connected to, as it came if it is resolved.
     *
     * @throws LocalFault {@code unknown_host} or {@code network_error} if there is none
     */
    List<ConnectRace.Lane> lanes(InetSocketAddress candidate, Deadline deadline) throws LocalFault {
        InetAddress known = candidate.getAddress();
        List<InetAddress> addresses = known != null ? List.of(known) : lookUp(candidate.getHostString(), deadline);
        List<ConnectRace.Lane> lanes = new ArrayList<>();
        for (InetAddress address : addresses) {
            if (lanes.size() < ADDRESSES_MAX && rule.permits(address, candidate.getPort())) {
                lanes.add(new ConnectRace.Lane(candidate, address));
            }
        }
        if (lanes.isEmpty()) {
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "The address may not be connected to");
        }
        return lanes;
    }

    private List<InetAddress> lookUp(String host, Deadline deadline) throws LocalFault {
        Future<InetAddress[]> answer;
        try {
            answer = threads.submit(() -> names.lookUp(host));
        } catch (RejectedExecutionException full) {
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "Too many host names are being looked up");
        }
        try {
            return List.of(answer.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "A host name could not be resolved in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "The wait was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw new LocalFault(GeneralFault.UNKNOWN_HOST, "A host name does not resolve");
            }
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "A host name could not be resolved").causedBy(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
