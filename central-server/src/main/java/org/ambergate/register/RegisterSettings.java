package org.ambergate.register;

import java.time.Duration;
import java.util.Optional;
import org.ambergate.identifier.ClientId;

/**
 * Settings of an instance.
 *
 * @param managementServiceProvider the subsystem that provides management services; nothing is published without one
 * @param ocspFreshness how old an OCSP response may be; more than the interval of time-stamping, at most a week
 * @param timestampingInterval how often message logs are time-stamped: a minute to a day
 * @param ocspFetchInterval how often OCSP responses are fetched: a minute to a day, if published
 * @param verifyNextUpdate whether OCSP responses end with their nextUpdate, if published
 * @param monitoringClient who may read operational data of all servers, if published
 */
public record RegisterSettings(
        Optional<ClientId> managementServiceProvider,
        Duration ocspFreshness,
        Duration timestampingInterval,
        Optional<Duration> ocspFetchInterval,
        Optional<Boolean> verifyNextUpdate,
        Optional<ClientId> monitoringClient) {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    /** Those of a new instance: OCSP responses an hour, time-stamps a minute, no provider yet. */
    public static RegisterSettings standard() {
        return new RegisterSettings(
                Optional.empty(), Duration.ofHours(1), MINUTE, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public RegisterSettings withManagementServiceProvider(ClientId provider) {
        return new RegisterSettings(
                Optional.of(provider),
                ocspFreshness,
                timestampingInterval,
                ocspFetchInterval,
                verifyNextUpdate,
                monitoringClient);
    }

    void check() throws RefusedChangeException {
        if (!isWithin(timestampingInterval, DAY)) {
            throw Refusal.INVALID_SETTING.of("The interval of time-stamping (whole seconds, 60 to 86400)");
        }
        if (!isWithin(ocspFreshness, WEEK) || ocspFreshness.compareTo(timestampingInterval) <= 0) {
            throw Refusal.INVALID_SETTING.of(
                    "The freshness of OCSP responses (whole seconds, more than the interval of time-stamping, to 604800)");
        }
        if (ocspFetchInterval.isPresent() && !isWithin(ocspFetchInterval.get(), DAY)) {
            throw Refusal.INVALID_SETTING.of("The interval of fetching OCSP responses (whole seconds, 60 to 86400)");
        }
        if (managementServiceProvider.isPresent()
                && managementServiceProvider.get().subsystemCode().isEmpty()) {
            throw Refusal.INVALID_SETTING.of("The management service provider (a subsystem, not a member)");
        }
    }

    private static boolean isWithin(Duration value, Duration max) {
        return value.toNanosPart() == 0 && value.compareTo(MINUTE) >= 0 && value.compareTo(max) <= 0;
    }
}
