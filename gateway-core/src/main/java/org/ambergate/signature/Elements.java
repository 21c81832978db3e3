package org.ambergate.signature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;

/** Reading elements strictly: what is not expected is refused. All faults are {@code malformed_signature}. */
final class Elements {
    private Elements() {}

    static boolean is(XmlElement element, String namespace, String name) {
        return namespace.equals(element.namespace()) && name.equals(element.localName());
    }

    /** The child elements; between them only white space may stand. */
    static List<XmlElement> children(XmlElement parent) throws LocalFault {
        List<XmlElement> children = new ArrayList<>(parent.children().size());
        for (XmlNode node : parent.children()) {
            if (node instanceof XmlElement element) {
                children.add(element);
            } else if (!(node instanceof XmlText text) || !isWhiteSpace(text.value())) {
                throw SignatureFaults.malformed("Text stands between the elements of " + parent.localName());
            }
        }
        return children;
    }

    /** Exactly these children of one namespace, in this order. */
    static List<XmlElement> children(XmlElement parent, String namespace, String... names) throws LocalFault {
        List<XmlElement> children = children(parent);
        boolean match = children.size() == names.length;
        for (int i = 0; match && i < names.length; i++) {
            match = is(children.get(i), namespace, names[i]);
        }
        if (!match) {
            throw SignatureFaults.malformed(parent.localName() + " does not hold exactly " + String.join(", ", names));
        }
        return children;
    }

    static XmlElement onlyChild(XmlElement parent, String namespace, String name) throws LocalFault {
        return children(parent, namespace, name).get(0);
    }

    /** The text of an element without child elements. */
    static String text(XmlElement element) throws LocalFault {
        if (element.children().isEmpty()) {
            return "";
        }
        if (element.children().size() == 1 && element.children().get(0) instanceof XmlText text) {
            return text.value();
        }
        throw SignatureFaults.malformed(element.localName() + " holds more than text");
    }

    /** Refuses content and every attribute beside the one named, whose value is returned. */
    static String algorithm(XmlElement element) throws LocalFault {
        allowAttributes(element, "Algorithm");
        if (!element.children().isEmpty()) {
            throw SignatureFaults.malformed(element.localName() + " has parameters");
        }
        return attribute(element, "Algorithm");
    }

    static String attribute(XmlElement element, String name) throws LocalFault {
        return element.attribute(name)
                .orElseThrow(() -> SignatureFaults.malformed(element.localName() + " lacks the attribute " + name));
    }

    /** Refuses attributes beside these; namespace declarations do not count. */
    static void allowAttributes(XmlElement element, String... allowed) throws LocalFault {
        for (XmlElement.Attribute attribute : element.attributes()) {
            if (!attribute.namespace().isEmpty() || !Arrays.asList(allowed).contains(attribute.localName())) {
                throw SignatureFaults.malformed(element.localName() + " has an unexpected attribute");
            }
        }
    }

    static byte[] base64(XmlElement element) throws LocalFault {
        return base64(text(element), element.localName());
    }

    /** Base64 with white space anywhere, and otherwise in its one canonical form. */
    static byte[] base64(String text, String where) throws LocalFault {
        String encoded = compact(text);
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            if (bytes.length > 0 && encoded.length() == (bytes.length + 2) / 3 * 4 && endsCanonically(bytes, encoded)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw SignatureFaults.malformed(where + " is not base64").causedBy(e);
        }
        throw SignatureFaults.malformed(where + " is not canonical base64");
    }

    /** Only in the last four characters can the same bytes be written in several ways. */
    private static boolean endsCanonically(byte[] bytes, String encoded) {
        byte[] last = Arrays.copyOfRange(bytes, (bytes.length - 1) / 3 * 3, bytes.length);
        return encoded.endsWith(Base64.getEncoder().encodeToString(last));
    }

    private static String compact(String text) {
        int first = 0;
        while (first < text.length() && !isWhiteSpace(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder compact = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            if (!isWhiteSpace(text.charAt(i))) {
                compact.append(text.charAt(i));
            }
        }
        return compact.toString();
    }

    /** A digest written as DigestMethod and DigestValue. */
    static Digest digest(XmlElement method, XmlElement value) throws LocalFault {
        return digest(digestAlgorithm(method), value);
    }

    static Digest digest(DigestAlgorithm algorithm, XmlElement value) throws LocalFault {
        allowAttributes(value);
        byte[] bytes = base64(value);
        if (bytes.length != algorithm.length()) {
            throw SignatureFaults.malformed("A digest does not have its algorithm's length");
        }
        return new Digest(algorithm, bytes);
    }

    /** @throws LocalFault {@code unsupported_algorithm} unless evidence may rest on it */
    static DigestAlgorithm digestAlgorithm(XmlElement method) throws LocalFault {
        String uri = algorithm(method);
        return DigestAlgorithm.byUri(uri)
                .filter(DigestAlgorithm::isStrong)
                .orElseThrow(() -> SignatureFaults.unsupported("A digest algorithm is not accepted"));
    }

    private static boolean isWhiteSpace(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isWhiteSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhiteSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
