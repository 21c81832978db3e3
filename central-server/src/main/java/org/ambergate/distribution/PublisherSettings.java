package org.ambergate.distribution;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How configuration is published.
 *
 * @param listen where to listen; port 0 takes a free one
 * @param host host name or address under which servers reach this one; anchors and shared parameters name it
 * @param directory where what is published lies on disk
 * @param validity how long a directory holds
 * @param refreshInterval how often directories are signed anew; servers download about as often
 * @param partsKept how long parts that are no longer listed can still be downloaded; a server may hold a directory that
 *     is as old as this
 */
public record PublisherSettings(
        InetSocketAddress listen,
        String host,
        Path directory,
        Duration validity,
        Duration refreshInterval,
        Duration partsKept) {
    /** A key is listed for so many rounds before it signs. */
    private static final int ROUNDS_ANNOUNCED = 2;

    /** The durations of X-Road: valid ten minutes, signed every minute, old parts kept ten minutes. */
    public static PublisherSettings standard(InetSocketAddress listen, String host, Path directory) {
        return new PublisherSettings(
                listen, host, directory, Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofMinutes(10));
    }

    PublicationRules rules() {
        return new PublicationRules(validity, refreshInterval.multipliedBy(ROUNDS_ANNOUNCED), partsKept);
    }
}
