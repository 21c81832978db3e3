package org.ambergate.net;

import java.net.InetAddress;

/**
 * Which addresses may be connected to. Asked after a name has been looked up, about the very address that is connected
 * to then: a name that leads elsewhere the next time is judged again.
 */
public interface AddressRule {
    /** For links whose candidates come from a trusted source. */
    AddressRule ANY = (address, port) -> true;

    boolean permits(InetAddress address, int port);
}
