package org.ambergate.signature;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Parses signatures and hash chains: UTF-8 only, no document type, nothing fetched, bounded, and then looked over whole
 * by {@link XmlOutline}. Keeps a few parsers, whose making costs more than a parse. Safe for several threads.
 */
final class SecureXml {
    /** Longest document read, bytes. A signature has 7 to 30 KiB, a hash chain 1 to 10 KiB. */
    static final int DOCUMENT_BYTES_MAX = 256 * 1024;

    private static final int PARSERS_KEPT = 64;
    private static final String XERCES = "http://apache.org/xml/features/";

    private final DocumentBuilderFactory factory = factory();
    private final BlockingQueue<DocumentBuilder> idle = new ArrayBlockingQueue<>(PARSERS_KEPT);

    /** @throws LocalFault {@code invalid_xml}, or {@code malformed_signature} for what is well formed but forbidden */
    Document parse(byte[] xml) throws LocalFault {
        String text = decode(xml);
        DocumentBuilder builder = take();
        try {
            builder.setErrorHandler(new Refusing());
            Document document = builder.parse(new InputSource(new StringReader(text)));
            XmlOutline.check(document);
            return document;
        } catch (SAXException | IOException | RuntimeException e) {
            throw new LocalFault(VerificationFault.INVALID_XML, "An XML document of the signature is not well formed")
                    .causedBy(e);
        } finally {
            giveBack(builder);
        }
    }

    private static String decode(byte[] xml) throws LocalFault {
        if (xml.length > DOCUMENT_BYTES_MAX) {
            throw new LocalFault(
                    VerificationFault.INVALID_XML,
                    "An XML document of the signature is longer than " + DOCUMENT_BYTES_MAX + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(xml))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LocalFault(VerificationFault.INVALID_XML, "An XML document of the signature is not UTF-8")
                    .causedBy(e);
        }
    }

    private DocumentBuilder take() {
        @Nullable DocumentBuilder builder = idle.poll();
        if (builder != null) {
            return builder;
        }
        try {
            synchronized (factory) {
                return factory.newDocumentBuilder();
            }
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The Java platform lacks a namespace-aware XML parser", e);
        }
    }

    private void giveBack(DocumentBuilder builder) {
        builder.reset();
        // If the queue is full, this one is left to the collector.
        boolean unused = idle.offer(builder);
    }

    private static DocumentBuilderFactory factory() {
        // The platform's own, whatever else is on the class path.
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(XERCES + "disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature(XERCES + "nonvalidating/load-external-dtd", false);
            // The whole document is looked at anyway; deferring would only build it twice.
            factory.setFeature(XERCES + "dom/defer-node-expansion", false);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The Java platform's XML parser lacks a security feature", e);
        }
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        // Comments and CDATA stay visible, so that they can be refused.
        factory.setIgnoringComments(false);
        factory.setCoalescing(false);
        return factory;
    }

    /** The platform's default handler would print to standard error. */
    private static final class Refusing implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // A warning does not change what the document says.
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
