package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.stream.XMLStreamConstants;
import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.ReceivedMessage;
import org.ambergate.testsupport.RecordedExchange;
import org.ambergate.testsupport.TestKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Our reading and our canonical form against those of libraries that share nothing with them: the platform's parser, and
 * Apache Santuario over the platform's document model. Both must refuse a document, or both must see the same in it.
 */
final class TwoReadersTest {
    private static final int MUTANTS_EACH = 2_500;

    /** What changes the meaning of XML, or looks as if it did. */
    private static final List<String> TOKENS = List.of(
            "<!-- c -->",
            "<![CDATA[x]]>",
            "<?p i?>",
            "<!DOCTYPE a>",
            "&amp;",
            "&lt;",
            "&gt;",
            "&quot;",
            "&#13;",
            "&#x9;",
            "&#10;",
            "&#xD800;",
            "&#0;",
            "&#x10FFFF;",
            "&e;",
            "&",
            "]]>",
            "\r",
            "\n",
            "\r\n",
            "\t",
            " ",
            "\"",
            "'",
            "<",
            ">",
            "/>",
            "</ds:Signature>",
            "<ds:Object/>",
            "<x/>",
            "<x xmlns=\"\"/>",
            "<x xmlns=\"urn:x\"/>",
            " xmlns=\"urn:x\"",
            " xmlns=\"\"",
            " xmlns=\"relative\"",
            " xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"",
            " xmlns:ds=\"urn:other\"",
            " xmlns:q=\"urn:q\" q:b=\"1\" q:a=\"2\"",
            " xmlns:q=\"urn:q\" xmlns:r=\"urn:q\" q:b=\"1\" r:b=\"2\"",
            " xmlns:q=\"\"",
            " xmlns:_q=\"urn:q\" _q:b=\"1\"",
            " xmlns:8q=\"urn:q\"",
            " xmlns:xml=\"urn:x\"",
            " xmlns:xmlns=\"urn:x\"",
            " ds:Id=\"x\"",
            " q:Id=\"x\"",
            " Id=\"signature\"",
            " Id=\"other\"",
            " ID=\"other\"",
            " b='1' a=\"&quot;'\t\n&#xA;&#x20;<\"",
            " b='1' a=\"&quot;'\t\n&#xA;&#x20;&lt;\"",
            " xml:lang=\"et\"",
            " xml:id=\"x\"",
            "\u00e4",
            "\uFEFF",
            "\uFFFE",
            "\u0001",
            "\u0085",
            "\u2028",
            "\ud83d\ude00");

    private final SecureXml xml = new SecureXml();
    private final DocumentBuilder platform = platform();

    static List<byte[]> documents() throws LocalFault {
        ReceivedMessage recorded = ReceivedMessage.request(RecordedExchange.of("52"));
        SignatureParts.Batch batch = recorded.parts().batch().orElseThrow();
        Signing signing = Signing.with(TestKeys.EC_P256);
        byte[] own = signing.sign(Signing.message("m", 0)).get(0).parts().signature();
        return List.of(recorded.parts().signature(), own, batch.hashChainResult(), batch.hashChain());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void tenThousandMutantsAreReadAlikeOrRefusedAlike(byte[] document) throws Exception {
        Random random = new Random(20261124);
        String text = new String(document, StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < MUTANTS_EACH; i++) {
            String mutant = text;
            for (int change = 0; change <= random.nextInt(3); change++) {
                mutant = mutate(mutant, random);
            }
            read += agree(mutant.getBytes(StandardCharsets.UTF_8)) ? 1 : 0;
        }
        // Neither all refused nor all read, else the mutants show nothing.
        assertThat(read).isBetween(MUTANTS_EACH / 20, MUTANTS_EACH * 9 / 10);
    }

    @Test
    void everyRecordedDocumentIsReadAlike() throws Exception {
        for (ReceivedMessage message : ReceivedMessage.all()) {
            assertThat(agree(message.parts().signature())).isTrue();
            if (message.parts().batch().isPresent()) {
                assertThat(agree(message.parts().batch().get().hashChain())).isTrue();
                assertThat(agree(message.parts().batch().get().hashChainResult()))
                        .isTrue();
            }
        }
    }

    private static String mutate(String text, Random random) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(6)) {
            case 0 -> {
                return text.substring(0, at)
                        + (char) (text.charAt(at) ^ 1 << random.nextInt(7))
                        + text.substring(at + 1);
            }
            case 1 -> {
                return text.substring(0, at) + text.substring(Math.min(text.length(), at + 1 + random.nextInt(8)));
            }
            case 2 -> {
                // Inside a tag, where attributes and declarations go.
                int tag = text.indexOf('>', at);
                int place = tag < 0 ? at : text.charAt(Math.max(0, tag - 1)) == '/' ? tag - 1 : tag;
                return text.substring(0, place) + token(random) + text.substring(place);
            }
            case 3 -> {
                // Between tags.
                int place = text.indexOf('>', at) + 1;
                return text.substring(0, place) + token(random) + text.substring(place);
            }
            case 4 -> {
                // One piece doubled or moved.
                int from = random.nextInt(text.length());
                String piece = text.substring(from, Math.min(text.length(), from + random.nextInt(200)));
                return text.substring(0, at) + piece + text.substring(at);
            }
            default -> {
                return text.substring(0, at) + token(random) + text.substring(at);
            }
        }
    }

    private static String token(Random random) {
        return TOKENS.get(random.nextInt(TOKENS.size()));
    }

    /** Whether both read it; fails if they disagree. */
    private boolean agree(byte[] document) throws Exception {
        Optional<XmlElement> ours = ours(document);
        Optional<Element> theirs = theirs(document);
        String shown = new String(document, StandardCharsets.UTF_8);
        assertThat(ours.isPresent()).as(shown).isEqualTo(theirs.isPresent());
        if (ours.isEmpty() || theirs.isEmpty()) {
            return false;
        }
        compare(ours.get(), theirs.get(), shown);
        return true;
    }

    private static void compare(XmlElement ours, Element theirs, String shown) throws LocalFault {
        for (CanonicalForm form : CanonicalForm.values()) {
            assertThat(canonical(() -> form.of(ours))).as(shown).isEqualTo(canonical(() -> form.of(theirs)));
        }
        assertThat(described(ours)).as(shown).isEqualTo(described(theirs));
        List<Element> children = new ArrayList<>();
        for (Node node = theirs.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        int next = 0;
        for (XmlNode node : ours.children()) {
            if (node instanceof XmlElement child) {
                compare(child, children.get(next++), shown);
            }
        }
        assertThat(next).isEqualTo(children.size());
    }

    private interface Canonical {
        byte[] make() throws LocalFault;
    }

    private static String canonical(Canonical form) {
        try {
            return new String(form.make(), StandardCharsets.UTF_8);
        } catch (LocalFault e) {
            return "refused " + e.path();
        }
    }

    private static String described(XmlElement element) {
        return element.namespace() + " " + element.localName() + " "
                + element.attributes().stream()
                        .map(a -> a.namespace() + "|" + a.localName() + "=" + a.value())
                        .sorted()
                        .toList();
    }

    private static String described(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        List<String> described = new ArrayList<>();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node a = attributes.item(i);
            if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(a.getNamespaceURI())) {
                described.add(orEmpty(a.getNamespaceURI()) + "|" + a.getLocalName() + "=" + a.getNodeValue());
            }
        }
        return orEmpty(element.getNamespaceURI()) + " " + element.getLocalName() + " "
                + described.stream().sorted().toList();
    }

    private Optional<XmlElement> ours(byte[] document) {
        try {
            return Optional.of(xml.parse(document));
        } catch (LocalFault e) {
            return Optional.empty();
        }
    }

    private Optional<Element> theirs(byte[] document) {
        try {
            // A byte order mark is no part of a document for the platform; for us it is a flaw.
            if (document.length == 0 || document[0] != '<') {
                return Optional.empty();
            }
            Document parsed = platform.parse(new ByteArrayInputStream(document));
            String encoding = parsed.getXmlEncoding();
            XmlOutline.checkDeclaration(parsed.getXmlVersion(), encoding);
            if (parsed.getFirstChild() != parsed.getLastChild()) {
                return Optional.empty();
            }
            check(parsed.getDocumentElement(), new XmlOutline());
            return Optional.of(parsed.getDocumentElement());
        } catch (SAXException | java.io.IOException | LocalFault e) {
            return Optional.empty();
        }
    }

    private static void check(Element element, XmlOutline outline) throws LocalFault {
        if (element.getNodeName().startsWith(":")) {
            // The platform lets an empty prefix pass.
            throw SignatureFaults.malformed("An element has no name");
        }
        XmlElement copy = new XmlElement(null, orEmpty(element.getNamespaceURI()), element.getLocalName(), "");
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node a = attributes.item(i);
            if (XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(a.getNamespaceURI())) {
                String prefix = a.getNodeName().equals("xmlns") ? "" : a.getLocalName();
                copy.add(new XmlElement.Declaration(prefix, a.getNodeValue()));
            } else {
                copy.add(new XmlElement.Attribute(
                        orEmpty(a.getNamespaceURI()), a.getLocalName(), a.getNodeName(), a.getNodeValue()));
            }
        }
        outline.enter(copy);
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                check(child, outline);
            } else if (node.getNodeType() != Node.TEXT_NODE) {
                XmlOutline.checkOther(XMLStreamConstants.COMMENT);
            }
        }
        outline.leave();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static DocumentBuilder platform() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Refusing());
            return builder;
        } catch (javax.xml.parsers.ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Refusing implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // says nothing about the document
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
