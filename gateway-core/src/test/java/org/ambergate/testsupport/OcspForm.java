package org.ambergate.testsupport;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What an OCSP response is to say. Starts from an honest one made now; change what the test is about.
 *
 * @param thisUpdate since when the status is known
 * @param nextUpdate when there will be news
 * @param producedAt when it was signed
 * @param status what it says
 * @param responderByName whether it names its signer by name rather than by key hash
 * @param embedResponder whether the signer's certificate is inside
 * @param signatureAlgorithm how it is signed; empty for the responder's usual way
 * @param extension an extension of the response
 * @param more certificates put inside besides
 */
public record OcspForm(
        Instant thisUpdate,
        Optional<Instant> nextUpdate,
        Instant producedAt,
        Status status,
        boolean responderByName,
        boolean embedResponder,
        Optional<String> signatureAlgorithm,
        Optional<Extension> extension,
        List<X509CertificateHolder> more) {
    /** What the response says about the certificate. */
    public enum Status {
        GOOD,
        REVOKED,
        UNKNOWN
    }

    /** Good, made at this instant, with news in a day. */
    public static OcspForm at(Instant now) {
        return new OcspForm(
                now,
                Optional.of(now.plus(Duration.ofDays(1))),
                now,
                Status.GOOD,
                false,
                true,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    public OcspForm withThisUpdate(Instant instant) {
        return new OcspForm(
                instant,
                nextUpdate,
                producedAt,
                status,
                responderByName,
                embedResponder,
                signatureAlgorithm,
                extension,
                more);
    }

    public OcspForm withNextUpdate(Optional<Instant> instant) {
        return new OcspForm(
                thisUpdate,
                instant,
                producedAt,
                status,
                responderByName,
                embedResponder,
                signatureAlgorithm,
                extension,
                more);
    }

    public OcspForm withProducedAt(Instant instant) {
        return new OcspForm(
                thisUpdate,
                nextUpdate,
                instant,
                status,
                responderByName,
                embedResponder,
                signatureAlgorithm,
                extension,
                more);
    }

    public OcspForm withStatus(Status wanted) {
        return new OcspForm(
                thisUpdate,
                nextUpdate,
                producedAt,
                wanted,
                responderByName,
                embedResponder,
                signatureAlgorithm,
                extension,
                more);
    }

    public OcspForm withResponderByName() {
        return new OcspForm(
                thisUpdate, nextUpdate, producedAt, status, true, embedResponder, signatureAlgorithm, extension, more);
    }

    public OcspForm withoutResponderInside() {
        return new OcspForm(
                thisUpdate,
                nextUpdate,
                producedAt,
                status,
                responderByName,
                false,
                signatureAlgorithm,
                extension,
                more);
    }

    public OcspForm signedBy(String algorithm) {
        return new OcspForm(
                thisUpdate,
                nextUpdate,
                producedAt,
                status,
                responderByName,
                embedResponder,
                Optional.of(algorithm),
                extension,
                more);
    }

    /** With a critical extension that nobody knows. */
    public OcspForm withCriticalExtension() {
        return with(new Extension(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, new byte[] {5, 0}));
    }

    /** With a nonce of these bytes (RFC 9654, section 2.1). */
    public OcspForm withNonce(byte[] nonce, boolean critical) {
        try {
            return with(new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, critical, new DEROctetString(nonce).getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private OcspForm with(Extension other) {
        return new OcspForm(
                thisUpdate,
                nextUpdate,
                producedAt,
                status,
                responderByName,
                embedResponder,
                signatureAlgorithm,
                Optional.of(other),
                more);
    }

    public OcspForm with(List<X509CertificateHolder> certificates) {
        return new OcspForm(
                thisUpdate,
                nextUpdate,
                producedAt,
                status,
                responderByName,
                embedResponder,
                signatureAlgorithm,
                extension,
                certificates);
    }
}
