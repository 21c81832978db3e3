package org.ambergate.net;

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who is at the other end, from the session of a finished handshake. */
final class TlsPeers {
    private TlsPeers() {}

    static Peer peer(InetSocketAddress address, SSLSession session) {
        return new Peer(address, true, certificates(session), session.getProtocol());
    }

    /** The presented chain, leaf first; empty if none was presented. */
    static List<X509Certificate> certificates(SSLSession session) {
        Certificate[] presented;
        try {
            presented = session.getPeerCertificates();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
        try {
            List<X509Certificate> chain = new ArrayList<>(presented.length);
            for (Certificate certificate : presented) {
                chain.add(plain(certificate));
            }
            return List.copyOf(chain);
        } catch (CertificateException malformed) {
            return List.of();
        }
    }

    /** The native engine wraps certificates in a class of its own, which every later use would parse again. */
    private static X509Certificate plain(Certificate certificate) throws CertificateException {
        if (certificate instanceof X509Certificate x509
                && x509.getClass().getName().startsWith("sun.")) {
            return x509;
        }
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
    }
}
