package org.ambergate.globalconf;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A place that publishes the configuration, as the shared parameters themselves name it (since version 3). New
 * addresses and keys reach servers through it before they are needed.
 *
 * @param address host without scheme or path
 * @param internalVerificationCertificates for the directory of the own instance
 * @param externalVerificationCertificates for the directory of federated instances
 */
public record PublishingSource(
        String address,
        List<X509Certificate> internalVerificationCertificates,
        List<X509Certificate> externalVerificationCertificates) {
    public PublishingSource {
        internalVerificationCertificates = List.copyOf(internalVerificationCertificates);
        externalVerificationCertificates = List.copyOf(externalVerificationCertificates);
    }
}
