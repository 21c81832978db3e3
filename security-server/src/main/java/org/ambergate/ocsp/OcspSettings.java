package org.ambergate.ocsp;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of this room.
 *
 * @param directory where the cache lies, one file for each certificate
 * @param peerPort the port on which peers serve OCSP responses; the protocol fixes 5577
 * @param retryDelay the pause after a failed fetch
 */
public record OcspSettings(Path directory, int peerPort, Duration retryDelay) {
    /** The port that the protocol fixes (transport specification, section 1.1). */
    public static final int PEER_PORT = 5577;

    /** The pause after a failed fetch (transport specification, section 7.2). */
    public static final Duration RETRY_DELAY = Duration.ofSeconds(60);

    public static OcspSettings defaults(Path directory) {
        return new OcspSettings(directory, PEER_PORT, RETRY_DELAY);
    }
}
