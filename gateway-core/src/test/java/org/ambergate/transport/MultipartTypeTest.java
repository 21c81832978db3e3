package org.ambergate.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.DecodedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content types of messages, proper and odd (threat T-25). */
class MultipartTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed;boundary=B",
                "MultiPart/Mixed; BOUNDARY=B",
                "multipart/mixed; boundary=\"B\"",
                "multipart/mixed; boundary=B ; charset=utf-8",
                "multipart/mixed; type=\"application/ocsp-response; x\"; boundary=B"
            })
    void thisContentTypeNamesTheBoundary(String contentType) throws LocalFault {
        assertThat(MultipartType.boundary(contentType)).isEqualTo("B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "text/xml",
                "multipart/mixed",
                "multipart/form-data; boundary=B",
                "multipart/related; boundary=B",
                "multipart/mixed; boundary",
                "multipart/mixed; boundary=",
                "multipart/mixed; boundary=\"\"",
                "multipart/mixed; boundary=\"B",
                "multipart/mixed; boundary=B\"",
                "multipart/mixed; boundary=\"B\\\"\"",
                "multipart/mixed; boundary=\"B \"",
                "multipart/mixed; boundary=B C",
                "multipart/mixed; boundary=B, multipart/mixed; boundary=C",
                "multipart/mixed; boundary=B; boundary=B",
                "multipart/mixed; boundary=B; Boundary=C",
                "multipart/mixed; charset=a; charset=b; boundary=B",
                "multipart/mixed; boundary*=utf-8''B",
                "multipart/mixed; boundary=(comment)B",
                "multipart/mixed; boundary=B\u00E4",
                "multipart/mixed; boundary=B\r\nX-A: 1",
                "multipart/mixed; boundary='B\u0000'",
                "multipart/mixed boundary=B",
                "multipart/mixed; =B; boundary=B",
                "multipart/mixed;; boundary=B"
            })
    void thisContentTypeIsRefused(String contentType) {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> new TransportDecoder(Direction.REQUEST, contentType, new DecodedMessage()))
                .extracting(fault -> fault.code().xroadName())
                .isEqualTo("invalid_content_type");
    }

    @Test
    void aBoundaryMayHaveItsFullLengthAndNoCharacterMore() throws LocalFault {
        String longest = "b".repeat(MultipartType.BOUNDARY_LENGTH_MAX);
        assertThat(MultipartType.boundary("multipart/mixed; boundary=" + longest))
                .isEqualTo(longest);
        thisContentTypeIsRefused("multipart/mixed; boundary=b" + longest);
    }

    @Test
    void aContentTypeMayHaveItsFullLengthAndNoCharacterMore() throws LocalFault {
        String type = "multipart/mixed; boundary=B; x=";
        String longest = type + "a".repeat(MultipartType.HEADER_LENGTH_MAX - type.length());
        thisContentTypeNamesTheBoundary(longest);
        thisContentTypeIsRefused(longest + "a");
    }
}
