package org.ambergate.exchange;

import org.ambergate.fault.FaultSide;

/** Which side of an exchange this server is on. */
public enum Side {
    CONSUMER("consumer", FaultSide.CLIENT_PROXY),
    PROVIDER("provider", FaultSide.SERVER_PROXY);

    private final String label;
    private final FaultSide faultSide;

    Side(String label, FaultSide faultSide) {
        this.label = label;
        this.faultSide = faultSide;
    }

    /** The name in meters and log lines. */
    public String label() {
        return label;
    }

    public FaultSide faultSide() {
        return faultSide;
    }
}
