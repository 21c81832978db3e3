package org.ambergate.signature;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.pki.Certificates;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.IssuerSerial;

/**
 * What the signer signed besides the message (XAdES 1.3.2, also with the second form of the certificate reference).
 *
 * @param element the element itself
 * @param id its identifier
 * @param signingTime when the signer says it signed
 * @param certificateDigest digest of the signing certificate
 * @param issuerName issuer of the signing certificate as text, in the first form
 * @param serialNumber its serial number, in the first form
 * @param issuerSerial DER issuer and serial number, in the second form
 */
record SignedProperties(
        XmlElement element,
        String id,
        Instant signingTime,
        Digest certificateDigest,
        Optional<String> issuerName,
        Optional<BigInteger> serialNumber,
        Optional<byte[]> issuerSerial) {
    // Serial numbers have at most 20 octets (RFC 5280, section 4.1.2.2), some issuers' a few more.
    private static final int SERIAL_DIGITS_MAX = 64;

    static SignedProperties read(XmlElement properties) throws LocalFault {
        Elements.allowAttributes(properties, "Id");
        List<XmlElement> children = Elements.children(properties);
        boolean known = !children.isEmpty()
                && children.size() <= 2
                && Elements.is(children.get(0), XmlNames.XADES, "SignedSignatureProperties")
                && (children.size() == 1 || Elements.is(children.get(1), XmlNames.XADES, "SignedDataObjectProperties"));
        if (!known) {
            throw SignatureFaults.malformed("The signed properties do not have their form");
        }
        List<XmlElement> signature = Elements.children(children.get(0));
        XmlElement time = single(signature, "SigningTime");
        boolean second = signature.stream().anyMatch(e -> Elements.is(e, XmlNames.XADES, "SigningCertificateV2"));
        boolean first = signature.stream().anyMatch(e -> Elements.is(e, XmlNames.XADES, "SigningCertificate"));
        if (first == second) {
            throw SignatureFaults.malformed("The signed properties do not name one signing certificate");
        }
        XmlElement certificate = single(signature, second ? "SigningCertificateV2" : "SigningCertificate");
        return certificateReference(properties, signingTime(time), certificate, second);
    }

    /** @throws LocalFault {@code malformed_signature} unless digest, issuer and serial number are the certificate's */
    void requireNames(X509Certificate certificate) throws LocalFault {
        Digest actual = certificateDigest.algorithm().of(Certificates.encoded(certificate));
        boolean serial = serialNumber.isEmpty() || serialNumber.get().equals(certificate.getSerialNumber());
        boolean issuer = issuerName.isEmpty() || isIssuer(issuerName.get(), certificate);
        boolean both = issuerSerial.isEmpty() || isIssuerSerial(issuerSerial.get(), certificate);
        if (!actual.equals(certificateDigest) || !serial || !issuer || !both) {
            throw SignatureFaults.malformed(
                    "The signed properties name another certificate than the signature carries");
        }
    }

    private static SignedProperties certificateReference(
            XmlElement properties, Instant time, XmlElement certificates, boolean second) throws LocalFault {
        List<XmlElement> references = Elements.children(certificates);
        if (references.isEmpty() || !Elements.is(references.get(0), XmlNames.XADES, "Cert")) {
            throw SignatureFaults.malformed("The signed properties name no signing certificate");
        }
        // Further ones may name the certificates above it; the first is the signer's.
        List<XmlElement> parts = Elements.children(references.get(0));
        boolean bare = second && parts.size() == 1;
        boolean full = parts.size() == 2
                && Elements.is(parts.get(1), XmlNames.XADES, second ? "IssuerSerialV2" : "IssuerSerial");
        if (!(bare || full) || !Elements.is(parts.get(0), XmlNames.XADES, "CertDigest")) {
            throw SignatureFaults.malformed("The reference to the signing certificate does not have its form");
        }
        List<XmlElement> digest = Elements.children(parts.get(0), XmlNames.DS, "DigestMethod", "DigestValue");
        Digest value = Elements.digest(digest.get(0), digest.get(1));
        String id = Elements.attribute(properties, "Id");
        if (second) {
            Optional<byte[]> serial = full ? Optional.of(Elements.base64(parts.get(1))) : Optional.empty();
            return new SignedProperties(properties, id, time, value, Optional.empty(), Optional.empty(), serial);
        }
        List<XmlElement> serial = Elements.children(parts.get(1), XmlNames.DS, "X509IssuerName", "X509SerialNumber");
        return new SignedProperties(
                properties,
                id,
                time,
                value,
                Optional.of(Elements.text(serial.get(0))),
                Optional.of(number(Elements.text(serial.get(1)).strip())),
                Optional.empty());
    }

    private static XmlElement single(List<XmlElement> among, String name) throws LocalFault {
        List<XmlElement> found =
                among.stream().filter(e -> Elements.is(e, XmlNames.XADES, name)).toList();
        if (found.size() != 1) {
            throw SignatureFaults.malformed("The signed properties do not hold exactly one " + name);
        }
        return found.get(0);
    }

    private static Instant signingTime(XmlElement time) throws LocalFault {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(
                    Elements.text(time).strip(), Instant::from);
        } catch (DateTimeException e) {
            throw SignatureFaults.malformed("The signing time cannot be read").causedBy(e);
        }
    }

    private static BigInteger number(String decimal) throws LocalFault {
        boolean digits = !decimal.isEmpty()
                && decimal.length() <= SERIAL_DIGITS_MAX
                && decimal.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw SignatureFaults.malformed("A certificate's serial number cannot be read");
        }
        return new BigInteger(decimal);
    }

    private static boolean isIssuer(String name, X509Certificate certificate) {
        X500Principal issuer = certificate.getIssuerX500Principal();
        if (issuer.getName().equals(name)) {
            return true;
        }
        try {
            return new X500Principal(name).equals(issuer);
        } catch (IllegalArgumentException e) {
            return isIssuerWithOtherKeywords(name, issuer);
        }
    }

    /** Some writers use attribute keywords that the platform does not know but Bouncy Castle does. */
    private static boolean isIssuerWithOtherKeywords(String name, X500Principal issuer) {
        try {
            X500Name written = new X500Name(org.bouncycastle.asn1.x500.style.RFC4519Style.INSTANCE, name);
            return written.equals(X500Name.getInstance(issuer.getEncoded()))
                    || new X500Name(reversed(written)).equals(X500Name.getInstance(issuer.getEncoded()));
        } catch (RuntimeException e) {
            // A name that nobody can read is nobody's.
            return false;
        }
    }

    private static org.bouncycastle.asn1.x500.RDN[] reversed(X500Name name) {
        org.bouncycastle.asn1.x500.RDN[] rdns = name.getRDNs();
        java.util.Collections.reverse(java.util.Arrays.asList(rdns));
        return rdns;
    }

    private static boolean isIssuerSerial(byte[] der, X509Certificate certificate) throws LocalFault {
        try {
            IssuerSerial value = IssuerSerial.getInstance(der);
            GeneralName[] names = value.getIssuer().getNames();
            return names.length == 1
                    && names[0].getTagNo() == GeneralName.directoryName
                    && value.getSerial().hasValue(certificate.getSerialNumber())
                    && new X500Principal(
                                    X500Name.getInstance(names[0].getName()).getEncoded())
                            .equals(certificate.getIssuerX500Principal());
        } catch (java.io.IOException | RuntimeException e) {
            throw new LocalFault(VerificationFault.MALFORMED_SIGNATURE, "An issuer and serial number cannot be read")
                    .causedBy(e);
        }
    }
}
