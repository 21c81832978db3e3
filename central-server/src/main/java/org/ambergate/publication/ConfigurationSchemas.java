package org.ambergate.publication;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.Source;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.SharedParameters;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The schemas of all parts in all versions (global configuration specification, section 5). Immutable. */
public final class ConfigurationSchemas {
    private static final String IDENTIFIERS = "identifiers.xsd";
    private static final int VERSION_WITH_EXTENSION_POINT = 3;

    private final Map<String, Schema> schemas;
    private final Schema anchor;

    private ConfigurationSchemas(Map<String, Schema> schemas, Schema anchor) {
        this.schemas = Map.copyOf(schemas);
        this.anchor = anchor;
    }

    /** Compiles the schemas that come with this program. */
    public static ConfigurationSchemas load() {
        Map<String, Schema> schemas = new HashMap<>();
        for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
            for (ConfigurationPart part : ConfigurationPart.values()) {
                String name = fileName(part, version);
                if (!schemas.containsKey(name)) {
                    schemas.put(name, compile(name));
                }
            }
        }
        return new ConfigurationSchemas(schemas, compile("anchor.xsd"));
    }

    /**
     * Checks a part.
     *
     * @throws LocalFault {@code malformed_global_conf} with the place of the first violation
     */
    public void check(ConfigurationPart part, int version, byte[] xml) throws LocalFault {
        check(
                Optional.ofNullable(schemas.get(fileName(part, version)))
                        .orElseThrow(() -> new LocalFault(
                                ConfigurationFault.MALFORMED_GLOBAL_CONF, "There is no schema of version " + version)),
                xml,
                ConfigurationFault.MALFORMED_GLOBAL_CONF);
    }

    /**
     * Checks an anchor.
     *
     * @throws LocalFault {@code malformed_anchor} with the place of the first violation
     */
    public void checkAnchor(byte[] xml) throws LocalFault {
        check(anchor, xml, ConfigurationFault.MALFORMED_ANCHOR);
    }

    private static void check(Schema schema, byte[] xml, ConfigurationFault code) throws LocalFault {
        try {
            Validator validator = schema.newValidator();
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            validator.validate(source(xml));
        } catch (SAXException e) {
            throw new LocalFault(code, "A file breaks its schema: " + e.getMessage()).causedBy(e);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory cannot fail", e);
        }
    }

    /** Without document type declarations, as in every reader of these files. */
    private static Source source(byte[] xml) throws SAXException {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return new SAXSource(factory.newSAXParser().getXMLReader(), new InputSource(new ByteArrayInputStream(xml)));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The platform's parser lacks what it always had", e);
        }
    }

    private static String fileName(ConfigurationPart part, int version) {
        return switch (part) {
            case SHARED_PARAMETERS -> "shared-parameters-v" + version + ".xsd";
            case PRIVATE_PARAMETERS ->
                "private-parameters-v" + Math.min(version, VERSION_WITH_EXTENSION_POINT) + ".xsd";
            case MONITORING -> "monitoring.xsd";
            case FETCH_INTERVAL -> "fetch-interval.xsd";
            case NEXT_UPDATE -> "next-update.xsd";
        };
    }

    private static Schema compile(String name) {
        try (InputStream identifiers = resource(IDENTIFIERS);
                InputStream main = resource(name)) {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            return factory.newSchema(new Source[] {new StreamSource(identifiers), new StreamSource(main)});
        } catch (IOException | SAXException e) {
            throw new IllegalStateException("The schema " + name + " cannot be read", e);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = ConfigurationSchemas.class.getResourceAsStream("/org/ambergate/publication/" + name);
        if (in == null) {
            throw new IOException("The schema " + name + " is missing");
        }
        return in;
    }
}
