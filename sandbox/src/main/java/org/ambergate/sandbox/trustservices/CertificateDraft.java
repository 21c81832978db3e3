package org.ambergate.sandbox.trustservices;

import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate before it is signed: subject, key, validity and extensions. One thread. */
final class CertificateDraft {
    // Clocks of two machines differ a little; a certificate issued just now must be valid on the other one, too.
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final int SERIAL_NUMBER_BITS = 120;

    private final X500Name subject;
    private final PublicKey key;
    private final Instant notBefore;
    private final Instant notAfter;
    private final ExtensionsGenerator extensions = new ExtensionsGenerator();

    CertificateDraft(X500Name subject, PublicKey key, Clock clock, Duration validity) {
        this.subject = subject;
        this.key = key;
        this.notBefore = clock.instant().minus(BACKDATED);
        this.notAfter = clock.instant().plus(validity);
    }

    CertificateDraft authority(int authoritiesBelow) {
        extend(Extension.basicConstraints, true, new BasicConstraints(authoritiesBelow));
        // digitalSignature too: an authority may sign its own OCSP responses.
        return usage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature);
    }

    CertificateDraft authentication(String hostName) {
        usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
        extend(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, hostName)));
        return purpose(false, KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);
    }

    CertificateDraft signing() {
        return usage(KeyUsage.nonRepudiation);
    }

    CertificateDraft ocspResponder() {
        usage(KeyUsage.digitalSignature);
        // Its own revocation is not asked for (RFC 6960, section 4.2.2.2.1): the responder cannot vouch for itself.
        extend(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
        return purpose(false, KeyPurposeId.id_kp_OCSPSigning);
    }

    CertificateDraft timestampAuthority() {
        usage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation);
        return purpose(true, KeyPurposeId.id_kp_timeStamping);
    }

    void ocspUrl(URI url) {
        GeneralName location = new GeneralName(GeneralName.uniformResourceIdentifier, url.toString());
        extend(
                Extension.authorityInfoAccess,
                false,
                new AuthorityInformationAccess(new AccessDescription(AccessDescription.id_ad_ocsp, location)));
    }

    X509Certificate selfSigned(PrivateKey signer, KeyKind keyKind, SecureRandom random) {
        return sign(subject, key, signer, keyKind, random);
    }

    X509Certificate issuedBy(X509Certificate issuer, PrivateKey signer, KeyKind keyKind, SecureRandom random) {
        try {
            return sign(
                    new JcaX509CertificateHolder(issuer).getSubject(), issuer.getPublicKey(), signer, keyKind, random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The authority's own certificate cannot be encoded", e);
        }
    }

    private X509Certificate sign(
            X500Name issuer, PublicKey issuerKey, PrivateKey signer, KeyKind keyKind, SecureRandom random) {
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            extend(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
            extend(Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuerKey));
            BigInteger serialNumber = new BigInteger(SERIAL_NUMBER_BITS, random).setBit(SERIAL_NUMBER_BITS);
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer,
                    serialNumber,
                    Date.from(notBefore),
                    Date.from(notAfter),
                    subject,
                    SubjectPublicKeyInfo.getInstance(key.getEncoded()));
            for (ASN1ObjectIdentifier oid : extensions.generate().getExtensionOIDs()) {
                builder.addExtension(extensions.getExtension(oid));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(keyKind.signatureAlgorithm()).build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException e) {
            throw new IllegalStateException("The test authority could not issue a certificate", e);
        }
    }

    private CertificateDraft usage(int bits) {
        return extend(Extension.keyUsage, true, new KeyUsage(bits));
    }

    private CertificateDraft purpose(boolean critical, KeyPurposeId... purposes) {
        return extend(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(purposes));
    }

    private CertificateDraft extend(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            extensions.addExtension(oid, critical, value);
            return this;
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
