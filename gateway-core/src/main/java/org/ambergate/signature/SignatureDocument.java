package org.ambergate.signature;

import java.util.List;
import java.util.Optional;

/**
 * A signature document, read strictly but not believed. The elements are those of the parsed document: what is digested
 * is what was read.
 *
 * @param signedInfo the element that the signature value covers
 * @param form how it is canonicalised
 * @param method how it is signed
 * @param propertiesReference the reference to the signed properties
 * @param references all others, in order
 * @param signatureValue the value
 * @param certificate DER of the one certificate in KeyInfo
 * @param properties the signed properties
 * @param ocspResponses DER, in order; at least one
 * @param timestamp the unsigned property that holds a time-stamp, not looked into
 */
record SignatureDocument(
        XmlElement signedInfo,
        CanonicalForm form,
        AcceptedMethod method,
        SignedReference propertiesReference,
        List<SignedReference> references,
        byte[] signatureValue,
        byte[] certificate,
        SignedProperties properties,
        List<byte[]> ocspResponses,
        Optional<XmlElement> timestamp) {}
