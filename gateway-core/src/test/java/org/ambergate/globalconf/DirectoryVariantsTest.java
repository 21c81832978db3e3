package org.ambergate.globalconf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.DirectoryForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that sources other than a central server give to directories, and forms that nobody may give them. */
class DirectoryVariantsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
    private static final String XMLDSIG_MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final TestCertificate RSA =
            TestAuthority.create("Signer", TestKeys.RSA_2048).own();
    private static final TestCertificate EC =
            TestAuthority.create("Signer", TestKeys.EC_P256).own();
    private static final TestCertificate EC_384 =
            TestAuthority.create("Signer", TestKeys.EC_P384).own();
    private static final byte[] CONTENT = {1, 2, 3};
    private static final String PART =
            DirectoryForm.part("SHARED-PARAMETERS", "EE", "/V6/1/shared-params.xml", CONTENT);
    private static final DirectoryForm FORM =
            DirectoryForm.expiring("2026-11-23T06:10:00Z").with(PART);

    @ParameterizedTest
    @ValueSource(strings = {"instance='EE'", "instance=\"EE\"", "instance=EE", "INSTANCE='EE'", "instance= 'EE' ; x=y"})
    void anInstanceIsReadInEveryKindOfQuotes(String parameter) throws LocalFault {
        DirectoryForm form = DirectoryForm.expiring("2026-11-23T06:10:00Z")
                .with(DirectoryForm.part(
                        Optional.of("SHARED-PARAMETERS; " + parameter), "/x", hash("SHA512"), CONTENT));

        assertThat(verify(form, RSA).parts().get(0).instance()).contains("EE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"O'Brien", "a;b", "a=b", "Ödön", "with space", "\"q\""})
    void anInstanceWithMarksInItsNameIsReadBetweenApostrophes(String instance) throws LocalFault {
        DirectoryForm form = DirectoryForm.expiring("2026-11-23T06:10:00Z")
                .with(DirectoryForm.part("SHARED-PARAMETERS", instance, "/x", CONTENT));

        assertThat(verify(form, RSA).parts().get(0).instance()).contains(instance);
    }

    @Test
    void theFormOfAConfigurationProxyIsRead() throws LocalFault {
        DirectoryForm proxy = FORM.withOuterHeader(
                        "Content-Type: multipart/related; type=\"multipart/mixed\"; charset=UTF-8; boundary=OUTER\n\n")
                .withFirstHeader("Expire-date: 2026-11-23T06:10:00.123Z", "Version: 6")
                .withHashParameter("hash-algorithm-id=" + hash("SHA512"));

        assertThat(verify(proxy, RSA).expires()).isEqualTo("2026-11-23T06:10:00.123Z");
    }

    @Test
    void aDirectoryWithoutVersionIsOfVersionTwo() throws LocalFault {
        assertThat(verify(FORM.withFirstHeader("Expire-date: 2026-11-23T06:10:00Z"), RSA)
                        .version())
                .isEqualTo(2);
    }

    @Test
    void anExpireDateMayHaveAnotherOffset() throws LocalFault {
        assertThat(verify(FORM.withFirstHeader("Expire-date: 2026-11-23T08:10:00+02:00"), RSA)
                        .expires())
                .isEqualTo("2026-11-23T06:10:00Z");
    }

    @Test
    void aPartWithoutIdentifierIsListedAsUnknown() throws LocalFault {
        DirectoryForm form = FORM.with(DirectoryForm.part(Optional.empty(), "/x", hash("SHA256"), CONTENT));

        assertThat(verify(form, RSA).parts().get(1).kind()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rsa-sha256,SHA256withRSA", "rsa-sha384,SHA384withRSA", "rsa-sha512,SHA512withRSA"})
    void rsaSignaturesOfEveryAllowedDigestVerify(String uri, String name) throws LocalFault {
        assertThat(verify(FORM.withAlgorithm(XMLDSIG_MORE + uri, name), RSA).parts())
                .hasSize(1);
    }

    @Test
    void rsaPssVerifies() throws LocalFault {
        DirectoryForm form = FORM.withAlgorithm("http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", "RSASSA-PSS");

        assertThat(verify(form, RSA).parts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ecdsa-sha256,SHA256withECDSA",
        "ecdsa-sha512,SHA512withECDSA",
        "ecdsa-sha512,SHA512withECDSAinP1363Format"
    })
    void ecdsaSignaturesVerifyAsDerAndAsTwoNumbers(String uri, String name) throws LocalFault {
        assertThat(verify(FORM.withAlgorithm(XMLDSIG_MORE + uri, name), EC).parts())
                .hasSize(1);
        assertThat(verify(FORM.withAlgorithm(XMLDSIG_MORE + uri, name), EC_384).parts())
                .hasSize(1);
    }

    @Test
    void weakOrUnknownAlgorithmsAreRefused() {
        assertRefused(FORM.withAlgorithm("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "SHA1withRSA"), RSA);
        assertRefused(FORM.withAlgorithm(XMLDSIG_MORE + "rsa-md5", "MD5withRSA"), RSA);
        assertRefused(FORM.withAlgorithm("", "SHA512withRSA"), RSA);
        assertRefused(FORM.withHashParameter("hash-algorithm-id=http://example.org/none"), RSA);
        for (String algorithm : List.of("SHA1", "SHA224")) {
            assertRefused(FORM.with(DirectoryForm.part(Optional.of("X"), "/x", hash(algorithm), CONTENT)), RSA);
        }
    }

    @Test
    void aMethodThatDoesNotFitTheKeyIsRefused() {
        assertRefused(FORM.withAlgorithm(XMLDSIG_MORE + "ecdsa-sha512", "SHA512withRSA"), RSA);
        assertRefused(FORM.withAlgorithm(XMLDSIG_MORE + "rsa-sha512", "SHA512withECDSA"), EC);
    }

    @Test
    void tooShortAKeyIsRefused() {
        assertRefused(FORM, TestAuthority.create("Weak", TestKeys.RSA_1024).own());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/related; boundary=OTHER\r\n\r\n",
                "Content-Type: multipart/related\r\n\r\n",
                "Content-Type: multipart/related; boundary=\r\n\r\n",
                "Content-Type: multipart/related; boundary=OUTER; boundary=OUTER\r\n\r\n",
                "Content-Type: multipart/related; boundary=OUTER\r\nContent-Type: multipart/related; boundary=OUTER\r\n\r\n",
                "Content-Type: multipart/related;\r\n boundary=OUTER\r\n\r\n",
                "Content-Type: multipart/mixed; boundary=OUTER\r\n\r\n",
                "Content-Type: multipart/related; boundary=\"OUTER\r\n\r\n",
                "Content-Type: multipart/related; boundary=OUTER\r\n\r\npreamble\r\n",
                "Content-Type: multipart/related; boundary=OUTER\r\r",
                "Content-Type: multipart/related; boundary=OU\u0000TER\r\n\r\n",
                "\r\n",
                "No colon\r\n\r\n",
                ": no name\r\n\r\n",
            })
    void aWrongOutermostHeaderIsRefused(String header) {
        assertRefused(FORM.withOuterHeader(header), RSA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n--OUTER-",
                "\r\n--OUTER",
                "\n--OUTER--",
                "\r\n--OUTER--\r\nepilogue",
                "\r\n--OUTER-- ",
                "\r\n--OUTER\r\nContent-Type: application/octet-stream\r\n\r\nAAAA\r\n--OUTER--\r\n",
                "*\r\n--OUTER--",
            })
    void aWrongEndIsRefused(String tail) {
        assertRefused(FORM.withTail(tail), RSA);
    }

    @Test
    void aBareLineFeedAfterTheSignedPartIsRefused() {
        assertRefused(FORM.withAfterSignedPart("\n"), RSA);
        assertRefused(FORM.withAfterSignedPart(""), RSA);
        assertRefused(FORM.withAfterSignedPart("\r\n\r\n"), RSA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Version: 6",
                "Expire-date: tomorrow",
                "Expire-date: 2026-11-23T06:10:00",
                "Expire-date: 2026-11-23T06:10:00Z\r\nVersion: 1",
                "Expire-date: 2026-11-23T06:10:00Z\r\nVersion: 7",
                "Expire-date: 2026-11-23T06:10:00Z\r\nVersion: 06",
                "Expire-date: 2026-11-23T06:10:00Z\r\nExpire-date: 2046-11-23T06:10:00Z",
            })
    void aSignedDirectoryWithAWrongFirstPartIsRefused(String header) {
        assertRefused(FORM.withFirstHeader(header), RSA);
    }

    @Test
    void aSignedDirectoryWithAWrongPartIsRefused() {
        for (String wrong : List.of(
                PART.replace("application/octet-stream", "text/xml"),
                PART.replace("base64\r\n", "binary\r\n"),
                PART.replace("Content-location: /V6/1/shared-params.xml\r\n", ""),
                PART.replace("; instance='EE'", ""),
                PART.replace("instance='EE'", "instance='EE"),
                PART.replaceAll("Hash-algorithm-id: [^\r]*\r\n", ""),
                PART + "AAAA",
                PART + "\r\nmore",
                "\r\n" + PART)) {
            assertThat(wrong).isNotEqualTo(PART);
            assertRefused(DirectoryForm.expiring("2026-11-23T06:10:00Z").with(wrong), RSA);
        }
    }

    @Test
    void aDirectoryWithoutPartsIsRefused() {
        assertRefused(DirectoryForm.expiring("2026-11-23T06:10:00Z"), RSA);
    }

    @Test
    void theMostPartsAreReadAndOneMoreIsRefused() throws LocalFault {
        DirectoryForm form = DirectoryForm.expiring("2026-11-23T06:10:00Z");
        for (int i = 0; i < DirectoryEntries.PARTS_MAX; i++) {
            form = form.with(PART);
        }
        assertThat(verify(form, RSA).parts()).hasSize(DirectoryEntries.PARTS_MAX);
        assertRefused(form.with(PART), RSA);
    }

    @Test
    void theMostHeaderLinesAreReadAndOneMoreIsRefused() throws LocalFault {
        StringBuilder lines = new StringBuilder("Expire-date: 2026-11-23T06:10:00Z");
        for (int i = 1; i < HeaderFields.FIELDS_MAX; i++) {
            lines.append("\r\nX").append("-".repeat(i)).append(": y");
        }
        assertThat(verify(FORM.withFirstHeader(lines.toString()), RSA).parts()).hasSize(1);
        assertRefused(FORM.withFirstHeader(lines + "\r\nZ: y"), RSA);
    }

    @Test
    void theLongestBoundaryIsReadAndALongerOneIsRefused() throws LocalFault {
        for (int length :
                new int[] {DirectoryEnvelope.BOUNDARY_LENGTH_MAX, DirectoryEnvelope.BOUNDARY_LENGTH_MAX + 1}) {
            String boundary = "B".repeat(length);
            byte[] body = new String(FORM.sign(RSA), StandardCharsets.UTF_8)
                    .replace("OUTER", boundary)
                    .getBytes(StandardCharsets.UTF_8);
            if (length == DirectoryEnvelope.BOUNDARY_LENGTH_MAX) {
                assertThat(SignedDirectory.verify(body, List.of(RSA.certificate()), NOW)
                                .parts())
                        .hasSize(1);
            } else {
                assertThatThrownBy(() -> SignedDirectory.verify(body, List.of(RSA.certificate()), NOW))
                        .isInstanceOf(LocalFault.class);
            }
        }
    }

    @Test
    void aDirectoryOfTheGreatestLengthIsReadAndAByteMoreIsRefused() throws LocalFault {
        String filled = "Expire-date: 2026-11-23T06:10:00Z\r\nX: ";
        int rest = SignedDirectory.DIRECTORY_BYTES_MAX
                - FORM.withFirstHeader(filled).sign(RSA).length;
        DirectoryForm longest = FORM.withFirstHeader(filled + "x".repeat(rest));
        assertThat(longest.sign(RSA)).hasSize(SignedDirectory.DIRECTORY_BYTES_MAX);

        assertThat(verify(longest, RSA).parts()).hasSize(1);
        assertRefused(FORM.withFirstHeader(filled + "x".repeat(rest + 1)), RSA);
    }

    @Test
    void theSignersCertificateIsFoundAmongSeveral() throws LocalFault {
        byte[] body = FORM.sign(RSA);

        assertThat(SignedDirectory.verify(body, List.of(EC.certificate(), RSA.certificate()), NOW)
                        .parts())
                .hasSize(1);
    }

    private static String hash(String name) {
        return org.ambergate.digest.DigestAlgorithm.valueOf(name).uri();
    }

    private static SignedDirectory verify(DirectoryForm form, TestCertificate signer) throws LocalFault {
        return SignedDirectory.verify(form.sign(signer), List.of(signer.certificate()), NOW);
    }

    private static void assertRefused(DirectoryForm form, TestCertificate signer) {
        assertThatThrownBy(() -> verify(form, signer)).isInstanceOf(LocalFault.class);
    }
}
