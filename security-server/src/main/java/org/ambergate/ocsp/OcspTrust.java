package org.ambergate.ocsp;

import java.time.Duration;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;

/**
 * What global configuration says about OCSP at one moment.
 *
 * @param instance the own instance
 * @param trustBase approved authorities with their responders, and the freshness rule
 * @param paths the validator over that trust base
 * @param fetchInterval how often own certificates' responses are fetched anew
 */
public record OcspTrust(String instance, TrustBase trustBase, PathValidator paths, Duration fetchInterval) {
    /** Where the current one comes from. */
    @FunctionalInterface
    public interface Source {
        /**
         * The snapshot of this moment.
         *
         * @throws LocalFault {@code global_conf_outdated} if there is no valid global configuration
         */
        OcspTrust current() throws LocalFault;
    }
}
