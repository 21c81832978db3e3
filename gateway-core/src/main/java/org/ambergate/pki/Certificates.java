package org.ambergate.pki;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.jspecify.annotations.Nullable;

/** Reading certificates, and what they may be used for (global configuration specification, section 9). */
public final class Certificates {
    /** Longest certificate read, bytes. Real ones have 1 to 3 KiB; the bound keeps a hostile one cheap. */
    public static final int CERTIFICATE_BYTES_MAX = 16 * 1024;

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int DATA_ENCIPHERMENT = 3;

    private Certificates() {}

    /**
     * Reads one DER certificate and nothing else: neither PEM nor trailing bytes. The key inside is not judged here;
     * {@link PathValidator} and the signature rooms do that before they use it.
     *
     * @throws LocalFault {@code invalid_certificate}
     */
    public static X509Certificate parse(byte[] der) throws LocalFault {
        if (der.length > CERTIFICATE_BYTES_MAX) {
            throw unreadable("The certificate is longer than " + CERTIFICATE_BYTES_MAX + " bytes");
        }
        if (!DerShape.isOneValue(der)) {
            throw unreadable("The certificate is not one DER value");
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509", "SUN");
            X509Certificate certificate =
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.clone()));
            // The platform keeps its own copy; a difference would mean that it read other bytes than ours.
            if (!java.util.Arrays.equals(certificate.getEncoded(), der)) {
                throw unreadable("The certificate is not in its canonical encoding");
            }
            return certificate;
        } catch (CertificateException | java.security.NoSuchProviderException | RuntimeException e) {
            // The platform's parser lets some unchecked exceptions through on malformed extensions.
            throw unreadable("The certificate cannot be read").causedBy(e);
        }
    }

    /** SHA-256 of the certificate's DER. */
    public static Digest sha256(X509Certificate certificate) {
        return DigestAlgorithm.SHA256.of(encoded(certificate));
    }

    /** The certificate's DER. */
    public static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A parsed certificate lost its encoding", e);
        }
    }

    /**
     * Whether it may authenticate a security server: extended usage clientAuth, or key usage digitalSignature,
     * keyEncipherment or dataEncipherment (transport specification, section 1.4).
     */
    public static boolean isAuthentication(X509Certificate certificate) {
        return hasExtendedUsage(certificate, CLIENT_AUTHENTICATION)
                || hasUsage(certificate, DIGITAL_SIGNATURE)
                || hasUsage(certificate, KEY_ENCIPHERMENT)
                || hasUsage(certificate, DATA_ENCIPHERMENT);
    }

    /** Whether it may sign messages: key usage nonRepudiation. */
    public static boolean isSigning(X509Certificate certificate) {
        return hasUsage(certificate, NON_REPUDIATION);
    }

    static boolean hasExtendedUsage(X509Certificate certificate, String oid) {
        try {
            @Nullable List<String> usages = certificate.getExtendedKeyUsage();
            return usages != null && usages.contains(oid);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean hasUsage(X509Certificate certificate, int bit) {
        boolean @Nullable [] usage = certificate.getKeyUsage();
        return usage != null && usage.length > bit && usage[bit];
    }

    private static LocalFault unreadable(String text) {
        return new LocalFault(VerificationFault.INVALID_CERTIFICATE, text);
    }
}
