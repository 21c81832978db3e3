package org.ambergate.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.pki.PathValidator;
import org.ambergate.testsupport.RecordedHttp;
import org.ambergate.testsupport.RecordedTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OcspMultipartTest {
    private static final String TYPE = OcspMultipart.contentType("B");
    private static final RecordedHttp RECORDED =
            RecordedHttp.parse(RecordedTrust.bytes("wire/00-rest-get-with-ocsp-fetch/ocsp-002.response.bin"));

    @Test
    void aRecordedAnswerOfARealPeerIsRead() throws Exception {
        List<byte[]> parts = OcspMultipart.read(RECORDED.contentType(), RECORDED.body(), 1);
        assertThat(parts).hasSize(1);
        Instant recordedAt = Instant.parse("2026-11-23T05:43:24Z");
        new PathValidator(RecordedTrust.trustBase())
                .checkOcsp(RecordedTrust.certificate("ss2/auth.pem"), parts.get(0), RecordedTrust.INSTANCE, recordedAt);
    }

    @Test
    void ourAnswerHasTheRecordedOnesBytes() throws Exception {
        String boundary = RECORDED.contentType().replaceFirst(".*boundary=", "");
        List<byte[]> parts = OcspMultipart.read(RECORDED.contentType(), RECORDED.body(), 1);
        assertThat(OcspMultipart.write(parts, boundary)).isEqualTo(RECORDED.body());
        assertThat(OcspMultipart.contentType(boundary)).isEqualTo(RECORDED.contentType());
    }

    @Test
    void everyTruncationOfARecordedAnswerIsRefused() {
        byte[] body = RECORDED.body();
        // the line break after the last delimiter is no part of it
        for (int length = 0; length < body.length - 2; length++) {
            refused(RECORDED.contentType(), Arrays.copyOf(body, length), 1);
        }
    }

    @Property(tries = 300)
    void whatIsWrittenIsRead(@ForAll @Size(min = 1, max = 5) List<@Size(max = 300) byte[]> responses) throws Exception {
        byte[] body = OcspMultipart.write(responses, "x0123456789abcdef");
        List<byte[]> read = OcspMultipart.read(OcspMultipart.contentType("x0123456789abcdef"), body, responses.size());
        assertThat(read).hasSize(responses.size());
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i)).isEqualTo(responses.get(i));
        }
    }

    @Property(tries = 500)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 200) byte[] tail, @ForAll @IntRange(max = 3) int expected) {
        byte[] head = "--B\r\nContent-Type: application/ocsp-response\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] body = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, body, head.length, tail.length);
        try {
            assertThat(OcspMultipart.read(TYPE, body, expected)).hasSize(expected);
        } catch (LocalFault e) {
            assertThat(e.code()).isEqualTo(VerificationFault.INCORRECT_VALIDATION_INFO);
        }
    }

    @Test
    void theNumberOfPartsMustBeTheNumberAskedFor() throws Exception {
        byte[] two = OcspMultipart.write(List.of(new byte[] {1}, new byte[] {2}), "B");
        assertThat(OcspMultipart.read(TYPE, two, 2)).hasSize(2);
        refused(TYPE, two, 1);
        refused(TYPE, two, 3);
        refused(TYPE, OcspMultipart.write(List.of(), "B"), 1);
    }

    @Test
    void aPartMayBeAsLongAsTheLimitAndNotLonger() throws Exception {
        byte[] longest = new byte[OcspMultipart.PART_BYTES_MAX];
        assertThat(OcspMultipart.read(TYPE, OcspMultipart.write(List.of(longest), "B"), 1)
                        .get(0))
                .hasSize(longest.length);
        refused(TYPE, OcspMultipart.write(List.of(new byte[longest.length + 1]), "B"), 1);
    }

    @Test
    void aHeaderLineMayBeAsLongAsTheLimitAndNotLonger() throws Exception {
        String name = "X: ";
        String longest = name + "a".repeat(OcspMultipart.HEADER_LINE_BYTES_MAX - name.length());
        assertThat(OcspMultipart.read(TYPE, withHeaders(longest + "\r\n"), 1)).hasSize(1);
        refused(TYPE, withHeaders(longest + "a\r\n"), 1);
    }

    @Test
    void aPartMayHaveAsManyHeadersAsTheLimitAndNotMore() throws Exception {
        // one is the content type
        String most = "X: a\r\n".repeat(OcspMultipart.HEADERS_MAX - 1);
        assertThat(OcspMultipart.read(TYPE, withHeaders(most), 1)).hasSize(1);
        refused(TYPE, withHeaders(most + "X: a\r\n"), 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/related; boundary=B",
                "multipart/related;boundary=\"B\"",
                "Multipart/Related; BOUNDARY=B; type=\"application/ocsp-response\""
            })
    void theContentTypeIsReadInItsVariants(String contentType) throws Exception {
        byte[] body = OcspMultipart.write(List.of(new byte[] {1}), "B");
        assertThat(OcspMultipart.read(contentType, body, 1)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/html",
                "multipart/mixed; boundary=B",
                "multipart/related",
                "multipart/related; boundary=",
                "multipart/related; boundary=\"B",
                "multipart/related; boundary=B\u00e4"
            })
    void anotherContentTypeIsRefused(String contentType) {
        refused(contentType, OcspMultipart.write(List.of(new byte[] {1}), "B"), 1);
    }

    @Test
    void aBoundaryMayHaveSeventyCharactersAndNotMore() throws Exception {
        String longest = "b".repeat(70);
        byte[] body = OcspMultipart.write(List.of(new byte[] {1}), longest);
        assertThat(OcspMultipart.read("multipart/related; boundary=" + longest, body, 1))
                .hasSize(1);
        refused(
                "multipart/related; boundary=" + longest + "b",
                OcspMultipart.write(List.of(new byte[] {1}), longest + "b"),
                1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--B\r\n\r\nx\r\n--B--\r\n",
                "--B\r\nContent-Type: text/html\r\n\r\nx\r\n--B--\r\n",
                "--B\r\nContent-Type: application/ocsp-response-2\r\n\r\nx\r\n--B--\r\n",
                "--B\nContent-Type: application/ocsp-response\n\nx\n--B--\n",
                "preamble\r\n--B\r\nContent-Type: application/ocsp-response\r\n\r\nx\r\n--B--\r\n",
                "--B\r\nContent-Type: application/ocsp-response\r\n\r\nx\r\n--B--\r\nepilogue",
                "--B\r\nContent-Type: application/ocsp-response\r\n\r\nx\r\n--B"
            })
    void anotherFormIsRefused(String body) {
        refused(TYPE, body.getBytes(StandardCharsets.US_ASCII), 1);
    }

    private static byte[] withHeaders(String headers) {
        return ("--B\r\nContent-Type: application/ocsp-response\r\n" + headers + "\r\nx\r\n--B--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void refused(String contentType, byte[] body, int expected) {
        assertThatThrownBy(() -> OcspMultipart.read(contentType, body, expected))
                .asInstanceOf(type(LocalFault.class))
                .returns(VerificationFault.INCORRECT_VALIDATION_INFO, LocalFault::code);
    }
}
