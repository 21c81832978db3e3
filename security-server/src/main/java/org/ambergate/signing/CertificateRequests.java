package org.ambergate.signing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** PKCS#10 requests, and the certificate that stands in while a key waits for a real one. */
final class CertificateRequests {
    private static final String PLACEHOLDER_UNIT = "no certificate yet";
    private static final Duration PLACEHOLDER_VALIDITY = Duration.ofDays(1);

    private CertificateRequests() {}

    /**
     * Makes a DER PKCS#10 request (RFC 2986), signed with the key it is for.
     *
     * @param subject the name to be certified
     */
    static byte[] request(X500Principal subject, PublicKey publicKey, PrivateKey key) throws TokenException {
        try {
            return new JcaPKCS10CertificationRequestBuilder(subject, publicKey)
                    .build(signer(key, publicKey))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new TokenException("The certificate request cannot be made", e);
        }
    }

    /** PKCS#12 files keep no private key without a certificate: a self-signed one that nobody accepts. */
    static X509Certificate placeholder(String keyId, KeyPair pair, Instant now) throws TokenException {
        X500Principal name = placeholderName(keyId);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now),
                Date.from(now.plus(PLACEHOLDER_VALIDITY)),
                name,
                pair.getPublic());
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(signer(pair.getPrivate(), pair.getPublic())));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new TokenException("The Java platform cannot make a certificate", e);
        }
    }

    static boolean isPlaceholder(X509Certificate certificate, String keyId) {
        return certificate.getSubjectX500Principal().equals(placeholderName(keyId));
    }

    private static X500Principal placeholderName(String keyId) {
        return new X500Principal("CN=" + keyId + ",OU=" + PLACEHOLDER_UNIT);
    }

    private static ContentSigner signer(PrivateKey key, PublicKey publicKey) throws OperatorCreationException {
        return new JcaContentSignerBuilder(publicKey instanceof ECKey ? "SHA256withECDSA" : "SHA256withRSA").build(key);
    }
}
