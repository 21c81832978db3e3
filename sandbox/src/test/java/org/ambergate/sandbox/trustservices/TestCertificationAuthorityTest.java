package org.ambergate.sandbox.trustservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.CertificateProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestCertificationAuthorityTest {
    private static final MemberId MEMBER = new MemberId("AMBER", "GOV", "1001");
    private static final SecurityServerId SERVER = new SecurityServerId(MEMBER, "ss1");
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int KEY_ENCIPHERMENT = 2;

    private final TestCertificationAuthority root =
            TestCertificationAuthority.root("Root", TestCertificationAuthority.Settings.standard());

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void certificatesForEveryKindOfKeyVerifyWithTheAuthority(KeyKind kind) throws Exception {
        IssuedKey key = root.signing(CertificateProfile.FI_VRK, MEMBER, SERVER, kind);

        key.certificate().verify(root.certificate().getPublicKey());
        assertThat(key.certificate().getPublicKey().getAlgorithm())
                .isEqualTo(key.privateKey().getAlgorithm());
    }

    @Test
    void anAuthenticationCertificateHasTheUsagesOfTls() throws Exception {
        X509Certificate certificate = root.authentication(
                        CertificateProfile.FI_VRK, SERVER, "ss1.example.org", KeyKind.P256)
                .certificate();

        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getKeyUsage()[DIGITAL_SIGNATURE]).isTrue();
        assertThat(certificate.getKeyUsage()[KEY_ENCIPHERMENT]).isTrue();
        assertThat(certificate.getKeyUsage()[NON_REPUDIATION]).isFalse();
        assertThat(certificate.getSubjectX500Principal().getName())
                .startsWith("CN=ss1.example.org,")
                .endsWith("O=Organisation 1001,C=FI");
        assertThat(attribute(certificate, "2.5.4.5")).isEqualTo("AMBER/ss1/GOV");
    }

    @Test
    void aSigningCertificateIsForNonRepudiationOnly() throws Exception {
        X509Certificate certificate = root.signing(CertificateProfile.FI_VRK, MEMBER, SERVER, KeyKind.P256)
                .certificate();

        assertThat(certificate.getKeyUsage()[NON_REPUDIATION]).isTrue();
        assertThat(certificate.getKeyUsage()[DIGITAL_SIGNATURE]).isFalse();
        assertThat(certificate.getExtendedKeyUsage()).isNull();
        assertThat(attribute(certificate, "2.5.4.5")).isEqualTo("AMBER/ss1/GOV");
        assertThat(certificate.getSubjectX500Principal().getName()).startsWith("CN=1001,");
    }

    @Test
    void theEjbcaProfileNamesInstanceClassAndCode() {
        X509Certificate signing = root.signing(CertificateProfile.EJBCA, MEMBER, SERVER, KeyKind.P256)
                .certificate();
        X509Certificate authentication = root.authentication(
                        CertificateProfile.EJBCA, SERVER, "localhost", KeyKind.P256)
                .certificate();

        assertThat(signing.getSubjectX500Principal().getName()).isEqualTo("CN=1001,O=GOV,C=AMBER");
        assertThat(authentication.getSubjectX500Principal().getName()).isEqualTo("CN=ss1,C=AMBER");
    }

    @Test
    void anIntermediateAuthorityIssuesBelowTheRoot() throws Exception {
        TestCertificationAuthority intermediate = root.intermediate("Intermediate");
        X509Certificate leaf = intermediate
                .signing(CertificateProfile.FI_VRK, MEMBER, SERVER, KeyKind.P256)
                .certificate();

        intermediate.certificate().verify(root.certificate().getPublicKey());
        leaf.verify(intermediate.certificate().getPublicKey());
        assertThat(leaf.getIssuerX500Principal())
                .isEqualTo(intermediate.certificate().getSubjectX500Principal());
        assertThat(intermediate.certificate().getBasicConstraints()).isZero();
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void theTimestampingPurposeIsCriticalAndAlone() throws Exception {
        X509Certificate certificate =
                root.timestampAuthority("TSA", KeyKind.P256).certificate();

        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.8");
        assertThat(certificate.getCriticalExtensionOIDs()).contains("2.5.29.37");
    }

    @Test
    void theResponderIsNamedInCertificatesIfTheAuthorityHasOne() {
        URI url = URI.create("http://127.0.0.1:8888/");
        TestCertificationAuthority naming = TestCertificationAuthority.root(
                "Naming",
                new TestCertificationAuthority.Settings(
                        KeyKind.P256, Optional.of(url), new SecureRandom(), Clock.systemUTC()));

        byte[] access = naming.ocspResponder("Responder").certificate().getExtensionValue("1.3.6.1.5.5.7.1.1");

        assertThat(new String(access, StandardCharsets.ISO_8859_1)).contains(url.toString());
    }

    @Test
    void otherProfilesAreRefused() {
        assertThatThrownBy(() -> root.signing(CertificateProfile.FO, MEMBER, SERVER, KeyKind.P256))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String attribute(X509Certificate certificate, String oid) throws Exception {
        return org.bouncycastle.asn1.x500.style.IETFUtils.valueToString(
                new org.bouncycastle.cert.jcajce.JcaX509CertificateHolder(certificate)
                        .getSubject()
                        .getRDNs(new org.bouncycastle.asn1.ASN1ObjectIdentifier(oid))[0]
                        .getFirst()
                        .getValue());
    }
}
