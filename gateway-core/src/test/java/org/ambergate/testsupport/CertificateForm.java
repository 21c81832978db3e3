package org.ambergate.testsupport;

import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * What a certificate is to say. Starts from a signing certificate valid from 2020 to 2049; change what the test is about.
 *
 * @param subject its subject
 * @param usage key usage bits of {@link KeyUsage}; empty for no such extension
 * @param purpose extended key usage; empty for no such extension
 * @param authority whether it is an authority's
 * @param notBefore start of validity
 * @param notAfter end of validity
 */
public record CertificateForm(
        X500Name subject,
        Optional<Integer> usage,
        Optional<KeyPurposeId> purpose,
        boolean authority,
        Instant notBefore,
        Instant notAfter) {
    public static final Instant NOT_BEFORE = Instant.parse("2020-01-01T00:00:00Z");
    public static final Instant NOT_AFTER = Instant.parse("2049-01-01T00:00:00Z");

    private static final AtomicLong SERIAL = new AtomicLong(1000);

    /** A signing certificate: nonRepudiation only. */
    public static CertificateForm signing(X500Name subject) {
        return new CertificateForm(
                subject, Optional.of(KeyUsage.nonRepudiation), Optional.empty(), false, NOT_BEFORE, NOT_AFTER);
    }

    /** An authentication certificate: digitalSignature, keyEncipherment, clientAuth. */
    public static CertificateForm authentication(X500Name subject) {
        return signing(subject)
                .withUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)
                .withPurpose(KeyPurposeId.id_kp_clientAuth);
    }

    /** An authority's certificate. */
    public static CertificateForm authority(X500Name subject) {
        return new CertificateForm(
                subject,
                Optional.of(KeyUsage.keyCertSign | KeyUsage.cRLSign),
                Optional.empty(),
                true,
                NOT_BEFORE,
                NOT_AFTER);
    }

    /** A delegated OCSP responder's certificate. */
    public static CertificateForm responder(X500Name subject) {
        return signing(subject).withUsage(KeyUsage.digitalSignature).withPurpose(KeyPurposeId.id_kp_OCSPSigning);
    }

    public CertificateForm withUsage(int bits) {
        return new CertificateForm(subject, Optional.of(bits), purpose, authority, notBefore, notAfter);
    }

    public CertificateForm withoutUsage() {
        return new CertificateForm(subject, Optional.empty(), purpose, authority, notBefore, notAfter);
    }

    public CertificateForm withPurpose(KeyPurposeId wanted) {
        return new CertificateForm(subject, usage, Optional.of(wanted), authority, notBefore, notAfter);
    }

    public CertificateForm withoutPurpose() {
        return new CertificateForm(subject, usage, Optional.empty(), authority, notBefore, notAfter);
    }

    public CertificateForm valid(Instant from, Instant until) {
        return new CertificateForm(subject, usage, purpose, authority, from, until);
    }

    X509v3CertificateBuilder builder(X500Name issuer, PublicKey key) {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(notBefore),
                Date.from(notAfter),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (usage.isPresent()) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage.get()));
            }
            if (purpose.isPresent()) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose.get()));
            }
            return builder;
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }
}
