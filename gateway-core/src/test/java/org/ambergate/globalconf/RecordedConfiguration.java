package org.ambergate.globalconf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** The configuration files recorded from a real X-Road 7.8. */
final class RecordedConfiguration {
    /** A time at which everything recorded was valid. */
    static final Instant RECORDED_AT = Instant.parse("2026-11-23T06:00:00Z");

    private RecordedConfiguration() {}

    static byte[] bytes(String path) {
        try (InputStream in = RecordedConfiguration.class.getResourceAsStream("/xroad-7.8/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("No recorded file " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static X509Certificate certificate(String path) {
        try (InputStream in = RecordedConfiguration.class.getResourceAsStream("/xroad-7.8/certificates/" + path)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
