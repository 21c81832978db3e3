package org.ambergate.fault;

/** Where a fault arose; the first part of its code on the wire. */
public enum FaultSide {
    /** The information system's request itself. */
    CLIENT("client"),
    /** The consumer side of a security server. */
    CLIENT_PROXY("server.clientproxy"),
    /** The provider side of a security server. */
    SERVER_PROXY("server.serverproxy");

    private final String prefix;

    FaultSide(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }
}
