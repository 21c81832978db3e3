package org.ambergate.exchange;

import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.serverconf.ServerConfiguration;
import org.ambergate.trust.ConfigurationClient;
import org.jspecify.annotations.Nullable;

/** Holds the current snapshot and replaces it whole when either configuration changes. Safe for all threads. */
public final class ServerState {
    private final ConfigurationClient globalConfiguration;
    private volatile ServerConfiguration configuration;
    private volatile @Nullable ServerSnapshot snapshot;

    public ServerState(ConfigurationClient globalConfiguration, ServerConfiguration configuration) {
        this.globalConfiguration = globalConfiguration;
        this.configuration = configuration;
    }

    /**
     * The snapshot for one exchange.
     *
     * @throws LocalFault {@code global_conf_outdated} if there is no unexpired global configuration
     */
    public ServerSnapshot current() throws LocalFault {
        GlobalConfiguration global = globalConfiguration.current();
        ServerSnapshot held = snapshot;
        if (held != null && held.global() == global && held.configuration() == configuration) {
            return held;
        }
        return renew(global);
    }

    /** Puts a changed server configuration into effect for exchanges that start from now on. */
    public void replace(ServerConfiguration changed) {
        configuration = changed;
    }

    private synchronized ServerSnapshot renew(GlobalConfiguration global) {
        ServerSnapshot held = snapshot;
        ServerConfiguration wanted = configuration;
        ServerSnapshot fresh = held == null ? ServerSnapshot.of(global, wanted) : held.with(global, wanted);
        snapshot = fresh;
        return fresh;
    }
}
