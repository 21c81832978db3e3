package org.ambergate.pki;

import java.io.IOException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.x509.Extensions;

/** OCSP requests (RFC 6960, section 4.1). */
public final class OcspRequests {
    private OcspRequests() {}

    /**
     * A request for one certificate, unsigned and without nonce: answers are cached and shared, so they cannot carry the
     * nonce of one asker.
     */
    public static byte[] encode(X509Certificate subject, X509Certificate issuer) {
        Request request = new Request(OcspCertificateId.of(subject, issuer), null);
        OCSPRequest message = new OCSPRequest(new TBSRequest(null, new DERSequence(request), (Extensions) null), null);
        try {
            return message.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("An OCSP request could not be encoded in memory", e);
        }
    }
}
