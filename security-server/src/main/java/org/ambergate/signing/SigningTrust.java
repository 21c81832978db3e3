package org.ambergate.signing;

import java.security.cert.X509Certificate;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;

/**
 * What the signer needs of global configuration at one moment.
 *
 * @param trustBase approved authorities
 * @param paths the validator over that trust base
 */
public record SigningTrust(TrustBase trustBase, PathValidator paths) {
    /** Where the current one comes from. */
    @FunctionalInterface
    public interface Source {
        /**
         * The snapshot of this moment.
         *
         * @throws LocalFault {@code global_conf_outdated} if there is no valid global configuration
         */
        SigningTrust current() throws LocalFault;
    }

    /** Where OCSP responses for own certificates come from. Answers at once, from memory. */
    @FunctionalInterface
    public interface Responses {
        /**
         * The DER responses for a chain, in its order.
         *
         * @throws LocalFault {@code incorrect_validation_info} if one is missing
         */
        List<byte[]> of(List<X509Certificate> chainWithoutTop) throws LocalFault;
    }
}
