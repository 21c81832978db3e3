package org.ambergate.signature;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.Certificates;
import org.ambergate.pki.KeyLimits;
import org.ambergate.pki.SignatureProviders;

/**
 * A signing certificate with its key made ready for the preferred provider, once.
 *
 * @param certificate the certificate
 * @param usable its key as the provider's object
 */
record SignerKey(X509Certificate certificate, PublicKey usable) {
    /**
     * @throws LocalFault {@code invalid_certificate}, {@code unsupported_algorithm}, or {@code malformed_signature} for a
     *     certificate that is not for signing
     */
    static SignerKey of(byte[] der) throws LocalFault {
        X509Certificate certificate = Certificates.parse(der);
        if (!Certificates.isSigning(certificate)) {
            throw SignatureFaults.malformed("The certificate is not for signing: its usage lacks nonRepudiation");
        }
        KeyLimits.check(certificate.getPublicKey());
        return new SignerKey(certificate, SignatureProviders.translate(certificate.getPublicKey()));
    }
}
