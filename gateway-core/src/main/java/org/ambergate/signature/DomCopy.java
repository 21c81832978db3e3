package org.ambergate.signature;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Hands an element over to the library that works on the platform's document model: what was read, read once. */
final class DomCopy {
    private DomCopy() {}

    /** The copy of the element, below copies of all elements above it; siblings of those are not needed and left out. */
    static Element of(XmlElement element) {
        Deque<XmlElement> above = new ArrayDeque<>();
        Optional<XmlElement> level = element.parent();
        while (level.isPresent()) {
            above.push(level.get());
            level = level.get().parent();
        }
        Document document = newDocument();
        Node place = document;
        for (XmlElement one : above) {
            place = place.appendChild(tag(document, one));
        }
        Element copy = whole(document, element);
        place.appendChild(copy);
        return copy;
    }

    /** Recursion is bounded by the depth of a document that was read. */
    private static Element whole(Document document, XmlElement element) {
        Element copy = tag(document, element);
        for (XmlNode node : element.children()) {
            if (node instanceof XmlElement child) {
                copy.appendChild(whole(document, child));
            } else if (node instanceof XmlText text) {
                copy.appendChild(document.createTextNode(text.value()));
            }
        }
        return copy;
    }

    private static Element tag(Document document, XmlElement element) {
        Element copy = document.createElementNS(orNull(element.namespace()), element.qualifiedName());
        for (XmlElement.Declaration declaration : element.declarations()) {
            String name = declaration.prefix().isEmpty() ? "xmlns" : "xmlns:" + declaration.prefix();
            copy.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, name, declaration.uri());
        }
        for (XmlElement.Attribute attribute : element.attributes()) {
            copy.setAttributeNS(orNull(attribute.namespace()), attribute.qualifiedName(), attribute.value());
        }
        return copy;
    }

    private static @Nullable String orNull(String namespace) {
        return namespace.isEmpty() ? null : namespace;
    }

    private static Document newDocument() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The Java platform lacks a document builder", e);
        }
    }
}
