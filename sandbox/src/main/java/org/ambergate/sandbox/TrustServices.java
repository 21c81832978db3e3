package org.ambergate.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.sandbox.trustservices.IssuedKey;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.ambergate.sandbox.trustservices.OcspResponderServer;
import org.ambergate.sandbox.trustservices.TestCertificationAuthority;
import org.ambergate.sandbox.trustservices.TimestampAuthorityServer;

/**
 * The sandbox's certification authority with its OCSP responder, and a time-stamping authority. All keys are made anew at
 * each start and trusted by nobody else.
 */
public final class TrustServices implements AutoCloseable {
    static final CertificateProfile PROFILE = CertificateProfile.FI_VRK;

    private final TestCertificationAuthority authority;
    private final OcspResponderServer ocsp;
    private final TimestampAuthorityServer timestamps;

    private TrustServices(
            TestCertificationAuthority authority, OcspResponderServer ocsp, TimestampAuthorityServer timestamps) {
        this.authority = authority;
        this.ocsp = ocsp;
        this.timestamps = timestamps;
    }

    static TrustServices start(Clock clock) throws IOException {
        TestCertificationAuthority authority = TestCertificationAuthority.root(
                "Sandbox Root CA",
                new TestCertificationAuthority.Settings(KeyKind.P256, Optional.empty(), new SecureRandom(), clock));
        OcspResponderServer ocsp = OcspResponderServer.start(loopback(), List.of(authority), clock);
        try {
            IssuedKey timestampKey = authority.timestampAuthority("Sandbox TSA", KeyKind.P256);
            return new TrustServices(authority, ocsp, TimestampAuthorityServer.start(loopback(), timestampKey, clock));
        } catch (IOException e) {
            ocsp.close();
            throw e;
        }
    }

    public TestCertificationAuthority authority() {
        return authority;
    }

    public OcspResponderServer ocsp() {
        return ocsp;
    }

    public TimestampAuthorityServer timestamps() {
        return timestamps;
    }

    @Override
    public void close() {
        timestamps.close();
        ocsp.close();
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
