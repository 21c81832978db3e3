package org.ambergate.trust;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ambergate.globalconf.GlobalConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everybody who wants to know, and the log. */
final class ConfigurationListeners implements ConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationClient.class);

    private final List<ConfigurationListener> listeners = new CopyOnWriteArrayList<>();

    void add(ConfigurationListener listener) {
        listeners.add(listener);
    }

    @Override
    public void changed(GlobalConfiguration configuration) {
        LOG.debug("Configuration of {} valid until {}", configuration.instances(), configuration.expires());
        listeners.forEach(listener -> listener.changed(configuration));
    }

    @Override
    public void stale(String instance, Instant expires) {
        LOG.warn("No newer configuration of instance {} has come; the one held expires at {}", instance, expires);
        listeners.forEach(listener -> listener.stale(instance, expires));
    }

    @Override
    public void rollback(String instance, Instant offered, Instant accepted) {
        LOG.error(
                "An older configuration of instance {} was offered and refused: it expires at {}, the newest seen at {}",
                instance,
                offered,
                accepted);
        listeners.forEach(listener -> listener.rollback(instance, offered, accepted));
    }
}
