package org.ambergate.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.testsupport.RecordedTrust;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come as a certificate or an OCSP response: the answer is a value or a fault, never another exception. */
final class MalformedInputTest {
    private static final int MUTANTS = 2_000;
    private static final int MUTANTS_SLOW = 40_000;
    private static final Instant NOW = Instant.parse("2026-11-23T05:58:00Z");
    private static final List<String> CERTIFICATES =
            List.of("ss1/sign.pem", "ss1/sign-ec.pem", "ss1/auth.pem", "ca/ocsp.pem", "ca/ca.pem");
    private static final String RESPONSE = "ocsp/ss1/5a71e95952cb7b382cdd4f975a78bf674acd4242.ocsp";

    private final Random random = new Random(20261123);
    private final PathValidator validator = new PathValidator(RecordedTrust.trustBase());

    @Test
    void everyTruncationOfACertificateIsRefused() {
        for (String name : CERTIFICATES) {
            byte[] der = Certificates.encoded(RecordedTrust.certificate(name));
            for (int length = 0; length < der.length; length++) {
                byte[] cut = Arrays.copyOf(der, length);
                assertThatThrownBy(() -> Certificates.parse(cut)).isInstanceOf(LocalFault.class);
            }
            byte[] longer = Arrays.copyOf(der, der.length + 1);
            assertThatThrownBy(() -> Certificates.parse(longer)).isInstanceOf(LocalFault.class);
        }
    }

    @Test
    void aMutatedCertificateIsNeverASurprise() {
        mutateCertificates(MUTANTS);
    }

    @Test
    @Tag("slow")
    void manyMutatedCertificatesAreNeverASurprise() {
        mutateCertificates(MUTANTS_SLOW);
    }

    private void mutateCertificates(int mutants) {
        int refused = 0;
        byte[] response = RecordedTrust.bytes(RESPONSE);
        for (int i = 0; i < mutants; i++) {
            byte[] der =
                    mutate(Certificates.encoded(RecordedTrust.certificate(CERTIFICATES.get(i % CERTIFICATES.size()))));
            try {
                X509Certificate certificate = Certificates.parse(der);
                Certificates.isAuthentication(certificate);
                Certificates.isSigning(certificate);
                KeyLimits.check(certificate.getPublicKey());
                SignatureProviders.translate(certificate.getPublicKey());
                OcspRequests.encode(certificate, RecordedTrust.certificate("ca/ca.pem"));
                nameByEveryProfile(certificate);
                validator.validate("PEER", List.of(certificate), List.of(response), NOW);
            } catch (LocalFault e) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(mutants);
    }

    @Test
    void everyTruncationOfAnOcspResponseIsRefused() {
        byte[] der = RecordedTrust.bytes(RESPONSE);
        for (int length = 0; length < der.length; length++) {
            byte[] cut = Arrays.copyOf(der, length);
            assertThatThrownBy(() -> OcspResponse.parse(cut)).isInstanceOf(LocalFault.class);
        }
    }

    @Test
    void aMutatedOcspResponseIsNeverASurprise() throws LocalFault {
        mutateResponses(MUTANTS);
    }

    @Test
    @Tag("slow")
    void manyMutatedOcspResponsesAreNeverASurprise() throws LocalFault {
        mutateResponses(MUTANTS_SLOW);
    }

    private void mutateResponses(int mutants) throws LocalFault {
        byte[] der = RecordedTrust.bytes(RESPONSE);
        X509Certificate subject = subject(der);
        validator.checkOcsp(subject, der, "PEER", NOW);
        int refused = 0;
        for (int i = 0; i < mutants; i++) {
            byte[] mutant = mutate(der);
            try {
                validator.checkOcsp(subject, mutant, "PEER", NOW);
                // What may change without harm are the certificates behind the signature, which nobody signed.
                assertThat(signedPart(mutant)).isEqualTo(signedPart(der));
            } catch (LocalFault e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(mutants / 4);
    }

    @Test
    void deepNestingAndLongLengthsAreRefused() {
        byte[] deep = new byte[10_000];
        for (int i = 0; i < deep.length; i += 4) {
            int rest = deep.length - i - 4;
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x82;
            deep[i + 2] = (byte) (rest >> 8);
            deep[i + 3] = (byte) rest;
        }
        assertThatThrownBy(() -> Certificates.parse(deep)).isInstanceOf(LocalFault.class);
        assertThatThrownBy(() -> OcspResponse.parse(deep)).isInstanceOf(LocalFault.class);
        assertThatThrownBy(() -> Certificates.parse(new byte[Certificates.CERTIFICATE_BYTES_MAX + 1]))
                .hasMessageContaining("longer");
        assertThatThrownBy(() -> OcspResponse.parse(new byte[OcspResponse.RESPONSE_BYTES_MAX + 1]))
                .hasMessageContaining("longer");
        assertThatThrownBy(() -> Certificates.parse(new byte[Certificates.CERTIFICATE_BYTES_MAX]))
                .hasMessageNotContaining("longer");
        assertThatThrownBy(() -> OcspResponse.parse(new byte[OcspResponse.RESPONSE_BYTES_MAX]))
                .hasMessageNotContaining("longer");
    }

    @ParameterizedTest
    @ValueSource(ints = {DerShape.DEPTH_MAX, DerShape.DEPTH_MAX + 1})
    void nestingIsBoundedExactly(int depth) {
        byte[] der = {5, 0};
        for (int i = 0; i < depth; i++) {
            byte[] around = new byte[der.length + 2];
            around[0] = 0x30;
            around[1] = (byte) der.length;
            System.arraycopy(der, 0, around, 2, der.length);
            der = around;
        }
        assertThat(DerShape.isOneValue(der)).isEqualTo(depth == DerShape.DEPTH_MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "3080",
                "30800000",
                "308100",
                "3081010500",
                "30820002050",
                "1f0100",
                "05000500",
                "30840000000205",
                "30850000000002050"
            })
    void lengthsThatAreNotDerAreRefused(String hex) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "0");
        assertThat(DerShape.isOneValue(bytes)).isFalse();
    }

    @Test
    void anErrorAnswerOfAResponderIsNoResponse() {
        for (int status : new int[] {1, 2, 3, 5, 6}) {
            byte[] error = {0x30, 3, 0x0A, 1, (byte) status};
            assertThatThrownBy(() -> OcspResponse.parse(error)).isInstanceOf(LocalFault.class);
        }
        byte[] html = "<html>502 Bad Gateway</html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> OcspResponse.parse(html)).isInstanceOf(LocalFault.class);
    }

    @Test
    void aRequestNamesTheCertificateAsTheRecordedServersDo() {
        X509Certificate ca = RecordedTrust.certificate("ca/ca.pem");
        X509Certificate subject = RecordedTrust.certificate("ss1/sign.pem");
        String request = java.util.HexFormat.of().formatHex(OcspRequests.encode(subject, ca));
        // SHA-1 with an explicit NULL, then the digests of the issuer's name and key as the recorded responses have
        // them.
        assertThat(request)
                .contains("300906052b0e03021a0500")
                .contains("0414653f5f4d9ac0a4eb00dbe40dc4b31ff2a77fdfe9")
                .contains("0414177a123d4b3cbf2f585d1393b3e3d43bda446ab7")
                .endsWith("020108");
    }

    @Test
    void aSubjectWithoutNameIsNoSurprise() {
        X509Certificate empty = TestAuthority.create("R")
                .issue(org.ambergate.testsupport.CertificateForm.signing(new X500Name("CN=x")), TestKeys.EC_P256)
                .certificate();
        for (CertificateProfile profile : CertificateProfile.values()) {
            assertThatThrownBy(() -> profile.memberOf(empty, "I")).isInstanceOf(LocalFault.class);
        }
    }

    private static void nameByEveryProfile(X509Certificate certificate) {
        for (CertificateProfile profile : CertificateProfile.values()) {
            try {
                assertThat(profile.memberOf(certificate, "PEER").instance()).isNotEmpty();
            } catch (LocalFault e) {
                assertThat(e.code()).isInstanceOf(VerificationFault.class);
            }
        }
    }

    private static byte[] signedPart(byte[] der) throws LocalFault {
        return OcspResponse.parse(der).signedBytes();
    }

    private static X509Certificate subject(byte[] response) throws LocalFault {
        X509Certificate ca = RecordedTrust.certificate("ca/ca.pem");
        for (String name : CERTIFICATES) {
            X509Certificate certificate = RecordedTrust.certificate(name);
            if (OcspResponseVerifier.isAbout(OcspResponse.parse(response), certificate, ca)) {
                return certificate;
            }
        }
        throw new IllegalStateException("no certificate for the recorded response");
    }

    private byte[] mutate(byte[] original) {
        byte[] mutant = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> mutant = without(mutant, at);
                default -> mutant = with(mutant, at, (byte) random.nextInt(256));
            }
        }
        return Arrays.equals(mutant, original) ? mutate(original) : mutant;
    }

    private static byte[] without(byte[] bytes, int at) {
        byte[] out = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(bytes, at + 1, out, at, out.length - at);
        return out;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] out = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, out, 0, at);
        out[at] = value;
        System.arraycopy(bytes, at, out, at + 1, bytes.length - at);
        return out;
    }
}
