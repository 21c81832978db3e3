package org.ambergate.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.RemoteFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultMessageTest {
    private static final String OPEN = "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>";
    private static final String CLOSE = "</e:Body></e:Envelope>";
    private static final String FAULT = OPEN + "<e:Fault><faultcode>server.x</faultcode></e:Fault>" + CLOSE;

    @Test
    void aFaultSurvivesItsEncoding() throws LocalFault {
        FaultReply reply =
                new FaultReply("server.clientproxy.network_error", "<a> & \"b\" ]]> \u00E4 \uD83D\uDE00\n", "b3b6-1");

        RemoteFault fault = FaultMessage.parse(FaultMessage.encode(reply));

        assertThat(fault.faultCode()).isEqualTo(reply.faultCode());
        assertThat(fault.text()).isEqualTo(reply.text());
        assertThat(fault.detail()).isEqualTo(reply.detail());
    }

    @Test
    void charactersThatXmlCannotHoldAreReplaced() throws LocalFault {
        RemoteFault fault = FaultMessage.parse(
                FaultMessage.encode(new FaultReply("server.x", "a\u0000b\u001Bc\rd\uFFFEe\uD800f", "")));

        assertThat(fault.text()).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FAULT,
                "<?xml version=\"1.0\"?>\n<!-- c -->" + FAULT,
                OPEN + "<e:Fault><faultcode>\n Server.ServerProxy.AccessDenied </faultcode><x/></e:Fault>" + CLOSE,
                OPEN + "<e:Fault><faultcode><![CDATA[server.x]]></faultcode><detail><a><faultcode>no</faultcode></a>"
                        + "</detail></e:Fault>" + CLOSE
            })
    void thisIsAFault(String xml) throws LocalFault {
        assertThat(parse(xml).faultCode()).matches("(?i)server\\.[a-z.]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "<a/>",
                "<Envelope/>",
                "<Envelope><Body><Fault><faultcode>server.x</faultcode></Fault></Body></Envelope>",
                "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"/>",
                OPEN + CLOSE,
                OPEN + "<x/>" + CLOSE,
                OPEN + "<e:Fault/>" + CLOSE,
                OPEN + "<e:Fault><faultcode/></e:Fault>" + CLOSE,
                OPEN + "<e:Fault><faultcode>a b</faultcode></e:Fault>" + CLOSE,
                OPEN + "<e:Fault><faultcode>a&#13;&#10;X-Injected: 1</faultcode></e:Fault>" + CLOSE,
                OPEN + "<e:Fault><faultcode>\u00E4</faultcode></e:Fault>" + CLOSE,
                OPEN + "<e:Fault><faultcode>a</faultcode><faultcode>b</faultcode></e:Fault>" + CLOSE,
                OPEN + "<e:Fault><faultcode>a</faultcode></e:Fault><e:Fault/>" + CLOSE,
                OPEN + "<e:Fault><faultcode>a</faultcode></e:Fault></e:Body><e:Body/></e:Envelope>",
                OPEN + "<e:Fault><faultcode>a</faultcode></e:Fault></e:Body>",
                "<!DOCTYPE a>" + FAULT,
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" + OPEN
                        + "<e:Fault><faultcode>a</faultcode><faultstring>&x;</faultstring></e:Fault>" + CLOSE,
                "<!DOCTYPE a SYSTEM \"http://localhost:1/a.dtd\">" + FAULT,
                OPEN + "<e:Fault><faultcode>&x;</faultcode></e:Fault>" + CLOSE,
                OPEN + "<e:Fault><faultcode>a\u0000</faultcode></e:Fault>" + CLOSE,
                FAULT + FAULT,
                FAULT + "x"
            })
    void thisIsNoFault(String xml) {
        assertRefused(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void otherEncodingsAreRefused() {
        assertRefused(FAULT.getBytes(StandardCharsets.UTF_16));
        assertRefused(FAULT.getBytes(StandardCharsets.UTF_16LE));
        assertRefused(FAULT.replace("server.x", "\u00E4").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aBombGoesOffNowhere() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY x0 \"xxxxxxxxxx\">");
        for (int i = 1; i < 20; i++) {
            bomb.append("<!ENTITY x").append(i).append(" \"");
            bomb.append(("&x" + (i - 1) + ";").repeat(10)).append("\">");
        }
        bomb.append("]>").append(FAULT.replace("server.x", "&x19;"));
        assertRefused(bomb.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void deepNestingIsRefused() {
        String deep = OPEN + "<a>".repeat(5_000) + "</a>".repeat(5_000) + CLOSE;
        assertRefused(deep.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void longNamesCostNoMemoryPerElement() {
        String name = "n".repeat(20_000);
        String xml = OPEN + "<" + name + ">" + "<a/>".repeat(5_000) + "</" + name + ">" + CLOSE;
        long start = System.nanoTime();
        assertRefused(xml.getBytes(StandardCharsets.UTF_8));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aFaultMayHaveItsFullLengthAndNoByteMore() throws LocalFault {
        String filled = FAULT + " ".repeat(FaultMessage.BYTES_MAX - FAULT.length());
        assertThat(parse(filled).faultCode()).isEqualTo("server.x");
        assertRefused((filled + " ").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCodeMayHaveItsFullLengthAndNoCharacterMore() throws LocalFault {
        String code = "c".repeat(255);
        assertThat(parse(FAULT.replace("server.x", code)).faultCode()).isEqualTo(code);
        assertRefused(FAULT.replace("server.x", "c" + code).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = FaultMessage.encode(new FaultReply("server.x", "text", "detail"));
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    private static RemoteFault parse(String xml) throws LocalFault {
        return FaultMessage.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(byte[] xml) {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> FaultMessage.parse(xml))
                .extracting(fault -> fault.code().xroadName())
                .isEqualTo("invalid_message");
    }
}
