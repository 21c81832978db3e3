package org.ambergate.publication;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.ambergate.identifier.ClientId;
import org.ambergate.pki.Certificates;

/** Writes one configuration file: root {@code conf} in its namespace, all else in none. Single-threaded. */
final class XmlOutput {
    private static final String CONFIGURATION = "http://x-road.eu/xsd/xroad.xsd";
    private static final String IDENTIFIERS = "http://x-road.eu/xsd/identifiers";

    private final XMLStreamWriter xml;

    private XmlOutput(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Writes elements inside the one that is open. */
    interface Content {
        void write(XmlOutput out) throws XMLStreamException;
    }

    static byte[] document(Content content) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("x", "conf", CONFIGURATION);
            xml.writeNamespace("x", CONFIGURATION);
            xml.writeNamespace("id", IDENTIFIERS);
            content.write(new XmlOutput(xml));
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("The description holds what XML cannot express", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    void element(String name, Content content) throws XMLStreamException {
        xml.writeStartElement(name);
        content.write(this);
        xml.writeEndElement();
    }

    void element(String name, String id, Content content) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeAttribute("id", id);
        content.write(this);
        xml.writeEndElement();
    }

    void text(String name, String value) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }

    void text(String name, Optional<String> value) throws XMLStreamException {
        if (value.isPresent()) {
            text(name, value.get());
        }
    }

    void base64(String name, byte[] value) throws XMLStreamException {
        text(name, Base64.getEncoder().encodeToString(value));
    }

    void certificate(String name, X509Certificate certificate) throws XMLStreamException {
        base64(name, Certificates.encoded(certificate));
    }

    void client(String name, ClientId client) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeAttribute(
                "id", IDENTIFIERS, "objectType", client.subsystemCode().isPresent() ? "SUBSYSTEM" : "MEMBER");
        identifierPart("xRoadInstance", client.instance());
        identifierPart("memberClass", client.member().memberClass());
        identifierPart("memberCode", client.member().memberCode());
        if (client.subsystemCode().isPresent()) {
            identifierPart("subsystemCode", client.subsystemCode().get());
        }
        xml.writeEndElement();
    }

    private void identifierPart(String name, String value) throws XMLStreamException {
        xml.writeStartElement("id", name, IDENTIFIERS);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }
}
