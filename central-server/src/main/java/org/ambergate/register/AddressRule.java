package org.ambergate.register;

/** Which addresses of security servers are accepted. */
public enum AddressRule {
    /** Only those that other machines may reach: what an instance needs. */
    OTHER_MACHINES,
    /** Also loopback ones: for an instance on one machine. */
    THIS_MACHINE_TOO
}
