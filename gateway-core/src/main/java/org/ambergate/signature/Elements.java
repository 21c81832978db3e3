package org.ambergate.signature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Reading elements strictly: what is not expected is refused. All faults are {@code malformed_signature}. */
final class Elements {
    private static final String XMLNS = javax.xml.XMLConstants.XMLNS_ATTRIBUTE_NS_URI;

    private Elements() {}

    static boolean is(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    /** The child elements; between them only white space may stand. */
    static List<Element> children(Element parent) throws LocalFault {
        List<Element> children = new ArrayList<>();
        for (@Nullable Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            } else if (!isWhiteSpace(node.getNodeValue())) {
                throw SignatureFaults.malformed("Text stands between the elements of " + parent.getLocalName());
            }
        }
        return children;
    }

    /** Exactly these children of one namespace, in this order. */
    static List<Element> children(Element parent, String namespace, String... names) throws LocalFault {
        List<Element> children = children(parent);
        boolean match = children.size() == names.length;
        for (int i = 0; match && i < names.length; i++) {
            match = is(children.get(i), namespace, names[i]);
        }
        if (!match) {
            throw SignatureFaults.malformed(
                    parent.getLocalName() + " does not hold exactly " + String.join(", ", names));
        }
        return children;
    }

    static Element onlyChild(Element parent, String namespace, String name) throws LocalFault {
        return children(parent, namespace, name).get(0);
    }

    /** The text of an element without child elements. */
    static String text(Element element) throws LocalFault {
        StringBuilder text = new StringBuilder();
        for (@Nullable Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeType() != Node.TEXT_NODE) {
                throw SignatureFaults.malformed(element.getLocalName() + " holds more than text");
            }
            text.append(node.getNodeValue());
        }
        return text.toString();
    }

    /** Refuses content and every attribute beside the one named, whose value is returned. */
    static String algorithm(Element element) throws LocalFault {
        allowAttributes(element, "Algorithm");
        if (element.getFirstChild() != null) {
            throw SignatureFaults.malformed(element.getLocalName() + " has parameters");
        }
        return attribute(element, "Algorithm");
    }

    static String attribute(Element element, String name) throws LocalFault {
        if (!element.hasAttributeNS(null, name)) {
            throw SignatureFaults.malformed(element.getLocalName() + " lacks the attribute " + name);
        }
        return element.getAttributeNS(null, name);
    }

    static Optional<String> optionalAttribute(Element element, String name) {
        return element.hasAttributeNS(null, name) ? Optional.of(element.getAttributeNS(null, name)) : Optional.empty();
    }

    /** Refuses attributes beside these; namespace declarations do not count. */
    static void allowAttributes(Element element, String... allowed) throws LocalFault {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            @Nullable String namespace = attribute.getNamespaceURI();
            boolean known = XMLNS.equals(namespace)
                    || (namespace == null && Arrays.asList(allowed).contains(attribute.getLocalName()));
            if (!known) {
                throw SignatureFaults.malformed(element.getLocalName() + " has an unexpected attribute");
            }
        }
    }

    static byte[] base64(Element element) throws LocalFault {
        return base64(text(element), element.getLocalName());
    }

    /** Base64 with white space anywhere, and otherwise in its one canonical form. */
    static byte[] base64(String text, String where) throws LocalFault {
        StringBuilder compact = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isWhiteSpace(c)) {
                compact.append(c);
            }
        }
        String encoded = compact.toString();
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            if (bytes.length > 0 && Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw SignatureFaults.malformed(where + " is not base64").causedBy(e);
        }
        throw SignatureFaults.malformed(where + " is not canonical base64");
    }

    /** A digest written as DigestMethod and DigestValue. */
    static Digest digest(Element method, Element value) throws LocalFault {
        return digest(digestAlgorithm(method), value);
    }

    static Digest digest(DigestAlgorithm algorithm, Element value) throws LocalFault {
        allowAttributes(value);
        byte[] bytes = base64(value);
        if (bytes.length != algorithm.length()) {
            throw SignatureFaults.malformed("A digest does not have its algorithm's length");
        }
        return new Digest(algorithm, bytes);
    }

    /** @throws LocalFault {@code unsupported_algorithm} unless evidence may rest on it */
    static DigestAlgorithm digestAlgorithm(Element method) throws LocalFault {
        String uri = algorithm(method);
        return DigestAlgorithm.byUri(uri)
                .filter(DigestAlgorithm::isStrong)
                .orElseThrow(() -> SignatureFaults.unsupported("A digest algorithm is not accepted"));
    }

    private static boolean isWhiteSpace(String text) {
        return text.chars().allMatch(c -> isWhiteSpace((char) c));
    }

    private static boolean isWhiteSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
