package org.ambergate.signature;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.apache.xml.security.c14n.CanonicalizationException;
import org.apache.xml.security.c14n.implementations.Canonicalizer20010315ExclOmitComments;
import org.apache.xml.security.c14n.implementations.Canonicalizer20010315OmitComments;
import org.w3c.dom.Element;

/** The canonicalisations accepted, both without comments. */
enum CanonicalForm {
    INCLUSIVE(XmlNames.C14N_INCLUSIVE),
    EXCLUSIVE(XmlNames.C14N_EXCLUSIVE);

    private final String uri;

    CanonicalForm(String uri) {
        this.uri = uri;
    }

    static Optional<CanonicalForm> byUri(String uri) {
        return Arrays.stream(values()).filter(f -> f.uri.equals(uri)).findFirst();
    }

    /** The canonical bytes of an element where it stands in its document. */
    byte[] of(XmlElement element) throws LocalFault {
        Optional<byte[]> usual = this == INCLUSIVE ? UsualForm.of(element) : Optional.empty();
        return usual.isPresent() ? usual.get() : of(DomCopy.of(element));
    }

    /** The same by the library, which knows every form. */
    byte[] of(Element element) throws LocalFault {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try {
            // Fresh objects: the canonicalisers keep state while they run.
            if (this == INCLUSIVE) {
                new Canonicalizer20010315OmitComments().engineCanonicalizeSubTree(element, out);
            } else {
                new Canonicalizer20010315ExclOmitComments().engineCanonicalizeSubTree(element, out);
            }
            return out.toByteArray();
        } catch (CanonicalizationException | RuntimeException e) {
            // A relative namespace name, for example, has no canonical form.
            throw SignatureFaults.malformed("A signed element has no canonical form")
                    .causedBy(e);
        }
    }
}
