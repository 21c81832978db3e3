package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** A valid signature whose tree was rearranged is no signature, however it was rearranged (signature wrapping). */
final class SignatureWrappingTest {
    private static final MessageDigests MESSAGE = Signing.message("m", 1);

    private final Signing signing = Signing.with(TestKeys.EC_P256);
    private final Transformer transformer;
    private final SignatureParts parts;
    private final String honest;
    private final List<String> accepted = new ArrayList<>();
    private int tried;

    SignatureWrappingTest() throws Exception {
        transformer = TransformerFactory.newDefaultInstance().newTransformer();
        parts = signing.sign(MESSAGE).get(0).parts();
        honest = write(OtherVerifiers.parse(parts.signature()));
    }

    @Test
    void theUnchangedTreeVerifies() throws Exception {
        signing.verify(MESSAGE, Signing.withXml(parts, honest));
    }

    @Test
    void noElementCanBeMovedCopiedOrLeftOut() throws Exception {
        int count = elements(parse()).size();
        for (int from = 1; from < count; from++) {
            remove(from);
            for (int to = 0; to < count; to++) {
                place(from, to, true, false);
                place(from, to, false, false);
                place(from, to, true, true);
                place(from, to, false, true);
            }
        }
        assertThat(tried).isGreaterThan(2_000);
        assertThat(accepted).isEmpty();
    }

    @Test
    void noElementCanBeWrappedIntoAnother() throws Exception {
        int count = elements(parse()).size();
        List<String> wrappers =
                List.of("Object", "Signature", "SignedInfo", "Manifest", "KeyInfo", "SignatureProperties");
        for (int at = 1; at < count; at++) {
            for (String wrapper : wrappers) {
                Document document = parse();
                Element element = elements(document).get(at);
                Element around = document.createElementNS(XmlNames.DS, "ds:" + wrapper);
                parent(element).replaceChild(around, element);
                around.appendChild(element);
                attempt("wrap " + element.getNodeName() + " in " + wrapper, document);
            }
        }
        assertThat(accepted).isEmpty();
    }

    @Test
    void theClassicalWrappingShapesAreRefused() throws Exception {
        for (int shape = 1; shape <= 8; shape++) {
            Document document = parse();
            Element root = document.getDocumentElement();
            Element signature = first(document, "Signature");
            Element copy = (Element) signature.cloneNode(true);
            Element properties = (Element) document.getElementsByTagNameNS(XmlNames.XADES, "SignedProperties")
                    .item(0);
            Element forged = (Element) properties.cloneNode(true);
            forged.getFirstChild().getFirstChild().setTextContent("2030-01-01T00:00:00.000Z");
            Element holder = document.createElementNS(XmlNames.DS, "ds:Object");
            switch (shape) {
                case 1 -> root.insertBefore(copy, signature);
                case 2 -> root.appendChild(copy);
                case 3 -> {
                    parent(properties).replaceChild(forged, properties);
                    holder.appendChild(properties);
                    signature.appendChild(holder);
                }
                case 4 -> {
                    parent(properties).insertBefore(forged, properties);
                    forged.setAttributeNS(null, "Id", "forged");
                }
                case 5 -> {
                    parent(properties).replaceChild(forged, properties);
                    root.insertBefore(properties, signature);
                }
                case 6 -> {
                    Element outer = (Element) signature.cloneNode(false);
                    root.replaceChild(outer, signature);
                    holder.appendChild(signature);
                    outer.appendChild(holder);
                }
                case 7 -> {
                    parent(properties).replaceChild(forged, properties);
                    forged.appendChild(properties);
                    forged.setAttributeNS(null, "Id", "forged");
                }
                default -> {
                    copy.setAttributeNS(null, "Id", "other");
                    holder.appendChild(copy);
                    signature.appendChild(holder);
                }
            }
            attempt("shape " + shape, document);
        }
        assertThat(accepted).isEmpty();
    }

    private void remove(int at) throws Exception {
        Document document = parse();
        Element element = elements(document).get(at);
        parent(element).removeChild(element);
        attempt("remove " + element.getNodeName(), document);
    }

    private void place(int from, int to, boolean inside, boolean copy) throws Exception {
        Document document = parse();
        List<Element> elements = elements(document);
        Element source = elements.get(from);
        Element target = elements.get(to);
        boolean within = (source.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_CONTAINED_BY) != 0;
        if ((!copy && (source.equals(target) || within)) || (!inside && to == 0)) {
            return;
        }
        Node moved = copy ? source.cloneNode(true) : source;
        if (inside) {
            target.appendChild(moved);
        } else {
            parent(target).insertBefore(moved, target);
        }
        attempt((copy ? "copy " : "move ") + source.getNodeName() + " to " + target.getNodeName(), document);
    }

    private void attempt(String what, Document document) throws Exception {
        String mutant = write(document);
        if (mutant.equals(honest)) {
            return;
        }
        tried++;
        try {
            signing.verify(MESSAGE, Signing.withXml(parts, mutant));
            accepted.add(what);
        } catch (LocalFault expected) {
            assertThat(expected.path()).startsWith("signature_verification.");
        }
    }

    private Document parse() throws Exception {
        return OtherVerifiers.parse(parts.signature());
    }

    private static Element first(Document document, String name) {
        return (Element) document.getElementsByTagNameNS(XmlNames.DS, name).item(0);
    }

    private static Node parent(Node node) {
        return java.util.Objects.requireNonNull(node.getParentNode());
    }

    private static List<Element> elements(Document document) {
        NodeList all = document.getElementsByTagName("*");
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            elements.add((Element) all.item(i));
        }
        return elements;
    }

    private String write(Document document) throws Exception {
        transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
        StringWriter out = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(out));
        return out.toString();
    }
}
