package org.ambergate.consumer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.globalconf.ProviderAddress;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.message.RestRequestHead;

/** Finds the security servers that may answer a request (client protocol specification, section 2.9). */
final class ProviderResolver {
    private final int serverPort;

    ProviderResolver(int serverPort) {
        this.serverPort = serverPort;
    }

    /** The addresses to try, never none; which of them answers first is for the connection to find out. */
    List<InetSocketAddress> resolve(RestRequestHead request, ServerSnapshot snapshot) throws LocalFault {
        List<ProviderAddress> candidates =
                snapshot.global().providersOf(request.service().client());
        if (candidates.isEmpty()) {
            throw new LocalFault(
                    ConfigurationFault.UNKNOWN_MEMBER,
                    "Could not find addresses for service provider \"" + request.service() + "\"");
        }
        Optional<SecurityServerId> target = request.securityServer();
        if (target.isPresent()) {
            candidates = targeted(candidates, target.get());
        }
        return addresses(inService(candidates));
    }

    private static List<ProviderAddress> targeted(List<ProviderAddress> candidates, SecurityServerId target)
            throws LocalFault {
        List<ProviderAddress> matching = candidates.stream()
                .filter(candidate -> candidate.server().equals(target))
                .toList();
        if (matching.isEmpty()) {
            throw new LocalFault(
                    MessageFault.INVALID_SECURITY_SERVER, "Security server " + target + " does not serve the provider");
        }
        return matching;
    }

    private static List<ProviderAddress> inService(List<ProviderAddress> candidates) throws LocalFault {
        List<ProviderAddress> running = candidates.stream()
                .filter(candidate -> candidate.maintenance().isEmpty())
                .toList();
        if (running.isEmpty()) {
            String notice = candidates.get(0).maintenance().orElse("");
            throw new LocalFault(
                    ConfigurationFault.MAINTENANCE_MODE,
                    "The provider's security server is in maintenance mode" + (notice.isBlank() ? "" : ": " + notice));
        }
        return running;
    }

    private List<InetSocketAddress> addresses(List<ProviderAddress> candidates) {
        List<InetSocketAddress> addresses = new ArrayList<>(candidates.size());
        for (ProviderAddress candidate : candidates) {
            addresses.add(InetSocketAddress.createUnresolved(candidate.host(), serverPort));
        }
        return addresses;
    }
}
