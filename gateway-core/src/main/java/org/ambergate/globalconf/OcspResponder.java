package org.ambergate.globalconf;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * An OCSP responder of an authority.
 *
 * @param url its address, as written; not checked
 * @param certificate the certificate it answers with, if listed
 * @param costType since version 6
 */
public record OcspResponder(String url, Optional<X509Certificate> certificate, Optional<CostType> costType) {}
