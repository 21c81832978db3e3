package org.ambergate.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** How host names become addresses: the system's resolver, or what stands in for it. May block; safe for all threads. */
public interface HostNames {
    HostNames SYSTEM = InetAddress::getAllByName;

    /** All addresses of a host, the preferred one first. An address in text form stands for itself. */
    InetAddress[] lookUp(String host) throws UnknownHostException;
}
