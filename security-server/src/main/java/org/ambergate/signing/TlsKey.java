package org.ambergate.signing;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * The key by which this server proves its identity in TLS, with its certificate. The key is the platform's own object:
 * each TLS engine translates it for itself.
 *
 * @param key the private key
 * @param certificate its authentication certificate
 */
public record TlsKey(PrivateKey key, X509Certificate certificate) {
    @Override
    public String toString() {
        return "TlsKey[" + certificate.getSubjectX500Principal() + "]";
    }
}
