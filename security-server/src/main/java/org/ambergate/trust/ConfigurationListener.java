package org.ambergate.trust;

import java.time.Instant;
import org.ambergate.globalconf.GlobalConfiguration;

/** Learns what happens to the configuration. Called by the updating thread; must not block, and must not throw. */
public interface ConfigurationListener {
    /** Another configuration object has become current. */
    default void changed(GlobalConfiguration configuration) {}

    /**
     * More than half of an instance's validity has passed without a newer directory: the source is down, or somebody
     * keeps newer ones from arriving. Called once per directory.
     */
    default void stale(String instance, Instant expires) {}

    /** A source offered a validly signed directory that is older than one accepted before; it was refused. */
    default void rollback(String instance, Instant offered, Instant accepted) {}
}
