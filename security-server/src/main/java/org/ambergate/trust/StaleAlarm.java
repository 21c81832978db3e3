package org.ambergate.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Raises an alarm once per directory when half of its validity has passed. Guarded by the client's update lock. */
final class StaleAlarm {
    private final ConfigurationListener alarms;
    private final Map<String, Instant> raisedFor = new HashMap<>();

    StaleAlarm(ConfigurationListener alarms) {
        this.alarms = alarms;
    }

    void check(String instance, HighWaterMark mark, Instant now) {
        Duration validity = Duration.between(mark.accepted(), mark.expires());
        Instant half = mark.accepted().plus(validity.dividedBy(2));
        if (!now.isBefore(half) && !mark.expires().equals(raisedFor.put(instance, mark.expires()))) {
            alarms.stale(instance, mark.expires());
        }
    }
}
