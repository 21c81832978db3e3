package org.ambergate.sandbox.trustservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimestampAuthorityServerTest {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final TestCertificationAuthority root =
            TestCertificationAuthority.root("Root", TestCertificationAuthority.Settings.standard());
    private TimestampAuthorityServer authority;

    @BeforeEach
    void start() throws Exception {
        authority = start(KeyKind.P256);
    }

    @AfterEach
    void stop() {
        authority.close();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void aTokenVerifiesUnderTheAuthoritysCertificate(KeyKind kind) throws Exception {
        try (TimestampAuthorityServer other = start(kind)) {
            TimeStampRequest request = request(TSPAlgorithms.SHA512, "SHA-512", false);

            TimeStampResponse response = ask(other, request);

            response.validate(request);
            response.getTimeStampToken()
                    .validate(new JcaSimpleSignerInfoVerifierBuilder()
                            .build(new JcaX509CertificateHolder(other.certificate())));
        }
    }

    @Test
    void aTokenHoldsTheTimeAndTheImprint() throws Exception {
        TimeStampRequest request = request(TSPAlgorithms.SHA512, "SHA-512", false);

        TimeStampToken token = ask(authority, request).getTimeStampToken();

        assertThat(token.getTimeStampInfo().getGenTime()).isEqualTo(now);
        assertThat(token.getTimeStampInfo().getMessageImprintDigest()).isEqualTo(request.getMessageImprintDigest());
    }

    @Test
    void theCertificateIsInTheTokenOnlyIfAskedFor() throws Exception {
        TimeStampToken without =
                ask(authority, request(TSPAlgorithms.SHA512, "SHA-512", false)).getTimeStampToken();
        TimeStampToken with =
                ask(authority, request(TSPAlgorithms.SHA512, "SHA-512", true)).getTimeStampToken();

        assertThat(without.getCertificates().getMatches(null)).isEmpty();
        assertThat(with.getCertificates().getMatches(null))
                .containsExactly(new JcaX509CertificateHolder(authority.certificate()));
    }

    @Test
    void serialNumbersDiffer() throws Exception {
        TimeStampRequest request = request(TSPAlgorithms.SHA256, "SHA-256", false);

        assertThat(ask(authority, request)
                        .getTimeStampToken()
                        .getTimeStampInfo()
                        .getSerialNumber())
                .isNotEqualTo(ask(authority, request)
                        .getTimeStampToken()
                        .getTimeStampInfo()
                        .getSerialNumber());
    }

    @Test
    void aWeakImprintIsRejected() throws Exception {
        TimeStampResponse response = ask(authority, request(TSPAlgorithms.SHA1, "SHA-1", false));

        assertThat(response.getStatus()).isEqualTo(PKIStatus.REJECTION);
        assertThat(response.getTimeStampToken()).isNull();
    }

    @Test
    void aMalformedRequestIsRejected() throws Exception {
        TimeStampResponse response =
                new TimeStampResponse(post(authority, new byte[] {0x30, 0x00}).body());

        assertThat(response.getStatus()).isEqualTo(PKIStatus.REJECTION);
    }

    @Test
    void whileDownNobodyIsAnswered() throws Exception {
        authority.goDown();
        assertThat(post(authority, new byte[1]).statusCode()).isEqualTo(503);
        authority.comeBack();
        assertThat(post(authority, new byte[1]).statusCode()).isEqualTo(200);
    }

    private TimestampAuthorityServer start(KeyKind kind) throws Exception {
        return TimestampAuthorityServer.start(
                Loopback.freePort(), root.timestampAuthority("TSA", kind), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static TimeStampRequest request(ASN1ObjectIdentifier algorithm, String digest, boolean certReq)
            throws Exception {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(certReq);
        return generator.generate(algorithm, MessageDigest.getInstance(digest).digest(new byte[] {1, 2, 3}));
    }

    private static TimeStampResponse ask(TimestampAuthorityServer server, TimeStampRequest request) throws Exception {
        HttpResponse<byte[]> response = post(server, request.getEncoded());
        assertThat(response.headers().firstValue("Content-Type")).contains("application/timestamp-reply");
        return new TimeStampResponse(response.body());
    }

    private static HttpResponse<byte[]> post(TimestampAuthorityServer server, byte[] body) throws Exception {
        return Loopback.post(server.url(), "application/timestamp-query", body);
    }
}
