package org.ambergate.transport;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.fault.RemoteFault;

/** The SOAP 1.1 fault that security servers send each other, for REST too (transport specification, section 8.1). */
public final class FaultMessage {
    /** Longest fault, bytes; a real one has about 500. */
    public static final int BYTES_MAX = 64 * 1024;

    private static final int DEPTH_MAX = 32;
    private static final String ENVELOPE_NAMESPACE = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String FAULT_PATH = "/Envelope/Body/Fault";
    private static final String CODE_PATH = FAULT_PATH + "/faultcode";
    private static final String TEXT_PATH = FAULT_PATH + "/faultstring";
    private static final String DETAIL_PATH = FAULT_PATH + "/detail/faultDetail";

    /** Elements that are followed; everything else is skipped, so that odd names cost nothing. */
    private static final Set<String> KNOWN_PATHS = Set.of(
            "/Envelope", "/Envelope/Body", FAULT_PATH, CODE_PATH, TEXT_PATH, FAULT_PATH + "/detail", DETAIL_PATH);

    private static final String SKIPPED = "skipped";

    /** The code goes into a response header, so it may hold nothing that could end one. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,255}");

    private FaultMessage() {}

    /** Writes the fault in the form of X-Road's own writer. */
    public static byte[] encode(FaultReply reply) {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><SOAP-ENV:Envelope xmlns:SOAP-ENV=\""
                + ENVELOPE_NAMESPACE
                + "\"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>"
                + escape(reply.faultCode())
                + "</faultcode><faultstring>"
                + escape(reply.text())
                + "</faultstring><faultactor></faultactor><detail><faultDetail xmlns=\"\">"
                + escape(reply.detail())
                + "</faultDetail></detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>";
        return xml.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a fault, as a part or as a whole response.
     *
     * @throws LocalFault {@code invalid_message} if it is longer than {@link #BYTES_MAX}, is no well-formed SOAP 1.1
     *     fault without a document type, or has a fault code with characters that no X-Road code has
     */
    public static RemoteFault parse(byte[] xml) throws LocalFault {
        if (xml.length > BYTES_MAX) {
            throw refused("The fault is longer than " + BYTES_MAX + " bytes");
        }
        Map<String, String> texts = texts(utf8(xml));
        String code = texts.getOrDefault(CODE_PATH, "").strip();
        if (!CODE.matcher(code).matches()) {
            throw refused("The fault has no fault code, or a malformed one");
        }
        return new RemoteFault(
                code,
                texts.getOrDefault(TEXT_PATH, ""),
                texts.getOrDefault(DETAIL_PATH, "").strip());
    }

    private static String utf8(byte[] xml) throws LocalFault {
        try {
            // Decoded here, so that no declaration can ask for another encoding.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(xml))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused("The fault is not UTF-8").causedBy(e);
        }
    }

    private static Map<String, String> texts(String xml) throws LocalFault {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            try {
                return texts(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            // The platform's parser answers some malformed input with unchecked exceptions.
            throw refused("The fault is not well-formed XML").causedBy(e);
        }
    }

    /** The text of each known element by its path. */
    private static Map<String, String> texts(XMLStreamReader reader) throws XMLStreamException, LocalFault {
        Map<String, String> texts = new HashMap<>();
        Deque<String> path = new ArrayDeque<>();
        path.push("");
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String child = child(path.element(), path.size(), reader);
                    if (!child.equals(SKIPPED) && texts.put(child, "") != null) {
                        throw refused("The fault has an element twice");
                    }
                    path.push(child);
                }
                case XMLStreamConstants.END_ELEMENT -> path.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    texts.computeIfPresent(path.element(), (known, text) -> text + reader.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw refused("The fault has a document type");
                default -> {}
            }
        }
        return texts;
    }

    private static String child(String parent, int depth, XMLStreamReader reader) throws LocalFault {
        String path = parent + "/" + reader.getLocalName();
        boolean isKnown = KNOWN_PATHS.contains(path);
        boolean isEnvelope = isKnown && FAULT_PATH.startsWith(path);
        if (depth > DEPTH_MAX
                || (depth == 1 && !isKnown)
                || (isEnvelope && !ENVELOPE_NAMESPACE.equals(reader.getNamespaceURI()))) {
            throw refused("The XML is not a SOAP fault; other SOAP messages are not supported by this server");
        }
        return isKnown ? path : SKIPPED;
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.appendCodePoint(isXmlCharacter(c) ? c : 0xFFFD);
            }
        });
        return out.toString();
    }

    /** Char of XML 1.0, section 2.2; a carriage return would not survive parsing. */
    private static boolean isXmlCharacter(int c) {
        return c == '\t' || c == '\n' || (c >= ' ' && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }

    private static LocalFault refused(String text) {
        return new LocalFault(MessageFault.INVALID_MESSAGE, text);
    }
}
