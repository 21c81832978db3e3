package org.ambergate.fault;

import java.util.Locale;

/** Faults of global configuration and of this server's own configuration. */
public enum ConfigurationFault implements FaultCode {
    UNKNOWN_MEMBER(Blame.CONSUMER, "A member or subsystem is not registered where it would have to be."),
    GLOBAL_CONF_OUTDATED(
            Blame.TRUST, "The global configuration has expired; no message is exchanged until a fresh one arrives."),
    MALFORMED_GLOBAL_CONF(Blame.TRUST, "A downloaded global configuration breaks its format."),
    MALFORMED_ANCHOR(Blame.OPERATOR, "The configuration anchor breaks its format."),
    MAINTENANCE_MODE(Blame.PROVIDER, "Every security server of the provider is in maintenance mode.");

    private final String legacyName;
    private final Blame blame;
    private final String meaning;

    ConfigurationFault(Blame blame, String meaning) {
        this.legacyName = FaultCode.toLegacy(name().toLowerCase(Locale.ROOT));
        this.blame = blame;
        this.meaning = meaning;
    }

    @Override
    public String xroadName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String legacyName() {
        return legacyName;
    }

    @Override
    public Blame blame() {
        return blame;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
