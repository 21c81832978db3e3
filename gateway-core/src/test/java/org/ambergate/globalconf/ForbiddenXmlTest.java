package org.ambergate.globalconf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no configuration file may hold, at every place where one is read (threats T-20 to T-22). */
class ForbiddenXmlTest {
    private static final Duration LONGEST = Duration.ofMillis(500);

    private enum Entry {
        ANCHOR("x:configurationAnchor"),
        PRIVATE("x:conf"),
        SHARED("x:conf"),
        MONITORING("x:conf"),
        FETCH_INTERVAL("x:conf"),
        NEXT_UPDATE("x:conf");

        private final String root;

        Entry(String root) {
            this.root = root;
        }

        Object parse(byte[] xml) throws LocalFault {
            return switch (this) {
                case ANCHOR -> ConfigurationAnchor.parse(xml);
                case PRIVATE -> PrivateParameters.parse(xml);
                case SHARED -> SharedParameters.parse(xml, 6);
                case MONITORING -> OptionalParts.DEFAULT.with(ConfigurationPart.MONITORING, xml);
                case FETCH_INTERVAL -> OptionalParts.DEFAULT.with(ConfigurationPart.FETCH_INTERVAL, xml);
                case NEXT_UPDATE -> OptionalParts.DEFAULT.with(ConfigurationPart.NEXT_UPDATE, xml);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Entry.class)
    void documentTypeDeclarationsAreRefusedFastAndFetchNothing(Entry entry) throws IOException {
        try (ServerSocket victim = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + victim.getLocalPort() + "/";
            StringBuilder laughs = new StringBuilder("<!ENTITY l0 'ha'>");
            for (int i = 1; i < 12; i++) {
                laughs.append("<!ENTITY l")
                        .append(i)
                        .append(" '")
                        .append(("&l" + (i - 1) + ";").repeat(10))
                        .append("'>");
            }
            for (String declaration : List.of(
                    "<!DOCTYPE r SYSTEM '" + url + "'>",
                    "<!DOCTYPE r PUBLIC 'p' '" + url + "'>",
                    "<!DOCTYPE r [<!ENTITY e SYSTEM '" + url + "'>]>",
                    "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>",
                    "<!DOCTYPE r [<!ENTITY % e SYSTEM '" + url + "'> %e;]>",
                    "<!DOCTYPE r [<!ENTITY e '" + "a".repeat(100_000) + "'>]>",
                    "<!DOCTYPE r [" + laughs + "]>",
                    "<!DOCTYPE r []>")) {
                assertRefused(entry, declaration + open(entry, "") + "&e;&l11;" + close(entry));
            }
            victim.setSoTimeout(50);
            assertThatThrownBy(victim::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Entry.class)
    void deepWideAndBrokenDocumentsAreRefused(Entry entry) {
        assertRefused(entry, open(entry, "") + "<a>".repeat(100_000) + "</a>".repeat(100_000) + close(entry));
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            attributes.append(" a").append(i).append("='x'");
        }
        assertRefused(entry, open(entry, attributes.toString()) + close(entry));
        assertRefused(entry, open(entry, "") + "&undeclared;" + close(entry));
        assertRefused(entry, open(entry, "") + "<a>\u0001</a>" + close(entry));
        assertRefused(entry, open(entry, "") + "text" + close(entry));
        assertRefused(entry, open(entry, "") + close(entry) + "<more/>");
        assertRefused(entry, open(entry, "") + close(entry));
    }

    @ParameterizedTest
    @EnumSource(Entry.class)
    void otherEncodingsThanUtf8AreRefused(Entry entry) {
        String document = open(entry, "") + close(entry);
        for (String name : List.of("UTF-16", "UTF-16LE", "UTF-32", "IBM037")) {
            assertRefused(entry, document.getBytes(Charset.forName(name)));
        }
        assertRefused(entry, "<?xml version='1.0' encoding='UTF-7'?>" + document);
        assertRefused(entry, "<?xml version='1.0' encoding='ISO-8859-1'?>" + document);
        byte[] overlong = (open(entry, "") + "<a>??</a>" + close(entry)).getBytes(StandardCharsets.ISO_8859_1);
        int at = new String(overlong, StandardCharsets.ISO_8859_1).indexOf("??");
        overlong[at] = (byte) 0xC0;
        overlong[at + 1] = (byte) 0xAF;
        assertRefused(entry, overlong);
    }

    @Test
    void elementsAreReadToTheGreatestDepthAndNoDeeper() throws LocalFault {
        String text =
                new String(RecordedConfiguration.bytes("globalconf/PEER/private-params.xml"), StandardCharsets.UTF_8);
        for (int extra : new int[] {XmlCursor.DEPTH_MAX - 1, XmlCursor.DEPTH_MAX}) {
            String nested = "<y>".repeat(extra) + "</y>".repeat(extra);
            byte[] document =
                    text.replace("</ns3:conf>", nested + "</ns3:conf>").getBytes(StandardCharsets.UTF_8);
            if (extra < XmlCursor.DEPTH_MAX) {
                assertThat(PrivateParameters.parse(document).instance()).isEqualTo("PEER");
            } else {
                assertThatThrownBy(() -> PrivateParameters.parse(document)).isInstanceOf(LocalFault.class);
            }
        }
    }

    private static String open(Entry entry, String attributes) {
        return "<" + entry.root + " xmlns:x='http://x-road.eu/xsd/xroad.xsd'" + attributes + ">";
    }

    private static String close(Entry entry) {
        return "</" + entry.root + ">";
    }

    private static void assertRefused(Entry entry, String document) {
        assertRefused(entry, document.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(Entry entry, byte[] document) {
        long start = System.nanoTime();
        if (entry == Entry.MONITORING && isEmptyRoot(document)) {
            return;
        }
        assertThatThrownBy(() -> entry.parse(document)).isInstanceOf(LocalFault.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    }

    /** A monitoring part without a client is allowed to stand. */
    private static boolean isEmptyRoot(byte[] document) {
        return new String(document, StandardCharsets.UTF_8)
                .equals(open(Entry.MONITORING, "") + close(Entry.MONITORING));
    }
}
