package org.ambergate.sandbox.trustservices;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Turns OCSP requests into signed responses. Safe for use by several threads. */
final class OcspAnswers {
    private static final Duration NEXT_UPDATE = Duration.ofDays(1);
    // One request asks for one certificate or a short chain.
    private static final int CERTIFICATES_MAX = 16;

    private final List<Responder> responders;
    private final DigestCalculatorProvider digests;
    private final Clock clock;

    private record Responder(TestCertificationAuthority authority, X509CertificateHolder issuer, IssuedKey key) {}

    OcspAnswers(List<TestCertificationAuthority> authorities, Clock clock) {
        this.clock = clock;
        try {
            this.digests = new JcaDigestCalculatorProviderBuilder().build();
            List<Responder> all = new ArrayList<>();
            for (TestCertificationAuthority authority : authorities) {
                all.add(new Responder(
                        authority,
                        new JcaX509CertificateHolder(authority.certificate()),
                        authority.ocspResponder("Sandbox OCSP responder " + (all.size() + 1))));
            }
            this.responders = List.copyOf(all);
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("The OCSP responder could not be set up", e);
        }
    }

    List<X509Certificate> responderCertificates() {
        return responders.stream().map(r -> r.key().certificate()).toList();
    }

    /** The DER response; a request that cannot be read gets the status malformedRequest. */
    byte[] answer(byte[] request) {
        try {
            Optional<OCSPReq> parsed = parse(request);
            if (parsed.isEmpty()) {
                return new OCSPRespBuilder()
                        .build(OCSPRespBuilder.MALFORMED_REQUEST, null)
                        .getEncoded();
            }
            Optional<BasicOCSPResp> signed = sign(parsed.get());
            OCSPRespBuilder response = new OCSPRespBuilder();
            return signed.isPresent()
                    ? response.build(OCSPRespBuilder.SUCCESSFUL, signed.get()).getEncoded()
                    : response.build(OCSPRespBuilder.UNAUTHORIZED, null).getEncoded();
        } catch (OCSPException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("The OCSP responder could not sign", e);
        }
    }

    byte[] responseFor(X509Certificate subject, X509Certificate issuer) {
        try {
            // An explicit NULL, because real peers compare the CertID structurally (transport specification, section
            // 7.2).
            AlgorithmIdentifier sha1 = new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE);
            CertificateID id = new CertificateID(
                    digests.get(sha1), new JcaX509CertificateHolder(issuer), subject.getSerialNumber());
            return answer(new OCSPReqBuilder().addRequest(id).build().getEncoded());
        } catch (OCSPException | IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalArgumentException("These certificates cannot be asked about", e);
        }
    }

    private static Optional<OCSPReq> parse(byte[] request) {
        try {
            OCSPReq parsed = new OCSPReq(request);
            int certificates = parsed.getRequestList().length;
            return certificates >= 1 && certificates <= CERTIFICATES_MAX ? Optional.of(parsed) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle reports some malformed structures with unchecked exceptions.
            return Optional.empty();
        }
    }

    private Optional<BasicOCSPResp> sign(OCSPReq request) throws OCSPException, OperatorCreationException {
        Optional<Responder> found = responderOf(request.getRequestList()[0].getCertID());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Responder responder = found.get();
        X509CertificateHolder own = holder(responder.key().certificate());
        Instant now = clock.instant();
        BasicOCSPRespBuilder response = new BasicOCSPRespBuilder(new RespID(own.getSubject()));
        for (Req single : request.getRequestList()) {
            response.addResponse(
                    single.getCertID(),
                    status(responder, single.getCertID()),
                    Date.from(now),
                    Date.from(now.plus(NEXT_UPDATE)));
        }
        Extension nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (nonce != null) {
            response.setResponseExtensions(new Extensions(nonce));
        }
        ContentSigner signer = new JcaContentSignerBuilder(responder.key().signatureAlgorithm())
                .build(responder.key().privateKey());
        return Optional.of(response.build(signer, new X509CertificateHolder[] {own}, Date.from(now)));
    }

    private Optional<Responder> responderOf(CertificateID id) throws OCSPException {
        for (Responder responder : responders) {
            if (id.matchesIssuer(responder.issuer(), digests)) {
                return Optional.of(responder);
            }
        }
        return Optional.empty();
    }

    /** Good is null in Bouncy Castle's interface. */
    private CertificateStatus status(Responder responder, CertificateID id) throws OCSPException {
        BigInteger serialNumber = id.getSerialNumber();
        if (!id.matchesIssuer(responder.issuer(), digests)
                || !responder.authority().hasIssued(serialNumber)) {
            return new UnknownStatus();
        }
        Optional<Instant> revokedAt = responder.authority().revokedAt(serialNumber);
        if (revokedAt.isPresent()) {
            return new RevokedStatus(Date.from(revokedAt.get()), CRLReason.cessationOfOperation);
        }
        return CertificateStatus.GOOD;
    }

    private static X509CertificateHolder holder(X509Certificate certificate) {
        try {
            return new JcaX509CertificateHolder(certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The responder's own certificate cannot be encoded", e);
        }
    }
}
