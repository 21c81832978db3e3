package org.ambergate.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.ApprovedAuthorities;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.pki.Certificates;
import org.ambergate.pki.CertificationAuthority;
import org.ambergate.pki.OcspPolicy;
import org.ambergate.pki.TrustBase;

/** Certificates and trust of the recorded pair. */
public final class RecordedTrust {
    public static final String INSTANCE = "PEER";

    private RecordedTrust() {}

    /** What the recording's global configuration says: one top authority with its OCSP responder, FiVRK profile. */
    public static TrustBase trustBase() {
        CertificationAuthority authority = new CertificationAuthority(
                certificate("ca/ca.pem"),
                true,
                CertificateProfile.FI_VRK,
                false,
                List.of(URI.create("http://127.0.0.1:8888/ocsp")),
                List.of(certificate("ca/ocsp.pem")));
        return new TrustBase(
                Map.of(INSTANCE, new ApprovedAuthorities(List.of(authority))),
                new OcspPolicy(Duration.ofHours(1), true));
    }

    /** A certificate by its path below {@code certificates}, for example {@code ss1/sign.pem}. */
    public static X509Certificate certificate(String path) {
        String pem = new String(bytes("certificates/" + path), StandardCharsets.US_ASCII);
        String base64 = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----") + 27, pem.indexOf("-----END"));
        try {
            return Certificates.parse(Base64.getMimeDecoder().decode(base64));
        } catch (LocalFault e) {
            throw new IllegalStateException(path, e);
        }
    }

    /** A recorded file by its path below {@code xroad-7.8}. */
    public static byte[] bytes(String path) {
        try (InputStream in = RecordedTrust.class.getClassLoader().getResourceAsStream("xroad-7.8/" + path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
