package org.ambergate.signature;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;

/** A signature document as somebody finds it later, in a container for example: read strictly, not yet believed. */
public final class ReadSignature {
    private static final SecureXml XML = new SecureXml();

    private final SignatureDocument document;

    private ReadSignature(SignatureDocument document) {
        this.document = document;
    }

    /**
     * Reads a signature document.
     *
     * @throws LocalFault {@code invalid_xml}, {@code malformed_signature}, {@code unsupported_algorithm} or {@code
     *     incorrect_validation_info}, within {@code signature_verification}
     */
    public static ReadSignature of(byte[] xml) throws LocalFault {
        try {
            return new ReadSignature(SignatureReader.read(XML.parse(xml)));
        } catch (LocalFault e) {
            throw e.within(Stage.SIGNATURE_VERIFICATION);
        }
    }

    /** When the signer says it signed. */
    public Instant signingTime() {
        return document.properties().signingTime();
    }

    /** The octets of the signature value: what a time-stamp of this signature alone covers. */
    public byte[] signatureValue() {
        return document.signatureValue().clone();
    }

    /** DER of the certificate that the signature carries. */
    public byte[] certificate() {
        return document.certificate().clone();
    }

    /** DER, in the order in which they stand there; at least one. */
    public List<byte[]> ocspResponses() {
        return document.ocspResponses();
    }

    /**
     * The token of a time-stamp over this signature alone, if the document holds one (evidence specification, section 6).
     *
     * @throws LocalFault {@code malformed_signature} if there is such a property and it does not hold exactly a token
     */
    public Optional<byte[]> timestampToken() throws LocalFault {
        if (document.timestamp().isEmpty()) {
            return Optional.empty();
        }
        XmlElement property = document.timestamp().get();
        Elements.allowAttributes(property, "Id");
        List<XmlElement> children = Elements.children(property);
        // Says how XML is canonicalised before it is stamped; the octets of a signature value are not XML.
        boolean method = children.size() == 2 && Elements.is(children.get(0), XmlNames.DS, "CanonicalizationMethod");
        int last = method ? 1 : 0;
        if (children.size() != last + 1 || !Elements.is(children.get(last), XmlNames.XADES, "EncapsulatedTimeStamp")) {
            throw SignatureFaults.malformed("The signature's time-stamp does not have its form")
                    .within(Stage.SIGNATURE_VERIFICATION);
        }
        Elements.allowAttributes(children.get(last), "Id", "Encoding");
        return Optional.of(Elements.base64(children.get(last)));
    }

    SignatureDocument document() {
        return document;
    }
}
