package org.ambergate.pki;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * One approved certification authority, top or intermediate, as the shared parameters list it.
 *
 * @param certificate the authority's own certificate
 * @param top whether it is the top of its chain
 * @param profile how its certificates name their subjects
 * @param authenticationOnly whether it may issue authentication certificates only
 * @param ocspUrls responders to ask, in the order listed
 * @param ocspCertificates responder certificates listed for this authority
 */
public record CertificationAuthority(
        X509Certificate certificate,
        boolean top,
        CertificateProfile profile,
        boolean authenticationOnly,
        List<URI> ocspUrls,
        List<X509Certificate> ocspCertificates) {
    public CertificationAuthority {
        ocspUrls = List.copyOf(ocspUrls);
        ocspCertificates = List.copyOf(ocspCertificates);
    }
}
