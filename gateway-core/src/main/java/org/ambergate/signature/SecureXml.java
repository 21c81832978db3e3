package org.ambergate.signature;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.signature.XmlElement.Attribute;
import org.ambergate.signature.XmlElement.Declaration;
import org.jspecify.annotations.Nullable;

/**
 * Reads signatures and hash chains in one pass: UTF-8 only, no document type, nothing fetched, bounded, and looked over
 * by {@link XmlOutline} while it is read. Safe for several threads.
 */
final class SecureXml {
    /** Longest document read, bytes. A signature has 7 to 30 KiB, a hash chain 1 to 10 KiB. */
    static final int DOCUMENT_BYTES_MAX = 256 * 1024;

    // The one parser meant, whatever else is on the class path.
    private final XMLInputFactory factory = factory();

    /** @throws LocalFault {@code invalid_xml}, or {@code malformed_signature} for what is well formed but forbidden */
    XmlElement parse(byte[] xml) throws LocalFault {
        requirePlainUtf8(xml);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml), "UTF-8");
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            // The parser reads text late, where its interface leaves it only unchecked exceptions.
            throw invalid("is not well formed").causedBy(e);
        }
    }

    private static XmlElement read(XMLStreamReader reader) throws XMLStreamException, LocalFault {
        XmlOutline.checkDeclaration(reader.getVersion(), reader.getCharacterEncodingScheme());
        XmlOutline outline = new XmlOutline();
        StringBuilder text = new StringBuilder();
        @Nullable XmlElement root = null;
        @Nullable XmlElement open = null;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.CHARACTERS && open != null) {
                text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                continue;
            }
            if (open != null && !text.isEmpty()) {
                open.add(new XmlText(text.toString()));
                text.setLength(0);
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                XmlElement element = element(reader, open);
                outline.enter(element);
                if (open == null) {
                    root = element;
                } else {
                    open.add(element);
                }
                open = element;
            } else if (event == XMLStreamConstants.END_ELEMENT && open != null) {
                outline.leave();
                open = open.parent().orElse(null);
            } else {
                XmlOutline.checkOther(event);
            }
        }
        if (root == null || open != null) {
            throw invalid("ends too early");
        }
        return root;
    }

    private static XmlElement element(XMLStreamReader reader, @Nullable XmlElement parent) {
        XmlElement element = new XmlElement(
                parent, orEmpty(reader.getNamespaceURI()), reader.getLocalName(), orEmpty(reader.getPrefix()));
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            element.add(new Declaration(orEmpty(reader.getNamespacePrefix(i)), orEmpty(reader.getNamespaceURI(i))));
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String prefix = orEmpty(reader.getAttributePrefix(i));
            String name = reader.getAttributeLocalName(i);
            element.add(new Attribute(
                    orEmpty(reader.getAttributeNamespace(i)),
                    name,
                    prefix.isEmpty() ? name : prefix + ":" + name,
                    reader.getAttributeValue(i)));
        }
        return element;
    }

    /** Other encodings, and a mark that is not part of the text, are refused before the parser sees them. */
    private static void requirePlainUtf8(byte[] xml) throws LocalFault {
        if (xml.length > DOCUMENT_BYTES_MAX) {
            throw invalid("is longer than " + DOCUMENT_BYTES_MAX + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(xml))
                    .toString();
            // Two-byte encodings of tags are valid UTF-8 with zeros in between; the parser would guess them.
            if (!text.startsWith("<") || text.indexOf('\0') >= 0) {
                throw invalid("is not plain text that begins with a tag");
            }
            requirePlainDeclaration(text);
        } catch (CharacterCodingException e) {
            throw invalid("is not UTF-8").causedBy(e);
        }
    }

    /** The parser takes other characters for white space here. */
    private static void requirePlainDeclaration(String text) throws LocalFault {
        int end = text.startsWith("<?") ? text.indexOf("?>") : 0;
        if (end < 0 || text.substring(0, end).chars().anyMatch(SecureXml::isStrange)) {
            throw invalid("has a broken declaration");
        }
    }

    private static boolean isStrange(int character) {
        return character > '~' || (character < ' ' && "\t\r\n".indexOf(character) < 0);
    }

    /** The interface has null for what is not there. */
    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static LocalFault invalid(String what) {
        return new LocalFault(VerificationFault.INVALID_XML, "An XML document of the signature " + what);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        // CDATA stays visible, so that it can be refused.
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }
}
