package org.ambergate.signature;

import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;

/**
 * One ds:Reference.
 *
 * @param uri what it refers to
 * @param type its Type attribute
 * @param transform the canonicalisation it names; only same-document references may name one
 * @param digest the digest it claims
 */
record SignedReference(String uri, Optional<String> type, Optional<CanonicalForm> transform, Digest digest) {
    static SignedReference read(XmlElement reference) throws LocalFault {
        Elements.allowAttributes(reference, "Id", "URI", "Type");
        List<XmlElement> children = Elements.children(reference);
        boolean transformed = children.size() == 3 && Elements.is(children.get(0), XmlNames.DS, "Transforms");
        int first = transformed ? 1 : 0;
        if (children.size() != first + 2
                || !Elements.is(children.get(first), XmlNames.DS, "DigestMethod")
                || !Elements.is(children.get(first + 1), XmlNames.DS, "DigestValue")) {
            throw SignatureFaults.malformed("A reference does not hold exactly a digest");
        }
        String uri = Elements.attribute(reference, "URI");
        Optional<CanonicalForm> transform =
                transformed ? Optional.of(transform(uri, children.get(0))) : Optional.empty();
        Digest digest = Elements.digest(children.get(first), children.get(first + 1));
        return new SignedReference(uri, reference.attribute("Type"), transform, digest);
    }

    boolean isSameDocument() {
        return uri.startsWith("#");
    }

    boolean isSignedProperties() {
        return type.isPresent() && type.get().equals(XmlNames.SIGNED_PROPERTIES_TYPE);
    }

    /** Only one, only a canonicalisation, only within the document: no transform is ever executed on foreign data. */
    private static CanonicalForm transform(String uri, XmlElement transforms) throws LocalFault {
        Elements.allowAttributes(transforms);
        XmlElement only = Elements.onlyChild(transforms, XmlNames.DS, "Transform");
        Optional<CanonicalForm> form = CanonicalForm.byUri(Elements.algorithm(only));
        if (!uri.startsWith("#") || form.isEmpty()) {
            throw SignatureFaults.malformed("A reference names a transform that is not accepted");
        }
        return form.get();
    }
}
