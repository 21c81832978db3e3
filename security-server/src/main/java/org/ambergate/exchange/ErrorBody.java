package org.ambergate.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.ambergate.fault.FaultReply;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of an error answer to an information system (client protocol specification, section 2.13).
 *
 * @param contentType the content type
 * @param bytes the body
 */
public record ErrorBody(String contentType, byte[] bytes) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    /** Chooses XML or JSON by the {@code Accept} values: the first XML type listed wins, otherwise JSON. */
    public static ErrorBody of(FaultReply fault, List<String> accept) {
        for (String value : accept) {
            for (String item : value.split(",", -1)) {
                String type = item.split(";", 2)[0].strip();
                if (type.equals("text/xml") || type.equals("application/xml")) {
                    return xml(fault, type);
                }
                if (type.equals("text/*")) {
                    return xml(fault, "text/xml");
                }
            }
        }
        return json(fault);
    }

    private static ErrorBody json(FaultReply fault) {
        Map<String, String> fields = new java.util.LinkedHashMap<>();
        fields.put("type", fault.faultCode());
        fields.put("message", fault.text());
        fields.put("detail", fault.detail());
        return new ErrorBody("application/json", JSON.writeValueAsBytes(fields));
    }

    private static ErrorBody xml(FaultReply fault, String type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try {
            XMLStreamWriter writer = XML.createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            writer.writeStartElement("error");
            element(writer, "type", fault.faultCode());
            element(writer, "message", fault.text());
            element(writer, "detail", fault.detail());
            writer.writeEndElement();
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Writing XML to memory failed", e);
        }
        return new ErrorBody(type + ";charset=utf-8", out.toByteArray());
    }

    private static void element(XMLStreamWriter writer, String name, String text) throws XMLStreamException {
        writer.writeStartElement(name);
        writer.writeCharacters(printable(text));
        writer.writeEndElement();
    }

    /** XML 1.0 has no form for most control characters, not even as references. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> c < 0x20 && c != '\t' && c != '\n' ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
