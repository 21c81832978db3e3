package org.ambergate.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets a handshake go on if the peer's own certificate is acceptable. Paths, OCSP and names are judged by the
 * application, which has the global configuration (transport specification, section 1.4). Lists no authorities.
 */
final class LeafTrust extends X509ExtendedTrustManager {
    private final Predicate<X509Certificate> acceptedLeaf;

    LeafTrust(Predicate<X509Certificate> acceptedLeaf) {
        this.acceptedLeaf = acceptedLeaf;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !acceptedLeaf.test(chain[0])) {
            throw new CertificateException("The certificate is not a known one");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
