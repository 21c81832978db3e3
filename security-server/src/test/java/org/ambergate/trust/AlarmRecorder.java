package org.ambergate.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.globalconf.GlobalConfiguration;

/** Remembers what a listener is told. */
final class AlarmRecorder implements ConfigurationListener {
    final List<GlobalConfiguration> configurations = new ArrayList<>();
    final List<String> alarms = new ArrayList<>();

    @Override
    public void changed(GlobalConfiguration configuration) {
        configurations.add(configuration);
    }

    @Override
    public void stale(String instance, Instant expires) {
        alarms.add("stale " + instance + " " + expires);
    }

    @Override
    public void rollback(String instance, Instant offered, Instant accepted) {
        alarms.add("rollback " + instance + " " + offered + " " + accepted);
    }
}
