package org.ambergate.sandbox.trustservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.CertificateProfile;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OcspResponderServerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final AlgorithmIdentifier SHA1_NULL =
            new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE);
    private static final AlgorithmIdentifier SHA256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);

    private final TestCertificationAuthority root =
            TestCertificationAuthority.root("Root", TestCertificationAuthority.Settings.standard());
    private final TestCertificationAuthority intermediate = root.intermediate("Intermediate");
    private final X509Certificate leaf = signing(intermediate);
    private OcspResponderServer responder;

    @BeforeEach
    void start() throws Exception {
        responder = OcspResponderServer.start(
                Loopback.freePort(), List.of(root, intermediate), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        responder.close();
    }

    @Test
    void aResponseIsSignedByTheResponderOfTheIssuerAndVerifies() throws Exception {
        BasicOCSPResp response = ask(id(leaf, intermediate, SHA1_NULL));

        X509CertificateHolder signer = response.getCerts()[0];
        assertThat(response.isSignatureValid(new JcaContentVerifierProviderBuilder().build(signer)))
                .isTrue();
        assertThat(signer.getEncoded())
                .isEqualTo(responder.certificates().get(1).getEncoded());
        assertThat(responder.certificates().get(1).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.9");
        responder.certificates().get(1).verify(intermediate.certificate().getPublicKey());
    }

    @Test
    void aGoodCertificateIsGoodForADay() throws Exception {
        SingleResp single = ask(id(leaf, intermediate, SHA1_NULL)).getResponses()[0];

        assertThat(single.getCertStatus()).isNull();
        assertThat(single.getThisUpdate()).isEqualTo(NOW);
        assertThat(single.getNextUpdate()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void theCertIdIsRepeatedByteByByte() throws Exception {
        for (AlgorithmIdentifier algorithm :
                List.of(SHA1_NULL, new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1), SHA256)) {
            CertificateID asked = id(leaf, intermediate, algorithm);

            SingleResp single = ask(asked).getResponses()[0];

            assertThat(single.getCertID().toASN1Primitive().getEncoded())
                    .isEqualTo(asked.toASN1Primitive().getEncoded());
        }
    }

    @Test
    void theIntermediateAuthorityIsVouchedForByTheRoot() throws Exception {
        BasicOCSPResp response = ask(id(intermediate.certificate(), root, SHA1_NULL));

        assertThat(response.getCerts()[0].getEncoded())
                .isEqualTo(responder.certificates().get(0).getEncoded());
        assertThat(response.getResponses()[0].getCertStatus()).isNull();
    }

    @Test
    void aRevokedCertificateIsRevoked() throws Exception {
        intermediate.revoke(leaf);

        assertThat(ask(id(leaf, intermediate, SHA1_NULL)).getResponses()[0].getCertStatus())
                .isInstanceOf(RevokedStatus.class);
    }

    @Test
    void aCertificateThatWasNotIssuedIsUnknown() throws Exception {
        assertThat(ask(id(signing(root), intermediate, SHA1_NULL))
                        .getResponses()[0]
                        .getCertStatus())
                .isInstanceOf(UnknownStatus.class);
    }

    @Test
    void anotherAuthoritysCertificateGetsNoResponse() throws Exception {
        TestCertificationAuthority foreign =
                TestCertificationAuthority.root("Foreign", TestCertificationAuthority.Settings.standard());
        OCSPReq request = new OCSPReqBuilder()
                .addRequest(id(signing(foreign), foreign, SHA1_NULL))
                .build();

        assertThat(new OCSPResp(post(request.getEncoded()).body()).getStatus()).isEqualTo(6);
    }

    @Test
    void aMalformedRequestIsCalledMalformed() throws Exception {
        assertThat(new OCSPResp(post(new byte[] {0x30, 0x03, 1, 2, 3}).body()).getStatus())
                .isEqualTo(1);
    }

    @Test
    void aRequestMayBeAsLongAsTheLimitAndNoLonger() throws Exception {
        assertThat(post(new byte[DerHttpServer.REQUEST_BYTES_MAX]).statusCode()).isEqualTo(200);
        assertThat(post(new byte[DerHttpServer.REQUEST_BYTES_MAX + 1]).statusCode())
                .isEqualTo(413);
    }

    @Test
    void whileDownNobodyIsAnswered() throws Exception {
        byte[] request = new OCSPReqBuilder()
                .addRequest(id(leaf, intermediate, SHA1_NULL))
                .build()
                .getEncoded();

        responder.goDown();
        assertThat(post(request).statusCode()).isEqualTo(503);
        responder.comeBack();
        assertThat(post(request).statusCode()).isEqualTo(200);
    }

    @Test
    void otherMethodsAndMediaTypesAreRefused() throws Exception {
        HttpResponse<Void> get = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(responder.url()).build(), HttpResponse.BodyHandlers.discarding());

        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(Loopback.post(responder.url(), "text/plain", new byte[1]).statusCode())
                .isEqualTo(415);
    }

    private BasicOCSPResp ask(CertificateID id) throws Exception {
        HttpResponse<byte[]> response =
                post(new OCSPReqBuilder().addRequest(id).build().getEncoded());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/ocsp-response");
        return (BasicOCSPResp) new OCSPResp(response.body()).getResponseObject();
    }

    private HttpResponse<byte[]> post(byte[] body) throws Exception {
        return Loopback.post(responder.url(), "application/ocsp-request", body);
    }

    private static CertificateID id(
            X509Certificate subject, TestCertificationAuthority issuer, AlgorithmIdentifier algorithm)
            throws Exception {
        return new CertificateID(
                new JcaDigestCalculatorProviderBuilder().build().get(algorithm),
                new JcaX509CertificateHolder(issuer.certificate()),
                subject.getSerialNumber());
    }

    private static X509Certificate signing(TestCertificationAuthority authority) {
        MemberId member = new MemberId("AMBER", "GOV", "1001");
        return authority
                .signing(CertificateProfile.FI_VRK, member, new SecurityServerId(member, "ss1"), KeyKind.P256)
                .certificate();
    }
}
