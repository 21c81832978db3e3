package org.ambergate.signature;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIReferenceException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.xml.security.Init;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.signature.XMLSignatureInput;
import org.apache.xml.security.utils.resolver.ResourceResolverContext;
import org.apache.xml.security.utils.resolver.ResourceResolverSpi;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** XML signature libraries that know nothing of ours, asked for core validation only. */
final class OtherVerifiers {
    static {
        Init.init();
    }

    private OtherVerifiers() {}

    /** Apache Santuario. */
    static boolean santuario(byte[] xml, Map<String, byte[]> contents) throws Exception {
        Document document = parse(xml);
        Element element = signature(document);
        XMLSignature signature = new XMLSignature(element, "", false);
        signature.addResourceResolver(new FromMap(contents));
        return signature.checkSignatureValue(certificate(document));
    }

    /** The platform's JSR 105 implementation. */
    static boolean jdk(byte[] xml, Map<String, byte[]> contents) throws Exception {
        Document document = parse(xml);
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM", "XMLDSig");
        DOMValidateContext context =
                new DOMValidateContext(certificate(document).getPublicKey(), signature(document));
        context.setProperty("org.jcp.xml.dsig.secureValidation", false);
        javax.xml.crypto.URIDereferencer standard = factory.getURIDereferencer();
        context.setURIDereferencer((reference, c) -> {
            byte[] content = contents.get(reference.getURI());
            if (content != null) {
                return new OctetStreamData(new ByteArrayInputStream(content));
            }
            if (reference.getURI().startsWith("#")) {
                return standard.dereference(reference, c);
            }
            throw new URIReferenceException(reference.getURI());
        });
        return factory.unmarshalXMLSignature(context).validate(context);
    }

    static Document parse(byte[] xml) throws Exception {
        Document document = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml));
        markIds(document.getDocumentElement());
        return document;
    }

    private static void markIds(Element element) {
        if (element.hasAttributeNS(null, "Id")) {
            element.setIdAttributeNS(null, "Id", true);
        }
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                markIds(child);
            }
        }
    }

    private static Element signature(Document document) {
        return (Element)
                document.getElementsByTagNameNS(XmlNames.DS, "Signature").item(0);
    }

    private static X509Certificate certificate(Document document) throws Exception {
        String base64 = document.getElementsByTagNameNS(XmlNames.DS, "X509Certificate")
                .item(0)
                .getTextContent();
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)));
    }

    private static final class FromMap extends ResourceResolverSpi {
        private final Map<String, byte[]> contents;

        FromMap(Map<String, byte[]> contents) {
            this.contents = contents;
        }

        @Override
        public XMLSignatureInput engineResolveURI(ResourceResolverContext context) {
            return new org.apache.xml.security.signature.XMLSignatureByteInput(contents.get(context.uriToResolve));
        }

        @Override
        public boolean engineCanResolveURI(ResourceResolverContext context) {
            return context.uriToResolve != null && contents.containsKey(context.uriToResolve);
        }
    }
}
