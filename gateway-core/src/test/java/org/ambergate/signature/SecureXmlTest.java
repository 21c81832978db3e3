package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.SignatureProviders;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecureXmlTest {
    private final SecureXml xml = new SecureXml();

    @Test
    void sizeDepthAndCountAreBounded() throws LocalFault {
        String filler = " ".repeat(SecureXml.DOCUMENT_BYTES_MAX - "<a></a>".length());
        accepted("<a>" + filler + "</a>");
        refused("<a>" + filler + " </a>");
        accepted("<a>".repeat(XmlOutline.DEPTH_MAX) + "</a>".repeat(XmlOutline.DEPTH_MAX));
        refused("<a>".repeat(XmlOutline.DEPTH_MAX + 1) + "</a>".repeat(XmlOutline.DEPTH_MAX + 1));
        accepted("<a>" + "<b/>".repeat(XmlOutline.ELEMENTS_MAX - 1) + "</a>");
        refused("<a>" + "<b/>".repeat(XmlOutline.ELEMENTS_MAX) + "</a>");
    }

    @Test
    void hostileShapesAreRefusedFast() {
        long start = System.nanoTime();
        refused("<a>".repeat(30_000) + "</a>".repeat(30_000));
        refused("<a>".repeat(80_000));
        StringBuilder attributes = new StringBuilder("<a");
        for (int i = 0; i < 20_000; i++) {
            attributes.append(" a").append(i).append("=\"\"");
        }
        refused(attributes + "/>");
        refused("<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><a>&b;</a>");
        refused("<!DOCTYPE a><a/>");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<a/><b/>",
                "<a/> text",
                "<!-- c --><a/>",
                "<a/><!-- c -->",
                "<?p i?><a/>",
                "<a><!-- c --></a>",
                "<a><![CDATA[x]]></a>",
                "<a><?p i?></a>",
                "<a>&e;</a>",
                "<a b='1' b='2'/>",
                "<p:a/>",
                "\uFEFF<a/>",
                "<?xml version=\"1.1\"?><a/>",
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>",
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>",
                "<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/passwd'/></b>",
                "<a xml:lang='x'/>",
                "<a ID='x'/>"
            })
    void whatASignatureNeverHoldsIsRefused(String document) {
        refused(document);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "IBM037"})
    void otherEncodingsAreRefused(String charset) {
        refused("<?xml version=\"1.0\"?><a/>".getBytes(Charset.forName(charset)));
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        refused(new byte[] {'<', 'a', '>', (byte) 0xC0, (byte) 0xAF, '<', '/', 'a', '>'});
        refused(new byte[] {'<', 'a', '>', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '<', '/', 'a', '>'});
        refused(new byte[] {'<', 'a', '>', (byte) 0xFF, '<', '/', 'a', '>'});
        refused(new byte[] {'<', 'a', '>', 0, '<', '/', 'a', '>'});
    }

    @Test
    void aParserIsAsStrictTheSecondTime() throws LocalFault {
        for (int i = 0; i < 3; i++) {
            accepted("<a/>");
            refused("<!DOCTYPE a><a/>");
            refused("<a><![CDATA[x]]></a>");
        }
    }

    @Test
    void theFallbackProviderKnowsEveryAlgorithmInUse() throws Exception {
        BouncyCastleProvider fallback = new BouncyCastleProvider();
        for (String name : new String[] {
            "SHA256withRSA",
            "SHA384withRSA",
            "SHA512withRSA",
            "RSASSA-PSS",
            "SHA256withECDSA",
            "SHA384withECDSA",
            "SHA512withECDSA"
        }) {
            assertThat(java.security.Signature.getInstance(name, fallback)).isNotNull();
            assertThat(java.security.Signature.getInstance(name, SignatureProviders.preferred()))
                    .isNotNull();
        }
        for (String name : new String[] {"RSA", "EC"}) {
            assertThat(java.security.KeyFactory.getInstance(name, fallback)).isNotNull();
        }
    }

    private void accepted(String document) throws LocalFault {
        assertThat(xml.parse(document.getBytes(StandardCharsets.UTF_8))).isNotNull();
    }

    private void refused(String document) {
        refused(document.getBytes(StandardCharsets.UTF_8));
    }

    private void refused(byte[] document) {
        assertThatThrownBy(() -> xml.parse(document)).isInstanceOf(LocalFault.class);
    }
}
