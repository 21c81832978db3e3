package org.ambergate.publication;

import java.time.Duration;
import java.util.Optional;
import org.ambergate.globalconf.ManagementService;
import org.ambergate.identifier.ClientId;

/**
 * Settings of an instance.
 *
 * @param managementService where management requests go
 * @param ocspFreshness how old an OCSP response may be
 * @param timestampingInterval how often message logs are time-stamped
 * @param ocspFetchInterval the optional part of that name, if published
 * @param verifyNextUpdate the optional part of that name, if published
 * @param monitoringClient the optional part of that name, if published
 */
public record InstanceSettings(
        ManagementService managementService,
        Duration ocspFreshness,
        Duration timestampingInterval,
        Optional<Duration> ocspFetchInterval,
        Optional<Boolean> verifyNextUpdate,
        Optional<ClientId> monitoringClient) {
    /** The values of a freshly installed central server: OCSP responses an hour, time-stamps a minute. */
    public static InstanceSettings standard(ManagementService managementService) {
        return new InstanceSettings(
                managementService,
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
