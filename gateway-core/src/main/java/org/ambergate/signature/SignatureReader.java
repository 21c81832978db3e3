package org.ambergate.signature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;

/**
 * Reads a signature document by its one expected structure (evidence specification, sections 2.1 and 4). Every element
 * is found by its place and never by its identifier, and every place holds exactly what belongs there; so a signature
 * wrapped around, moved or doubled is no signature. All faults are {@code malformed_signature} or
 * {@code unsupported_algorithm}, save a missing OCSP response.
 */
final class SignatureReader {
    /** Most references looked at: message, attachments and signed properties. */
    static final int REFERENCES_MAX = 128;

    private static final List<String> UNSIGNED_PROPERTIES = List.of(
            "SignatureTimeStamp",
            "CompleteCertificateRefs",
            "CompleteRevocationRefs",
            "CertificateValues",
            "RevocationValues");

    private SignatureReader() {}

    static SignatureDocument read(XmlElement root) throws LocalFault {
        XmlElement signature = signature(root);
        Elements.allowAttributes(signature, "Id");
        List<XmlElement> parts =
                Elements.children(signature, XmlNames.DS, "SignedInfo", "SignatureValue", "KeyInfo", "Object");
        Elements.allowAttributes(parts.get(1), "Id");
        XmlElement qualifying = qualifyingProperties(parts.get(3), Elements.attribute(signature, "Id"));
        List<XmlElement> properties =
                Elements.children(qualifying, XmlNames.XADES, "SignedProperties", "UnsignedProperties");
        SignedProperties signed = SignedProperties.read(properties.get(0));

        XmlElement signedInfo = parts.get(0);
        Elements.allowAttributes(signedInfo, "Id");
        List<XmlElement> children = Elements.children(signedInfo);
        if (children.size() < 4 || children.size() > 2 + REFERENCES_MAX) {
            throw SignatureFaults.malformed("SignedInfo does not have its form");
        }
        List<SignedReference> references = references(children.subList(2, children.size()));
        SignedReference toProperties = toProperties(references, signed.id());
        return new SignatureDocument(
                signedInfo,
                canonicalForm(children.get(0)),
                method(children.get(1)),
                toProperties,
                references.stream().filter(r -> !r.equals(toProperties)).toList(),
                Elements.base64(parts.get(1)),
                certificate(parts.get(2)),
                signed,
                ocspResponses(properties.get(1)),
                timestamp(properties.get(1)));
    }

    private static XmlElement signature(XmlElement root) throws LocalFault {
        if (Elements.is(root, XmlNames.DS, "Signature")) {
            return root;
        }
        if (!Elements.is(root, XmlNames.ASIC, "XAdESSignatures")) {
            throw SignatureFaults.malformed("The document is not a signature");
        }
        Elements.allowAttributes(root);
        XmlElement signature = Elements.onlyChild(root, XmlNames.DS, "Signature");
        if (root.children().get(0) != signature) {
            throw SignatureFaults.malformed("The signature is not the first thing in its document");
        }
        return signature;
    }

    private static XmlElement qualifyingProperties(XmlElement object, String signatureId) throws LocalFault {
        Elements.allowAttributes(object, "Id");
        XmlElement qualifying = Elements.onlyChild(object, XmlNames.XADES, "QualifyingProperties");
        Elements.allowAttributes(qualifying, "Target", "Id");
        if (!Elements.attribute(qualifying, "Target").equals("#" + signatureId)) {
            throw SignatureFaults.malformed("The qualifying properties belong to another signature");
        }
        return qualifying;
    }

    private static CanonicalForm canonicalForm(XmlElement element) throws LocalFault {
        if (!Elements.is(element, XmlNames.DS, "CanonicalizationMethod")) {
            throw SignatureFaults.malformed("SignedInfo does not have its form");
        }
        return CanonicalForm.byUri(Elements.algorithm(element))
                .orElseThrow(() -> SignatureFaults.unsupported("The canonicalisation is not accepted"));
    }

    private static AcceptedMethod method(XmlElement element) throws LocalFault {
        if (!Elements.is(element, XmlNames.DS, "SignatureMethod")) {
            throw SignatureFaults.malformed("SignedInfo does not have its form");
        }
        return AcceptedMethod.byUri(Elements.algorithm(element))
                .orElseThrow(() -> SignatureFaults.unsupported("The signature method is not accepted"));
    }

    private static List<SignedReference> references(List<XmlElement> elements) throws LocalFault {
        List<SignedReference> references = new ArrayList<>(elements.size());
        Set<String> uris = new HashSet<>();
        for (XmlElement element : elements) {
            if (!Elements.is(element, XmlNames.DS, "Reference")) {
                throw SignatureFaults.malformed("SignedInfo does not have its form");
            }
            SignedReference reference = SignedReference.read(element);
            if (!uris.add(reference.uri())) {
                throw SignatureFaults.malformed("Two references name the same thing");
            }
            references.add(reference);
        }
        return references;
    }

    /** The one reference into the document; it points to the signed properties that were read, and nowhere else. */
    private static SignedReference toProperties(List<SignedReference> references, String id) throws LocalFault {
        for (SignedReference reference : references) {
            if (reference.isSameDocument() && !reference.uri().equals("#" + id)) {
                throw new LocalFault(
                        VerificationFault.INVALID_REFERENCE, "The signature refers to something else inside itself");
            }
        }
        List<SignedReference> found = references.stream()
                .filter(r -> r.isSameDocument() || r.isSignedProperties())
                .toList();
        if (found.size() != 1 || !found.get(0).isSameDocument() || !found.get(0).isSignedProperties()) {
            throw SignatureFaults.malformed("The signature does not cover its signed properties");
        }
        return found.get(0);
    }

    private static byte[] certificate(XmlElement keyInfo) throws LocalFault {
        Elements.allowAttributes(keyInfo, "Id");
        XmlElement data = Elements.onlyChild(keyInfo, XmlNames.DS, "X509Data");
        Elements.allowAttributes(data);
        XmlElement certificate = Elements.onlyChild(data, XmlNames.DS, "X509Certificate");
        Elements.allowAttributes(certificate);
        return Elements.base64(certificate);
    }

    private static List<byte[]> ocspResponses(XmlElement unsigned) throws LocalFault {
        XmlElement properties = Elements.onlyChild(unsigned, XmlNames.XADES, "UnsignedSignatureProperties");
        List<byte[]> responses = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (XmlElement property : Elements.children(properties)) {
            String name = property.localName();
            boolean known = XmlNames.XADES.equals(property.namespace()) && UNSIGNED_PROPERTIES.contains(name);
            if (!known || !seen.add(name)) {
                throw SignatureFaults.malformed("The signature has an unsigned property that is not accepted");
            }
            if (name.equals("RevocationValues")) {
                responses.addAll(revocationValues(property));
            }
        }
        if (responses.isEmpty()) {
            throw new LocalFault(VerificationFault.INCORRECT_VALIDATION_INFO, "The signature carries no OCSP response");
        }
        return responses;
    }

    private static Optional<XmlElement> timestamp(XmlElement unsigned) throws LocalFault {
        XmlElement properties = Elements.onlyChild(unsigned, XmlNames.XADES, "UnsignedSignatureProperties");
        return Elements.children(properties).stream()
                .filter(e -> Elements.is(e, XmlNames.XADES, "SignatureTimeStamp"))
                .findFirst();
    }

    private static List<byte[]> revocationValues(XmlElement values) throws LocalFault {
        Elements.allowAttributes(values, "Id");
        List<byte[]> responses = new ArrayList<>();
        for (XmlElement value : Elements.children(Elements.onlyChild(values, XmlNames.XADES, "OCSPValues"))) {
            if (!Elements.is(value, XmlNames.XADES, "EncapsulatedOCSPValue")) {
                throw SignatureFaults.malformed("The signature's OCSP responses do not have their form");
            }
            Elements.allowAttributes(value, "Id", "Encoding");
            responses.add(Elements.base64(value));
        }
        return responses;
    }
}
