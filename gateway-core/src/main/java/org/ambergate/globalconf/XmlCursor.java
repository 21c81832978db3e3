package org.ambergate.globalconf;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.ambergate.fault.FaultCode;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.Certificates;
import org.jspecify.annotations.Nullable;

/**
 * A pull parser narrowed to what configuration files hold: elements with either children or text. Refuses document type
 * declarations, encodings other than UTF-8, deep nesting and text between elements. Single-threaded.
 *
 * <p>A reader is called with the cursor on an element's start and leaves it on that element's end.
 */
final class XmlCursor {
    /** The deepest element in the schemas is 8 levels down; extension elements may add some. */
    static final int DEPTH_MAX = 32;

    static final String CONFIGURATION = "http://x-road.eu/xsd/xroad.xsd";
    static final String IDENTIFIERS = "http://x-road.eu/xsd/identifiers";

    private static final int BYTE_ORDER_MARK_LENGTH = 3;

    private final XMLStreamReader reader;
    private final FaultCode code;
    private int depth = 1;

    private XmlCursor(XMLStreamReader reader, FaultCode code) {
        this.reader = reader;
        this.code = code;
    }

    /** Makes a value from the element that the cursor stands on. */
    interface Reading<T> {
        T from(XmlCursor xml) throws LocalFault;
    }

    /**
     * Reads a whole document.
     *
     * @param code the fault for every way in which the document can be wrong
     * @param rootName the root element's local name, in the configuration namespace
     */
    static <T> T read(byte[] document, int bytesMax, FaultCode code, String rootName, Reading<T> reading)
            throws LocalFault {
        if (document.length > bytesMax) {
            throw new LocalFault(code, "The document is longer than " + bytesMax + " bytes");
        }
        try {
            XmlCursor cursor = new XmlCursor(factory().createXMLStreamReader(characters(document)), code);
            cursor.enterRoot(rootName);
            T value = reading.from(cursor);
            cursor.leaveRoot();
            return value;
        } catch (XMLStreamException | RuntimeException e) {
            // The platform's scanner and the value classes answer some malformed input with unchecked exceptions.
            throw new LocalFault(code, "The document is not well formed or holds a value that is not allowed")
                    .causedBy(e);
        }
    }

    /** Moves to the next child of the current element; false, on that element's end, if there is none left. */
    boolean nextChild() throws LocalFault {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    descend();
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    return false;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!reader.isWhiteSpace()) {
                        throw malformed("There is text where only elements may stand");
                    }
                }
                default -> refuseForbidden(reader.getEventType());
            }
        }
    }

    /**
     * The current element's name: the local name for an element in no namespace, with {@code id:} in front for one of
     * the identifiers' namespace, and empty for all others, which no reader knows.
     */
    String name() {
        String namespace = reader.getNamespaceURI();
        if (namespace == null || namespace.isEmpty()) {
            return reader.getLocalName();
        }
        return namespace.equals(IDENTIFIERS) ? "id:" + reader.getLocalName() : "";
    }

    /** The current element's text. */
    String text() throws LocalFault {
        try {
            String text = reader.getElementText();
            depth--;
            return text;
        } catch (XMLStreamException e) {
            throw malformed("An element that holds text is not well formed").causedBy(e);
        }
    }

    /** Passes over the current element with all it holds. */
    void skip() throws LocalFault {
        int outside = depth - 1;
        while (depth > outside) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> descend();
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> refuseForbidden(reader.getEventType());
            }
        }
    }

    /** An attribute in no namespace. */
    Optional<String> attribute(String name) {
        return Optional.ofNullable(reader.getAttributeValue("", name));
    }

    /** An attribute of the identifiers' namespace. */
    Optional<String> identifierAttribute(String name) {
        return Optional.ofNullable(reader.getAttributeValue(IDENTIFIERS, name));
    }

    /** The current element's text as a boolean of XML Schema. */
    boolean booleanText() throws LocalFault {
        return switch (text().strip()) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw malformed("A value is neither true nor false");
        };
    }

    /** The current element's text as a number from zero up to {@code max}. */
    int numberText(int max) throws LocalFault {
        String text = text().strip();
        try {
            int number = Integer.parseInt(text);
            if (number < 0 || number > max) {
                throw malformed("A number is not between 0 and " + max);
            }
            return number;
        } catch (NumberFormatException e) {
            throw malformed("A value is not a number").causedBy(e);
        }
    }

    /** The current element's text as base64; white space may stand anywhere in it, as XML Schema allows. */
    byte[] base64Text() throws LocalFault {
        String text = text();
        StringBuilder packed = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                packed.append(c);
            }
        }
        try {
            return Base64.getDecoder().decode(packed.toString());
        } catch (IllegalArgumentException e) {
            throw malformed("A value is not base64").causedBy(e);
        }
    }

    /** The current element's text as a DER certificate. */
    X509Certificate certificateText() throws LocalFault {
        byte[] der = base64Text();
        try {
            return Certificates.parse(der);
        } catch (LocalFault e) {
            throw malformed(e.text()).causedBy(e);
        }
    }

    /** Sets a value that may be given once. */
    <T> T once(@Nullable T already, T value) throws LocalFault {
        if (already != null) {
            throw malformed("An element that may stand once stands twice");
        }
        return value;
    }

    /** Insists on a value that must have been given. */
    <T> T required(@Nullable T value, String element) throws LocalFault {
        if (value == null) {
            throw malformed("The element " + element + " is missing");
        }
        return value;
    }

    LocalFault malformed(String text) {
        return new LocalFault(code, text);
    }

    private void enterRoot(String rootName) throws LocalFault {
        String encoding = reader.getCharacterEncodingScheme();
        if (encoding != null && !encoding.toUpperCase(Locale.ROOT).equals("UTF-8")) {
            throw malformed("The document declares an encoding other than UTF-8");
        }
        while (next() != XMLStreamConstants.START_ELEMENT) {
            refuseForbidden(reader.getEventType());
        }
        if (!CONFIGURATION.equals(reader.getNamespaceURI()) || !rootName.equals(reader.getLocalName())) {
            throw malformed("The document's root is not " + rootName);
        }
    }

    private void leaveRoot() throws LocalFault {
        while (next() != XMLStreamConstants.END_DOCUMENT) {
            refuseForbidden(reader.getEventType());
        }
    }

    private int next() throws LocalFault {
        try {
            return reader.next();
        } catch (XMLStreamException e) {
            throw malformed("The document is not well formed").causedBy(e);
        }
    }

    private void descend() throws LocalFault {
        depth++;
        if (depth > DEPTH_MAX) {
            throw malformed("Elements are nested deeper than " + DEPTH_MAX);
        }
    }

    private void refuseForbidden(int event) throws LocalFault {
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw malformed("The document has a document type declaration or an entity reference");
        }
    }

    private static Reader characters(byte[] document) {
        boolean marked = document.length >= BYTE_ORDER_MARK_LENGTH
                && (document[0] & 0xFF) == 0xEF
                && (document[1] & 0xFF) == 0xBB
                && (document[2] & 0xFF) == 0xBF;
        int offset = marked ? BYTE_ORDER_MARK_LENGTH : 0;
        return new InputStreamReader(
                new ByteArrayInputStream(document, offset, document.length - offset),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private static XMLInputFactory factory() {
        // The platform's own parser, whatever else lies on the class path; the refusal of the DTD event does the rest.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }
}
