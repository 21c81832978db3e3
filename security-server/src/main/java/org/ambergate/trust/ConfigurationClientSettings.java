package org.ambergate.trust;

import java.time.Duration;

/**
 * How configuration is fetched.
 *
 * @param allowedFederations which federated instances are followed
 * @param updateInterval time between rounds; also the longest time to recovery once a source is back
 * @param sourceTimeout how long one source may take, with all its parts
 * @param validityMax how far in the future an Expire-date may lie. A longer one is refused: it would raise the
 *     high-water mark so far that every honest directory after it counts as old.
 */
public record ConfigurationClientSettings(
        AllowedFederations allowedFederations, Duration updateInterval, Duration sourceTimeout, Duration validityMax) {
    public static final ConfigurationClientSettings DEFAULT = new ConfigurationClientSettings(
            AllowedFederations.NONE, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofDays(31));

    public ConfigurationClientSettings withAllowedFederations(AllowedFederations federations) {
        return new ConfigurationClientSettings(federations, updateInterval, sourceTimeout, validityMax);
    }

    public ConfigurationClientSettings withUpdateInterval(Duration interval) {
        return new ConfigurationClientSettings(allowedFederations, interval, sourceTimeout, validityMax);
    }

    public ConfigurationClientSettings withSourceTimeout(Duration timeout) {
        return new ConfigurationClientSettings(allowedFederations, updateInterval, timeout, validityMax);
    }

    public ConfigurationClientSettings withValidityMax(Duration max) {
        return new ConfigurationClientSettings(allowedFederations, updateInterval, sourceTimeout, max);
    }
}
