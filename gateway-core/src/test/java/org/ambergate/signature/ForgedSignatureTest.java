package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures made by a real member key over what a signature must not be. */
final class ForgedSignatureTest {
    private static final MessageDigests MESSAGE = Signing.message("m", 0);
    private static final MessageDigests WITH_BODY = Signing.message("m", 1);
    private static final String MESSAGE_REFERENCE =
            "<ds:Reference Id=\"signature-reference-0\" URI=\"/message.xml\">.*?</ds:Reference>";

    private final Signing signing = Signing.with(TestKeys.EC_P256);
    private final Forge forge = Forge.of(signing);

    @Test
    void theForgeMakesWhatTheSignerMakes() throws Exception {
        signing.verify(MESSAGE, forge.parts(template()));
    }

    @Test
    void aSignatureOverItsPropertiesAloneIsRefused() throws Exception {
        refused("malformed_signature", MESSAGE, template().replaceFirst(MESSAGE_REFERENCE, ""));
    }

    @Test
    void aSignatureWithoutItsPropertiesIsRefused() throws Exception {
        String without = template()
                .replaceFirst(
                        "<ds:Reference Id=\"signature-reference-1\".*?</ds:Reference>",
                        reference("/attachment1", WITH_BODY));
        refused("malformed_signature", WITH_BODY, without);
    }

    @Test
    void aBodyBesideAPlainSignatureIsRefused() throws Exception {
        refused("malformed_signature", WITH_BODY, template());
    }

    @Test
    void aChainBesideAPlainSignatureIsRefused() throws Exception {
        SignatureParts plain = forge.parts(template());
        SignatureParts.Batch chain =
                signing.sign(WITH_BODY).get(0).parts().batch().orElseThrow();

        assertRefused("malformed_signature", MESSAGE, new SignatureParts(plain.signature(), Optional.of(chain)));
    }

    @Test
    void aBatchSignatureWithoutItsChainIsRefused() throws Exception {
        SignatureParts parts = signing.sign(WITH_BODY).get(0).parts();

        assertRefused("invalid_reference", WITH_BODY, new SignatureParts(parts.signature(), Optional.empty()));
    }

    @Test
    void directReferencesToAllPartsAreAccepted() throws Exception {
        signing.verify(WITH_BODY, forge.parts(withReference(reference("/attachment1", WITH_BODY))));
    }

    @Test
    void directReferencesMustBeTheRightOnes() throws Exception {
        MessageDigests two = Signing.message("m", 2);
        String both = reference("/attachment1", two) + reference("/attachment2", two);
        signing.verify(two, forge.parts(withReference(both)));

        MessageDigests swapped = new MessageDigests(
                two.message(),
                List.of(two.attachments().get(1), two.attachments().get(0)));
        refused("invalid_signature_value", swapped, withReference(both));
        refused("invalid_reference", WITH_BODY, withReference(both));
        refused("malformed_signature", Signing.message("m", 3), withReference(both));
        refused(
                "malformed_signature",
                WITH_BODY,
                withReference(reference("/attachment1", WITH_BODY).repeat(2)));
        refused(
                "malformed_signature",
                WITH_BODY,
                withReference(reference("/attachment1", WITH_BODY)
                        + reference("/attachment1", WITH_BODY).replace("/attachment1", "/sig-hashchainresult.xml")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "jar:file:/a.jar!/b",
                "",
                "#xpointer(/)",
                "#xpointer(id('signed-properties'))",
                "#signature",
                "#signature-value",
                "message.xml",
                "/message.xml?",
                "/MESSAGE.XML",
                "/attachment01",
                "/attachment0",
                "/attachment2",
                "/../message.xml"
            })
    void anUnknownReferenceIsRefused(String uri) throws Exception {
        refused(
                "invalid_reference",
                WITH_BODY,
                withReference(reference("/attachment1", WITH_BODY).replace("/attachment1", uri)));
    }

    @Test
    void nothingIsFetched() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + listener.getLocalPort() + "/x";
            refused(
                    "invalid_reference",
                    WITH_BODY,
                    withReference(reference("/attachment1", WITH_BODY).replace("/attachment1", address)));
            String xml = Signing.xml(forge.parts(template()));
            for (String doctype : List.of(
                    "<!DOCTYPE a SYSTEM \"" + address + "\">",
                    "<!DOCTYPE a PUBLIC \"x\" \"" + address + "\">",
                    "<!DOCTYPE a [<!ENTITY % p SYSTEM \"" + address + "\"> %p;]>",
                    "<!DOCTYPE a [<!ENTITY e SYSTEM \"" + address + "\">]>",
                    "<?xml-stylesheet href=\"" + address + "\"?>")) {
                String with = xml.replaceFirst("\\?>", "?>" + doctype);
                assertRefusedAnyhow(Signing.withXml(forge.parts(template()), with));
            }
            String schema =
                    xml.replaceFirst("<ds:Signature ", "<ds:Signature xsi:schemaLocation=\"urn:x " + address + "\" ");
            assertRefusedAnyhow(Signing.withXml(forge.parts(template()), schema));
            listener.setSoTimeout(100);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/TR/1999/REC-xslt-19991116",
                "http://www.w3.org/TR/1999/REC-xpath-19991116",
                "http://www.w3.org/2002/06/xmldsig-filter2",
                "http://www.w3.org/2000/09/xmldsig#base64",
                "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
                "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
                "http://www.w3.org/2006/12/xml-c14n11",
                "urn:unknown"
            })
    void aTransformIsRefused(String algorithm) throws Exception {
        String transform = "<ds:Transforms><ds:Transform Algorithm=\"" + algorithm + "\"/></ds:Transforms>";
        refused("malformed_signature", MESSAGE, onProperties(transform));
        refused("malformed_signature", MESSAGE, onMessage(transform));
    }

    @Test
    void onlyOneCanonicalisationIsAcceptedAsTransform() throws Exception {
        String one = "<ds:Transform Algorithm=\"" + XmlNames.C14N_INCLUSIVE + "\"/>";
        signing.verify(MESSAGE, forge.parts(onProperties("<ds:Transforms>" + one + "</ds:Transforms>")));

        refused("malformed_signature", MESSAGE, onProperties("<ds:Transforms>" + one + one + "</ds:Transforms>"));
        refused("malformed_signature", MESSAGE, onMessage("<ds:Transforms>" + one + "</ds:Transforms>"));
        refused(
                "malformed_signature",
                MESSAGE,
                onProperties("<ds:Transforms><ds:Transform Algorithm=\"" + XmlNames.C14N_EXCLUSIVE
                        + "\"><ec:InclusiveNamespaces xmlns:ec=\"" + XmlNames.C14N_EXCLUSIVE
                        + "\" PrefixList=\"ds\"/></ds:Transform></ds:Transforms>"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1, unsupported_algorithm",
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1, unsupported_algorithm",
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1, unsupported_algorithm",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256, unsupported_algorithm",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512, unsupported_algorithm",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-md5, unsupported_algorithm",
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1, unsupported_algorithm",
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224, unsupported_algorithm",
        "http://www.w3.org/2007/05/xmldsig-more#rsa-pss, unsupported_algorithm",
        "http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1, unsupported_algorithm",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512, malformed_signature",
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256, invalid_signature_value"
    })
    void anotherSignatureMethodIsRefused(String uri, String code) throws Exception {
        refused(code, MESSAGE, template().replace(SignatureMethod.ECDSA_SHA512.uri(), uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/2000/09/xmldsig#sha1",
                "http://www.w3.org/2001/04/xmldsig-more#sha224",
                "http://www.w3.org/2001/04/xmldsig-more#md5",
                "http://www.w3.org/2007/05/xmldsig-more#sha3-512"
            })
    void aWeakOrUnknownDigestIsRefusedEverywhere(String uri) throws Exception {
        String sha512 = DigestAlgorithm.SHA512.uri();
        // Message, properties and certificate reference; the digest of the policy document is never used.
        for (int occurrence = 0; occurrence < 3; occurrence++) {
            refused("unsupported_algorithm", MESSAGE, replaceOccurrence(template(), sha512, uri, occurrence));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                XmlNames.C14N_INCLUSIVE + "#WithComments",
                "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
                "http://www.w3.org/2006/12/xml-c14n11",
                "urn:none"
            })
    void anotherCanonicalisationIsRefused(String uri) throws Exception {
        refused("unsupported_algorithm", MESSAGE, template().replaceFirst(XmlNames.C14N_INCLUSIVE, uri));
    }

    @Test
    void partsDigestedByAnotherAlgorithmAreRefused() throws Exception {
        String sha256 = template()
                .replaceFirst(
                        "(URI=\"/message.xml\">).*?</ds:Reference>",
                        "$1<ds:DigestMethod Algorithm=\"" + DigestAlgorithm.SHA256.uri() + "\"/><ds:DigestValue>"
                                + DigestAlgorithm.SHA256.of(new byte[0]).base64() + "</ds:DigestValue></ds:Reference>");
        refused("invalid_reference", MESSAGE, sha256);
    }

    @Test
    void anIdentifierWrittenOtherwiseOrTwiceIsRefused() throws Exception {
        for (String attribute : List.of(
                "Id=\"signed-properties\"",
                "Id=\"signature\"",
                "ID=\"x\"",
                "iD=\"x\"",
                "xml:id=\"x\"",
                "xml:Id=\"x\"",
                "xades:Id=\"x\"",
                "ds:id=\"signed-properties\"",
                "id=\"signed-properties\"",
                "Id=\"\"",
                "xml:base=\"x\"",
                "xml:lang=\"en\"",
                "xml:space=\"preserve\"")) {
            for (String element : List.of("ds:KeyInfo", "ds:Object", "xades:SigningTime", "xades:UnsignedProperties")) {
                refused(
                        "malformed_signature",
                        MESSAGE,
                        template().replaceFirst("<" + element + ">", "<" + element + " " + attribute + ">"));
            }
        }
    }

    @Test
    void keyInfoHoldsExactlyOneCertificate() throws Exception {
        String keyInfo = "(<ds:KeyInfo>)(.*)(</ds:KeyInfo>)";
        String certificate = "(<ds:X509Certificate>.*</ds:X509Certificate>)";
        String keyValue = "<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus></ds:RSAKeyValue></ds:KeyValue>";
        for (String forged : List.of(
                template().replaceFirst(certificate, "$1$1"),
                template().replaceFirst(certificate, ""),
                template().replaceFirst(keyInfo, "$1$2$2$3"),
                template().replaceFirst(keyInfo, "$1$3"),
                template().replaceFirst(keyInfo, "$1" + keyValue + "$3"),
                template().replaceFirst(keyInfo, "$1" + keyValue + "$2$3"),
                template().replaceFirst(keyInfo, "$1<ds:RetrievalMethod URI=\"#signature\"/>$3"),
                template().replaceFirst(keyInfo, "$1<ds:KeyName>x</ds:KeyName>$2$3"))) {
            refused("malformed_signature", MESSAGE, forged);
        }
    }

    @Test
    void theSignedPropertiesMustNameTheCertificate() throws Exception {
        String digest = "(<xades:CertDigest>.*?<ds:DigestValue>)[^<]*";
        String other = DigestAlgorithm.SHA512.of(new byte[0]).base64();
        refused("malformed_signature", MESSAGE, template().replaceFirst(digest, "$1" + other));
        refused("malformed_signature", MESSAGE, template().replaceFirst("(<ds:X509SerialNumber>)[^<]*", "$1" + "1"));
        refused(
                "malformed_signature",
                MESSAGE,
                template().replaceFirst("(<ds:X509IssuerName>)[^<]*", "$1" + "CN=Another Root"));
        refused(
                "malformed_signature",
                MESSAGE,
                template().replaceFirst("<xades:SigningCertificate>.*</xades:SigningCertificate>", ""));
    }

    @Test
    void missingUnsignedPropertiesOrOcspResponsesAreRefused() throws Exception {
        refused(
                "malformed_signature",
                MESSAGE,
                template().replaceFirst("<xades:UnsignedProperties>.*</xades:UnsignedProperties>", ""));
        refused(
                "incorrect_validation_info",
                MESSAGE,
                template().replaceFirst("<xades:RevocationValues>.*</xades:RevocationValues>", ""));
        refused(
                "incorrect_validation_info",
                MESSAGE,
                template().replaceFirst("<xades:EncapsulatedOCSPValue.*</xades:EncapsulatedOCSPValue>", ""));
    }

    private String template() throws LocalFault {
        return Forge.template(signing, MESSAGE);
    }

    private String withReference(String reference) throws LocalFault {
        return template().replaceFirst("(" + MESSAGE_REFERENCE + ")", "$1" + reference);
    }

    private String onProperties(String transforms) throws LocalFault {
        return template().replace("URI=\"#signed-properties\">", "URI=\"#signed-properties\">" + transforms);
    }

    private String onMessage(String transforms) throws LocalFault {
        return template().replace("URI=\"/message.xml\">", "URI=\"/message.xml\">" + transforms);
    }

    private static String reference(String uri, MessageDigests of) {
        int index = Integer.parseInt(uri.substring("/attachment".length())) - 1;
        return "<ds:Reference URI=\"" + uri + "\"><ds:DigestMethod Algorithm=\"" + DigestAlgorithm.SHA512.uri()
                + "\"/><ds:DigestValue>" + of.attachments().get(index).base64() + "</ds:DigestValue></ds:Reference>";
    }

    private static String replaceOccurrence(String text, String what, String by, int occurrence) {
        int at = -1;
        for (int i = 0; i <= occurrence; i++) {
            at = text.indexOf(what, at + 1);
        }
        return text.substring(0, at) + by + text.substring(at + what.length());
    }

    private void refused(String code, MessageDigests received, String template) throws LocalFault {
        assertRefused(code, received, forge.parts(template));
    }

    private void assertRefused(String code, MessageDigests received, SignatureParts parts) {
        assertThatThrownBy(() -> signing.verify(received, parts))
                .isInstanceOfSatisfying(
                        LocalFault.class,
                        f -> assertThat(f.path())
                                .startsWith("signature_verification.")
                                .endsWith(code));
    }

    private void assertRefusedAnyhow(SignatureParts parts) throws IOException {
        assertThat(new String(parts.signature(), StandardCharsets.UTF_8)).isNotEmpty();
        assertThatThrownBy(() -> signing.verify(MESSAGE, parts)).isInstanceOf(LocalFault.class);
    }
}
