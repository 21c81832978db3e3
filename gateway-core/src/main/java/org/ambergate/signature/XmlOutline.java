package org.ambergate.signature;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Looks over a whole document before anything in it is read: elements and text only, shallow, every identifier unique
 * and written one way, nothing that canonical XML inherits. Two readers of a document that passes cannot disagree about
 * which element an identifier names.
 */
final class XmlOutline {
    /** Deepest nesting accepted; a signature has 12 levels. */
    static final int DEPTH_MAX = 32;
    /** Most elements accepted; a signature has about 60, a hash chain a few per step. */
    static final int ELEMENTS_MAX = 4096;

    private static final List<String> ENCODINGS = List.of("UTF-8", "utf-8");

    private final Set<String> ids = new HashSet<>();
    private int elements;

    private XmlOutline() {}

    /** @throws LocalFault {@code malformed_signature} */
    static void check(Document document) throws LocalFault {
        @Nullable String encoding = document.getXmlEncoding();
        if (!"1.0".equals(document.getXmlVersion()) || (encoding != null && !ENCODINGS.contains(encoding))) {
            throw SignatureFaults.malformed("An XML document of the signature is not XML 1.0 in UTF-8");
        }
        if (document.getFirstChild() != document.getDocumentElement()
                || document.getLastChild() != document.getDocumentElement()) {
            throw SignatureFaults.malformed("An XML document of the signature has something beside its root element");
        }
        new XmlOutline().walk(document.getDocumentElement());
    }

    /** Without recursion, so that depth costs nothing before it is refused. */
    private void walk(Element root) throws LocalFault {
        Node node = root;
        int depth = 1;
        while (true) {
            visit(node);
            @Nullable Node next = node.getFirstChild();
            if (next != null) {
                if (++depth > DEPTH_MAX) {
                    throw SignatureFaults.malformed("An XML document of the signature is nested too deeply");
                }
                node = next;
                continue;
            }
            while (node != root && node.getNextSibling() == null) {
                node = node.getParentNode();
                depth--;
            }
            if (node == root) {
                return;
            }
            node = node.getNextSibling();
        }
    }

    private void visit(Node node) throws LocalFault {
        if (node.getNodeType() == Node.TEXT_NODE) {
            return;
        }
        if (!(node instanceof Element element)) {
            throw SignatureFaults.malformed("An XML document of the signature holds a comment or the like");
        }
        if (++elements > ELEMENTS_MAX) {
            throw SignatureFaults.malformed("An XML document of the signature has too many elements");
        }
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            visitAttribute(attributes.item(i));
        }
    }

    private void visitAttribute(Node attribute) throws LocalFault {
        @Nullable String namespace = attribute.getNamespaceURI();
        if (XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(namespace)) {
            return;
        }
        if (XMLConstants.XML_NS_URI.equals(namespace)) {
            throw SignatureFaults.malformed("An XML document of the signature has an attribute that is inherited");
        }
        String name = attribute.getLocalName();
        if (!name.equalsIgnoreCase("id")) {
            return;
        }
        boolean usual = namespace == null && (name.equals("Id") || name.equals("id"));
        if (!usual || attribute.getNodeValue().isEmpty() || !ids.add(attribute.getNodeValue())) {
            throw SignatureFaults.malformed("An XML document of the signature has an ambiguous identifier");
        }
    }
}
