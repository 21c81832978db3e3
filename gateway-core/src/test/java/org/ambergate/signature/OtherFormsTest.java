package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.pki.Certificates;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that other signers write or may come to write, and that mean the same (evidence specification, section 4). */
final class OtherFormsTest {
    private static final MessageDigests MESSAGE = Signing.message("m", 0);

    private final Signing signing = Signing.with(TestKeys.EC_P256);
    private final Forge forge = Forge.of(signing);

    @Test
    void theSignatureAloneIsADocument() throws Exception {
        String alone = template()
                .replaceFirst("<asic:XAdESSignatures[^>]*>", "")
                .replace("</asic:XAdESSignatures>", "")
                .replace(
                        "<ds:Signature ",
                        "<ds:Signature xmlns:ds=\"" + XmlNames.DS + "\" xmlns:xades=\"" + XmlNames.XADES + "\" ");
        signing.verify(MESSAGE, forge.parts(alone));
    }

    @Test
    void exclusiveCanonicalisationIsAccepted() throws Exception {
        String exclusive = template()
                .replaceFirst(XmlNames.C14N_INCLUSIVE, XmlNames.C14N_EXCLUSIVE)
                .replace(
                        "URI=\"#signed-properties\">",
                        "URI=\"#signed-properties\"><ds:Transforms><ds:Transform Algorithm=\"" + XmlNames.C14N_EXCLUSIVE
                                + "\"/></ds:Transforms>");
        Forge exclusively = forge.canonicalised(CanonicalForm.EXCLUSIVE, CanonicalForm.EXCLUSIVE);
        signing.verify(MESSAGE, exclusively.parts(exclusive));

        String mixed = template().replaceFirst(XmlNames.C14N_INCLUSIVE, XmlNames.C14N_EXCLUSIVE);
        signing.verify(
                MESSAGE,
                forge.canonicalised(CanonicalForm.EXCLUSIVE, CanonicalForm.INCLUSIVE)
                        .parts(mixed));
    }

    @Test
    void otherPrefixesAndIdentifiersAreAccepted() throws Exception {
        String other = template()
                .replace("<ds:", "<s:")
                .replace("</ds:", "</s:")
                .replace("xmlns:ds=", "xmlns:s=")
                .replace("Id=\"signature\"", "Id=\"id-17\"")
                .replace("Target=\"#signature\"", "Target=\"#id-17\"")
                .replace("signed-properties", "xades-id-17");
        signing.verify(MESSAGE, forge.parts(other.replace("xmlns:s=", "xmlns:ds=\"" + XmlNames.DS + "\" xmlns:s=")));
    }

    @Test
    void theSecondFormOfTheCertificateReferenceIsAccepted() throws Exception {
        String digest = "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm=\""
                + DigestAlgorithm.SHA256.uri() + "\"/><ds:DigestValue>"
                + DigestAlgorithm.SHA256
                        .of(Certificates.encoded(signing.certificate.certificate()))
                        .base64()
                + "</ds:DigestValue></xades:CertDigest>";
        String end = "</xades:Cert></xades:SigningCertificateV2>";
        String first = "<xades:SigningCertificate>.*</xades:SigningCertificate>";

        signing.verify(MESSAGE, forge.parts(template().replaceFirst(first, digest + end)));
        signing.verify(MESSAGE, forge.parts(template().replaceFirst(first, digest + issuerSerial(0) + end)));
        for (String wrong : new String[] {issuerSerial(1), "<xades:IssuerSerialV2>AAAA</xades:IssuerSerialV2>"}) {
            SignatureParts forged = forge.parts(template().replaceFirst(first, digest + wrong + end));
            assertThatThrownBy(() -> signing.verify(MESSAGE, forged)).isInstanceOf(LocalFault.class);
        }
        SignatureParts both = forge.parts(template().replaceFirst("(" + first + ")", "$1" + digest + end));
        assertThatThrownBy(() -> signing.verify(MESSAGE, both)).isInstanceOf(LocalFault.class);
    }

    @Test
    void base64InLinesEndedByCarriageReturnsSurvives() throws Exception {
        String wrapped = template()
                .replaceAll("(<ds:DigestValue>[A-Za-z0-9+/]{40})([A-Za-z0-9+/=]*)", "$1&#13;\n$2")
                .replaceFirst("<ds:X509Certificate>(.{76})", "<ds:X509Certificate>\n$1&#13;\n");
        SignatureParts parts = forge.parts(wrapped.replace("<ds:SignedInfo>", "<ds:SignedInfo>\n  "));

        assertThat(Signing.xml(parts)).contains("&#13;");
        signing.verify(MESSAGE, parts);
        SignatureParts unwrapped = Signing.withXml(parts, Signing.xml(parts).replace("&#13;", ""));
        assertThatThrownBy(() -> signing.verify(MESSAGE, unwrapped)).isInstanceOf(LocalFault.class);
    }

    @ParameterizedTest
    @CsvSource({
        "SHA256withRSA, http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "SHA384withRSA, http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
        "SHA512withRSA, http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
        "PSS256, http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
        "PSS384, http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1",
        "PSS512, http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1"
    })
    void everyRsaMethodOfTheSpecificationIsAccepted(String algorithm, String uri) throws Exception {
        Signing rsa = Signing.with(TestKeys.RSA_2048);
        String template = Forge.template(rsa, MESSAGE).replace(SignatureMethod.RSA_SHA512.uri(), uri);

        rsa.verify(MESSAGE, Forge.of(rsa).by(algorithm).parts(template));

        String other = algorithm.equals("SHA256withRSA") ? "SHA512withRSA" : "SHA256withRSA";
        SignatureParts mismatched = Forge.of(rsa).by(other).parts(template);
        assertThatThrownBy(() -> rsa.verify(MESSAGE, mismatched)).isInstanceOf(LocalFault.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"256", "384", "512"})
    void everyEcdsaMethodOfTheSpecificationIsAccepted(String bits) throws Exception {
        String template = template()
                .replace(SignatureMethod.ECDSA_SHA512.uri(), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha" + bits);
        signing.verify(MESSAGE, forge.by("SHA" + bits + "withECDSA").parts(template));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256", "SHA384"})
    void thePropertiesMayBeDigestedByAnotherStrongAlgorithm(String name) throws Exception {
        DigestAlgorithm algorithm = DigestAlgorithm.valueOf(name);
        String template = template()
                .replaceFirst(
                        "(URI=\"#signed-properties\"><ds:DigestMethod Algorithm=\")[^\"]*", "$1" + algorithm.uri());
        byte[] xml = forge.complete(template, algorithm).getBytes(StandardCharsets.UTF_8);

        signing.verify(MESSAGE, new SignatureParts(xml, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256", "SHA384"})
    void theHeadOfAPlainMessageMayBeDigestedByAnotherStrongAlgorithm(String name) throws Exception {
        DigestAlgorithm algorithm = DigestAlgorithm.valueOf(name);
        byte[] head = "head".getBytes(StandardCharsets.UTF_8);
        MessageDigests received = new MessageDigests(DigestAlgorithm.SHA512.of(head), java.util.List.of());
        String template = Forge.template(signing, received)
                .replaceFirst(
                        "(URI=\"/message.xml\">).*?</ds:Reference>",
                        "$1<ds:DigestMethod Algorithm=\"" + algorithm.uri() + "\"/><ds:DigestValue>"
                                + algorithm.of(head).base64() + "</ds:DigestValue></ds:Reference>");
        SignatureParts parts = forge.parts(template);

        signing.verifier.verify(received, head, parts, Signing.MEMBER, Signing.NOW);

        assertThatThrownBy(() -> signing.verify(received, parts)).isInstanceOf(LocalFault.class);
        byte[] other = "heat".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> signing.verifier.verify(received, other, parts, Signing.MEMBER, Signing.NOW))
                .isInstanceOf(LocalFault.class);
        MessageDigests ofOther = new MessageDigests(DigestAlgorithm.SHA512.of(other), java.util.List.of());
        assertThatThrownBy(() -> signing.verifier.verify(ofOther, other, parts, Signing.MEMBER, Signing.NOW))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void aTimestampInsertedLaterDoesNotBreakTheSignature() throws Exception {
        SignatureParts parts = forge.parts(template());
        String stamped = Signing.xml(parts)
                .replace(
                        "<xades:UnsignedSignatureProperties>",
                        "<xades:UnsignedSignatureProperties><xades:SignatureTimeStamp><xades:EncapsulatedTimeStamp>AAAA"
                                + "</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>");
        signing.verify(MESSAGE, Signing.withXml(parts, stamped));
    }

    private String issuerSerial(int more) throws Exception {
        var certificate = signing.certificate.certificate();
        IssuerSerial value = new IssuerSerial(
                new GeneralNames(new GeneralName(X500Name.getInstance(
                        certificate.getIssuerX500Principal().getEncoded()))),
                new ASN1Integer(certificate.getSerialNumber().add(java.math.BigInteger.valueOf(more))));
        return "<xades:IssuerSerialV2>" + Base64.getEncoder().encodeToString(value.getEncoded())
                + "</xades:IssuerSerialV2>";
    }

    private String template() throws LocalFault {
        return Forge.template(signing, MESSAGE);
    }
}
