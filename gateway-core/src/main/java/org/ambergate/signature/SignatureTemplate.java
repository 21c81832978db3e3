package org.ambergate.signature;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.pki.Certificates;

/**
 * Writes a signature document so that its signed elements already stand in canonical form: what is digested is the text
 * that is sent, with the namespace declarations of the root put into the element's own tag (evidence specification,
 * sections 2.1 and 2.2).
 */
final class SignatureTemplate {
    private static final DigestAlgorithm ALGORITHM = DigestAlgorithm.SHA512;
    // Sorted by prefix, as canonical XML sorts them.
    private static final String NAMESPACES = " xmlns:asic=\"" + XmlNames.ASIC + "\" xmlns:ds=\"" + XmlNames.DS
            + "\" xmlns:xades=\"" + XmlNames.XADES + "\" xmlns:xsi=\"" + XmlNames.XSI + "\"";
    private static final String DIGEST_METHOD =
            "<ds:DigestMethod Algorithm=\"" + ALGORITHM.uri() + "\"></ds:DigestMethod>";
    private static final String POLICY = "<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId><xades:SigPolicyId>"
            + "<xades:Identifier Qualifier=\"OIDAsURN\">urn:oid:1.3.6.1.4.1.3516.16.2</xades:Identifier>"
            + "<xades:Description>Profile for High Performance Digital Signatures (version 1.2)</xades:Description>"
            + "</xades:SigPolicyId><xades:SigPolicyHash>" + DIGEST_METHOD
            + "<ds:DigestValue>BuO0EDNfkxSVlUbxCzmQPzX1AUF1/xx9ytWHk3/6SAOePxQiniEfDYk+90QeYb3lWpV3Izhuz9fKaYyE"
            + "+lTcXw==</ds:DigestValue></xades:SigPolicyHash><xades:SigPolicyQualifiers><xades:SigPolicyQualifier>"
            + "<xades:SPURI>https://repo.cyber.ee/dsig-profile-1.2.pdf</xades:SPURI></xades:SigPolicyQualifier>"
            + "</xades:SigPolicyQualifiers></xades:SignaturePolicyId></xades:SignaturePolicyIdentifier>";
    private static final DateTimeFormatter SIGNING_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SigningCredential credential;
    private final String signedPropertiesContent;
    private final String signedInfoContent;

    /**
     * @param reference the URI of the one thing signed
     * @param digest its digest
     * @param mimeType what it is said to be
     */
    SignatureTemplate(
            SigningCredential credential, Instant signingTime, String reference, Digest digest, String mimeType) {
        this.credential = credential;
        this.signedPropertiesContent = signedProperties(credential.certificate(), signingTime, mimeType);
        Digest properties = digest("<xades:SignedProperties" + NAMESPACES + signedPropertiesContent);
        this.signedInfoContent = signedInfo(credential.key().method(), reference, digest, properties);
    }

    /** The bytes to sign. */
    byte[] canonicalSignedInfo() {
        return ("<ds:SignedInfo" + NAMESPACES + signedInfoContent).getBytes(StandardCharsets.UTF_8);
    }

    /** The whole document, UTF-8. */
    byte[] document(byte[] signatureValue) {
        StringBuilder xml = new StringBuilder(10 * 1024);
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><asic:XAdESSignatures");
        xml.append(NAMESPACES).append("><ds:Signature Id=\"signature\"><ds:SignedInfo");
        xml.append(signedInfoContent).append("<ds:SignatureValue Id=\"signature-value\">");
        xml.append(base64(signatureValue));
        xml.append("</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>");
        xml.append(base64(Certificates.encoded(credential.certificate())));
        xml.append("</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object>");
        xml.append("<xades:QualifyingProperties Target=\"#signature\"><xades:SignedProperties");
        xml.append(signedPropertiesContent).append("<xades:UnsignedProperties><xades:UnsignedSignatureProperties>");
        appendIntermediates(xml, credential.intermediates());
        appendOcspResponses(xml, credential.ocspResponses());
        xml.append("</xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties>");
        xml.append("</ds:Object></ds:Signature></asic:XAdESSignatures>");
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String signedInfo(SignatureMethod method, String uri, Digest digest, Digest properties) {
        return "><ds:CanonicalizationMethod Algorithm=\"" + XmlNames.C14N_INCLUSIVE
                + "\"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"" + method.uri()
                + "\"></ds:SignatureMethod><ds:Reference Id=\"signature-reference-0\" URI=\"" + uri + "\">"
                + digestOf(digest)
                + "</ds:Reference><ds:Reference Id=\"signature-reference-1\" Type=\""
                + XmlNames.SIGNED_PROPERTIES_TYPE + "\" URI=\"#signed-properties\">" + digestOf(properties)
                + "</ds:Reference></ds:SignedInfo>";
    }

    private static String signedProperties(X509Certificate certificate, Instant signingTime, String mimeType) {
        return " Id=\"signed-properties\"><xades:SignedSignatureProperties><xades:SigningTime>"
                + SIGNING_TIME.format(signingTime)
                + "</xades:SigningTime><xades:SigningCertificate>" + certificateReference("", certificate)
                + "</xades:SigningCertificate>" + POLICY
                + "</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>"
                + "<xades:DataObjectFormat ObjectReference=\"#signature-reference-0\"><xades:MimeType>" + mimeType
                + "</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>"
                + "</xades:SignedProperties>";
    }

    private static String certificateReference(String attributes, X509Certificate certificate) {
        return "<xades:Cert" + attributes + "><xades:CertDigest>"
                + digestOf(ALGORITHM.of(Certificates.encoded(certificate)))
                + "</xades:CertDigest><xades:IssuerSerial><ds:X509IssuerName>"
                + CanonicalText.escape(certificate.getIssuerX500Principal().getName())
                + "</ds:X509IssuerName><ds:X509SerialNumber>" + certificate.getSerialNumber()
                + "</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert>";
    }

    private static void appendIntermediates(StringBuilder xml, List<X509Certificate> intermediates) {
        if (intermediates.isEmpty()) {
            return;
        }
        xml.append("<xades:CompleteCertificateRefs Id=\"complete-certificate-refs\"><xades:CertRefs>");
        for (int i = 0; i < intermediates.size(); i++) {
            String uri = " URI=\"#encapsulated-cert-" + (i + 1) + "\"";
            xml.append(certificateReference(uri, intermediates.get(i)));
        }
        xml.append("</xades:CertRefs></xades:CompleteCertificateRefs><xades:CertificateValues>");
        for (int i = 0; i < intermediates.size(); i++) {
            xml.append("<xades:EncapsulatedX509Certificate Id=\"encapsulated-cert-")
                    .append(i + 1)
                    .append("\">");
            xml.append(base64(Certificates.encoded(intermediates.get(i))));
            xml.append("</xades:EncapsulatedX509Certificate>");
        }
        xml.append("</xades:CertificateValues>");
    }

    private static void appendOcspResponses(StringBuilder xml, List<byte[]> responses) {
        xml.append("<xades:RevocationValues><xades:OCSPValues>");
        for (int i = 0; i < responses.size(); i++) {
            xml.append("<xades:EncapsulatedOCSPValue Id=\"ocsp-response-")
                    .append(i + 1)
                    .append("\">");
            xml.append(base64(responses.get(i))).append("</xades:EncapsulatedOCSPValue>");
        }
        xml.append("</xades:OCSPValues></xades:RevocationValues>");
    }

    private static String digestOf(Digest digest) {
        return DIGEST_METHOD + "<ds:DigestValue>" + digest.base64() + "</ds:DigestValue>";
    }

    private static Digest digest(String canonical) {
        return ALGORITHM.of(canonical.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
