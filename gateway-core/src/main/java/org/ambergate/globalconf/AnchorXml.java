package org.ambergate.globalconf;

import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.Certificates;
import org.jspecify.annotations.Nullable;

/** The XML of an anchor: a file of its own, or an element of private parameters. */
final class AnchorXml {
    /** More locations than a cluster has; bounds the work of one download round. */
    static final int SOURCES_MAX = 64;

    private AnchorXml() {}

    static ConfigurationAnchor read(XmlCursor xml, byte[] file) throws LocalFault {
        Content content = content(xml);
        return new ConfigurationAnchor(content.instance, content.generatedAt, content.sources, file);
    }

    static ConfigurationAnchor readEmbedded(XmlCursor xml) throws LocalFault {
        Content content = content(xml);
        byte[] bytes = write(content.instance, content.generatedAt, content.sources);
        return new ConfigurationAnchor(content.instance, content.generatedAt, content.sources, bytes);
    }

    static byte[] write(String instance, Optional<Instant> generatedAt, List<ConfigurationAnchor.Source> sources) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("x", "configurationAnchor", XmlCursor.CONFIGURATION);
            xml.writeNamespace("x", XmlCursor.CONFIGURATION);
            if (generatedAt.isPresent()) {
                element(xml, "generatedAt", generatedAt.get().toString());
            }
            element(xml, "instanceIdentifier", instance);
            for (ConfigurationAnchor.Source source : sources) {
                xml.writeStartElement("source");
                element(xml, "downloadURL", source.downloadUrl().toString());
                for (X509Certificate certificate : source.verificationCertificates()) {
                    element(
                            xml,
                            "verificationCert",
                            Base64.getEncoder().encodeToString(Certificates.encoded(certificate)));
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("The anchor holds what XML cannot express", e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private record Content(String instance, Optional<Instant> generatedAt, List<ConfigurationAnchor.Source> sources) {}

    private static Content content(XmlCursor xml) throws LocalFault {
        @Nullable Instant generatedAt = null;
        @Nullable String instance = null;
        List<ConfigurationAnchor.Source> sources = new ArrayList<>();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "generatedAt" -> generatedAt = xml.once(generatedAt, instant(xml));
                case "instanceIdentifier" -> instance = xml.once(instance, InstanceName.checked(xml, xml.text()));
                case "source" -> sources.add(source(xml));
                default -> xml.skip();
            }
        }
        if (sources.isEmpty() || sources.size() > SOURCES_MAX) {
            throw xml.malformed("An anchor has between 1 and " + SOURCES_MAX + " sources");
        }
        return new Content(
                xml.required(instance, "instanceIdentifier"), Optional.ofNullable(generatedAt), List.copyOf(sources));
    }

    private static ConfigurationAnchor.Source source(XmlCursor xml) throws LocalFault {
        @Nullable URI url = null;
        List<X509Certificate> certificates = new ArrayList<>();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "downloadURL" -> url = xml.once(url, httpUrl(xml));
                case "verificationCert" -> certificates.add(xml.certificateText());
                default -> xml.skip();
            }
        }
        if (certificates.isEmpty()) {
            throw xml.malformed("A source has no verification certificate");
        }
        return new ConfigurationAnchor.Source(xml.required(url, "downloadURL"), certificates);
    }

    private static URI httpUrl(XmlCursor xml) throws LocalFault {
        String text = xml.text().strip();
        try {
            URI url = new URI(text);
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getRawFragment() == null && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw xml.malformed("A download URL is not a URL").causedBy(e);
        }
        throw xml.malformed("A download URL is not a plain http or https address");
    }

    private static Instant instant(XmlCursor xml) throws LocalFault {
        try {
            return OffsetDateTime.parse(xml.text().strip()).toInstant();
        } catch (DateTimeException e) {
            throw xml.malformed("A time is not in ISO 8601 form with an offset").causedBy(e);
        }
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
