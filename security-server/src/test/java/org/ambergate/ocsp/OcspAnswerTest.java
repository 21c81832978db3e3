package org.ambergate.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.testsupport.RecordedHttp;
import org.ambergate.testsupport.RecordedTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OcspAnswerTest {
    private static final String A = "aa".repeat(20);
    private static final String B = "bb".repeat(20);
    private static final String A_256 = "aa".repeat(32);

    private final List<Digest> asked = new ArrayList<>();

    @Test
    void aRecordedRequestGetsTheRecordedAnswer() throws Exception {
        RecordedHttp request =
                RecordedHttp.parse(RecordedTrust.bytes("wire/00-rest-get-with-ocsp-fetch/ocsp-002.request.bin"));
        RecordedHttp response =
                RecordedHttp.parse(RecordedTrust.bytes("wire/00-rest-get-with-ocsp-fetch/ocsp-002.response.bin"));
        byte[] der =
                OcspMultipart.read(response.contentType(), response.body(), 1).get(0);
        String boundary = response.contentType().replaceFirst(".*boundary=", "");
        OcspAnswer answer = OcspAnswer.of(
                "GET",
                request.secondWord(),
                digest -> digest.hex().equals("439486d15d797596feacfcc6cda9082ddb7769f6")
                        ? Optional.of(der)
                        : Optional.empty(),
                boundary);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo(response.contentType());
        assertThat(answer.body()).isEqualTo(response.body());
    }

    @Test
    void partsComeInTheOrderOfTheParameters() throws Exception {
        OcspAnswer answer = answer("GET", "/?cert=" + B + "&cert=" + A + "&cert=" + B);
        assertThat(OcspMultipart.read(answer.contentType(), answer.body(), 3))
                .extracting(OcspAnswerTest::text)
                .containsExactly(B, A, B);
    }

    @Test
    void certHashIsIgnoredWhereThereIsACert() throws Exception {
        OcspAnswer answer = answer("GET", "/?cert_hash=" + A_256 + "&cert=" + A + "&cert_hash=" + A_256);
        assertThat(OcspMultipart.read(answer.contentType(), answer.body(), 1))
                .extracting(OcspAnswerTest::text)
                .containsExactly(A);
    }

    @Test
    void certHashCountsWhereThereIsNoCert() throws Exception {
        OcspAnswer answer = answer("GET", "/?cert_hash=" + A_256);
        assertThat(OcspMultipart.read(answer.contentType(), answer.body(), 1)).hasSize(1);
        assertThat(asked).extracting(Digest::algorithm).containsExactly(DigestAlgorithm.SHA256);
    }

    @Test
    void upperCaseHexNamesTheSameCertificate() {
        assertThat(answer("GET", "/?cert=" + A.toUpperCase(java.util.Locale.ROOT))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void headIsAnsweredWithAnEmptyBody() {
        OcspAnswer answer = answer("HEAD", "/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"})
    void otherMethodsFail(String method) {
        assertThat(answer(method, "/?cert=" + A).status()).isEqualTo(500);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/?",
                "/?cert",
                "/?cert=",
                "/?cert=zz",
                "/?Cert=aa",
                "/?cert=%61%61",
                "/?cert_hash=aa",
                "/?other=1"
            })
    void whatNamesNoCertificateFailsInPlainText(String target) {
        OcspAnswer answer = answer("GET", target);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.contentType()).startsWith("text/plain");
        assertThat(asked).isEmpty();
    }

    @Test
    void oneMissingResponseFailsTheWholeAnswer() {
        OcspAnswer answer = OcspAnswer.of(
                "GET",
                "/?cert=" + A + "&cert=" + B,
                digest -> digest.hex().equals(A) ? Optional.of(new byte[1]) : Optional.empty(),
                "b");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(A, B);
    }

    @Test
    void asManyCertificatesAsTheLimitAreAnsweredAndNotOneMore() {
        String most = ("cert=" + A + "&").repeat(OcspAnswer.CERTIFICATES_MAX);
        assertThat(answer("GET", "/?" + most).status()).isEqualTo(200);
        asked.clear();
        assertThat(answer("GET", "/?" + most + "cert=" + B).status()).isEqualTo(500);
        assertThat(answer("GET", "/?" + most.repeat(100)).status()).isEqualTo(500);
        assertThat(asked).isEmpty();
    }

    private OcspAnswer answer(String method, String target) {
        return OcspAnswer.of(
                method,
                target,
                digest -> {
                    asked.add(digest);
                    return Optional.of(digest.hex().getBytes(StandardCharsets.US_ASCII));
                },
                "boundary");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
