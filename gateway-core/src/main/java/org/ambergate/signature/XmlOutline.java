package org.ambergate.signature;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;

/**
 * Looks over a whole document while it is read: elements and text only, shallow, every identifier unique and written one
 * way, nothing that canonical XML inherits. Two readers of a document that passes cannot disagree about which element an
 * identifier names. All faults are {@code malformed_signature}.
 */
final class XmlOutline {
    /** Deepest nesting accepted; a signature has 12 levels. */
    static final int DEPTH_MAX = 32;
    /** Most elements accepted; a signature has about 60, a hash chain a few per step. */
    static final int ELEMENTS_MAX = 4096;

    /** Most attributes and namespace declarations of one element; a signature's root has 4. */
    static final int ATTRIBUTES_MAX = 32;

    private static final List<String> ENCODINGS = List.of("UTF-8", "utf-8");

    private final Set<String> ids = new HashSet<>();
    private int elements;
    private int depth;

    /**
     * The XML declaration.
     *
     * @param version null if there is no declaration
     * @param encoding null if none is declared
     */
    static void checkDeclaration(@Nullable String version, @Nullable String encoding) throws LocalFault {
        boolean known =
                (version == null || version.equals("1.0")) && (encoding == null || ENCODINGS.contains(encoding));
        if (!known) {
            throw SignatureFaults.malformed("An XML document of the signature is not XML 1.0 in UTF-8");
        }
    }

    void enter(XmlElement element) throws LocalFault {
        if (++depth > DEPTH_MAX) {
            throw SignatureFaults.malformed("An XML document of the signature is nested too deeply");
        }
        if (++elements > ELEMENTS_MAX) {
            throw SignatureFaults.malformed("An XML document of the signature has too many elements");
        }
        if (element.attributes().size() + element.declarations().size() > ATTRIBUTES_MAX) {
            throw SignatureFaults.malformed("An XML document of the signature has an element with too many attributes");
        }
        for (XmlElement.Declaration declaration : element.declarations()) {
            visit(declaration);
        }
        for (XmlElement.Attribute attribute : element.attributes()) {
            visit(attribute);
        }
    }

    void leave() {
        depth--;
    }

    /** What is neither an element nor text inside the root: white space around it, and the end. */
    static void checkOther(int event) throws LocalFault {
        boolean harmless = event == XMLStreamConstants.SPACE || event == XMLStreamConstants.END_DOCUMENT;
        if (!harmless) {
            throw SignatureFaults.malformed("An XML document of the signature holds a comment or the like");
        }
    }

    /** Parsers differ in what they take for the name of a namespace and for a prefix. */
    private static void visit(XmlElement.Declaration declaration) throws LocalFault {
        String prefix = declaration.prefix();
        boolean named = prefix.isEmpty()
                || (beginsAName(prefix.charAt(0)) && !declaration.uri().isEmpty());
        if (!named || declaration.uri().chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw SignatureFaults.malformed("An XML document of the signature has an unusable namespace");
        }
    }

    private static boolean beginsAName(char first) {
        return first == '_' || Character.isLetter(first);
    }

    private void visit(XmlElement.Attribute attribute) throws LocalFault {
        if (attribute.namespace().equals(XMLConstants.XML_NS_URI)) {
            throw SignatureFaults.malformed("An XML document of the signature has an attribute that is inherited");
        }
        String name = attribute.localName();
        if (!name.equalsIgnoreCase("id")) {
            return;
        }
        boolean usual = attribute.namespace().isEmpty() && (name.equals("Id") || name.equals("id"));
        if (!usual || attribute.value().isEmpty() || !ids.add(attribute.value())) {
            throw SignatureFaults.malformed("An XML document of the signature has an ambiguous identifier");
        }
    }
}
