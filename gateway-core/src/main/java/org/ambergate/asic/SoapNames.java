package org.ambergate.asic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.identifier.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a SOAP envelope who called whom: client, service and query id of the header, and from the body's first
 * element whether it is a response (evidence specification, section 8). A header that says one of them twice is refused.
 */
final class SoapNames {
    private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String XROAD = "http://x-road.eu/xsd/xroad.xsd";
    private static final String IDENTIFIERS = "http://x-road.eu/xsd/identifiers";

    private final XMLStreamReader reader;
    private final Map<String, Map<String, String>> identifiers = new HashMap<>();
    private @Nullable String queryId;
    private @Nullable String bodyElement;

    private SoapNames(XMLStreamReader reader) {
        this.reader = reader;
    }

    static MessageNames read(byte[] envelope) throws LocalFault {
        try {
            SoapNames names = new SoapNames(XmlEvents.reader(envelope));
            names.walk();
            return names.result();
        } catch (XMLStreamException | RuntimeException e) {
            // The parser reads text late, where its interface leaves it only unchecked exceptions.
            throw refused("The message is no well-formed SOAP envelope").causedBy(e);
        }
    }

    private void walk() throws XMLStreamException, LocalFault {
        requireStart(ENVELOPE, "Envelope");
        while (nextElement()) {
            boolean known = ENVELOPE.equals(reader.getNamespaceURI());
            if (known && reader.getLocalName().equals("Header")) {
                header();
            } else if (known && reader.getLocalName().equals("Body")) {
                if (nextElement()) {
                    bodyElement = reader.getLocalName();
                }
                return;
            } else {
                skip();
            }
        }
    }

    private void header() throws XMLStreamException, LocalFault {
        while (nextElement()) {
            String name = reader.getLocalName();
            boolean own = XROAD.equals(reader.getNamespaceURI());
            if (own && (name.equals("client") || name.equals("service"))) {
                if (identifiers.put(name, identifier()) != null) {
                    throw refused("The message names its " + name + " twice");
                }
            } else if (own && name.equals("id")) {
                if (queryId != null) {
                    throw refused("The message has two query ids");
                }
                queryId = reader.getElementText();
            } else {
                skip();
            }
        }
    }

    private Map<String, String> identifier() throws XMLStreamException, LocalFault {
        Map<String, String> parts = new HashMap<>();
        while (nextElement()) {
            boolean own = IDENTIFIERS.equals(reader.getNamespaceURI());
            String name = reader.getLocalName();
            if (!own || parts.put(name, reader.getElementText()) != null) {
                throw refused("An identifier in the message's header does not have its form");
            }
        }
        return parts;
    }

    private MessageNames result() throws LocalFault {
        Map<String, String> client = identifiers.get("client");
        Map<String, String> service = identifiers.get("service");
        if (client == null || service == null || queryId == null || bodyElement == null) {
            throw refused("The message's header lacks client, service or query id, or its body is empty");
        }
        try {
            boolean response = bodyElement.endsWith("Response") || bodyElement.equals("Fault");
            ClientId provider = client(service);
            List<String> called = new ArrayList<>();
            called.add(provider.encoded());
            called.add(part(service, "serviceCode"));
            Optional.ofNullable(service.get("serviceVersion")).ifPresent(called::add);
            return new MessageNames(
                    MessageNames.Protocol.SOAP, !response, client(client), provider, String.join("/", called), queryId);
        } catch (MalformedIdentifierException e) {
            throw refused("The message names its client or service in a malformed way")
                    .causedBy(e);
        }
    }

    private static ClientId client(Map<String, String> parts) throws LocalFault {
        MemberId member =
                new MemberId(part(parts, "xRoadInstance"), part(parts, "memberClass"), part(parts, "memberCode"));
        @Nullable String subsystem = parts.get("subsystemCode");
        return subsystem == null ? ClientId.member(member) : ClientId.subsystem(member, subsystem);
    }

    private static String part(Map<String, String> parts, String name) throws LocalFault {
        @Nullable String part = parts.get(name);
        if (part == null) {
            throw refused("An identifier in the message's header lacks " + name);
        }
        return part;
    }

    private void requireStart(String namespace, String name) throws XMLStreamException, LocalFault {
        boolean found =
                nextElement() && namespace.equals(reader.getNamespaceURI()) && name.equals(reader.getLocalName());
        if (!found) {
            throw refused("The message is no SOAP envelope");
        }
    }

    /** Goes to the next child element; false at the end of the parent. */
    private boolean nextElement() throws XMLStreamException {
        while (reader.hasNext()) {
            int event = XmlEvents.next(reader);
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
        }
        return false;
    }

    private void skip() throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            int event = XmlEvents.next(reader);
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    private static LocalFault refused(String text) {
        return new LocalFault(MessageFault.INVALID_MESSAGE, text);
    }
}
