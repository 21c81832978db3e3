package org.ambergate.distribution;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How configuration is published.
 *
 * @param listen where to listen; port 0 takes a free one
 * @param host host name or address under which servers reach this one; anchors and shared parameters name it
 * @param validity how long a directory holds
 * @param refreshInterval how often directories are signed anew
 * @param partsKept how long parts that are no longer listed can still be downloaded; a server may hold a directory that
 *     is as old as this
 */
public record PublisherSettings(
        InetSocketAddress listen, String host, Duration validity, Duration refreshInterval, Duration partsKept) {
    /** The durations of X-Road: valid ten minutes, signed every minute, old parts kept ten minutes. */
    public static PublisherSettings standard(InetSocketAddress listen, String host) {
        return new PublisherSettings(
                listen, host, Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofMinutes(10));
    }
}
