package org.ambergate.net;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What this server presents in a TLS handshake.
 *
 * @param key RSA or elliptic curve
 * @param chain the certificate of the key first, then intermediates; sent exactly as given, so leave the top CA out
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    public TlsIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a TLS identity needs a certificate");
        }
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
