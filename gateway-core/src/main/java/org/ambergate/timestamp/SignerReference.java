package org.ambergate.timestamp;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.pki.Certificates;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/** How a token names its signer's certificate: outside the signature, and by a digest inside it (RFC 2634, RFC 5035). */
final class SignerReference {
    private SignerReference() {}

    /** Whether the signer's identifier is that of this certificate. */
    static boolean names(SignerInfo signer, X509Certificate certificate) {
        try {
            X509CertificateHolder holder = new X509CertificateHolder(Certificates.encoded(certificate));
            ASN1Encodable identifier = signer.getSID().getId();
            if (!signer.getSID().isTagged()) {
                IssuerAndSerialNumber number = IssuerAndSerialNumber.getInstance(identifier);
                // Byte for byte: the signature does not cover this name, and names compare loosely.
                return Arrays.equals(
                                number.getName().getEncoded(),
                                holder.getIssuer().getEncoded())
                        && number.getSerialNumber().getValue().equals(holder.getSerialNumber());
            }
            SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(holder.getExtensions());
            byte[] wanted = ASN1OctetString.getInstance(identifier).getOctets();
            return own != null && Arrays.equals(wanted, own.getKeyIdentifier());
        } catch (java.io.IOException | RuntimeException e) {
            // A reference that cannot be read names nobody.
            return false;
        }
    }

    /**
     * Whether the signed attributes name this certificate by its digest: there is at least one such attribute, none twice,
     * and the first entry of each is this certificate's (RFC 5816, section 2.2.1).
     */
    static boolean vouchesFor(SignerInfo signer, X509Certificate certificate) {
        try {
            AttributeTable attributes = new AttributeTable(signer.getAuthenticatedAttributes());
            Optional<ASN1Encodable> first = only(attributes, PKCSObjectIdentifiers.id_aa_signingCertificate);
            Optional<ASN1Encodable> second = only(attributes, PKCSObjectIdentifiers.id_aa_signingCertificateV2);
            return (first.isPresent() || second.isPresent())
                    && first.stream().allMatch(value -> isFirst(value, certificate))
                    && second.stream().allMatch(value -> isFirstV2(value, certificate));
        } catch (RuntimeException e) {
            // Bouncy Castle reports a wrong structure by unchecked exceptions.
            return false;
        }
    }

    private static Optional<ASN1Encodable> only(AttributeTable attributes, ASN1ObjectIdentifier type) {
        int count = attributes.getAll(type).size();
        if (count > 1) {
            throw new IllegalArgumentException("An attribute stands there twice");
        }
        @Nullable Attribute attribute = attributes.get(type);
        if (attribute == null) {
            return Optional.empty();
        }
        if (attribute.getAttrValues().size() != 1) {
            throw new IllegalArgumentException("An attribute does not have one value");
        }
        return Optional.of(attribute.getAttrValues().getObjectAt(0));
    }

    private static boolean isFirst(ASN1Encodable value, X509Certificate certificate) {
        ESSCertID id = SigningCertificate.getInstance(value).getCerts()[0];
        // The first version of the attribute knows no other digest. It binds nothing that the list of approved
        // certificates does not bind already.
        Digest own = DigestAlgorithm.SHA1.of(Certificates.encoded(certificate));
        return Arrays.equals(own.toBytes(), id.getCertHash()) && isIssuer(id.getIssuerSerial(), certificate);
    }

    private static boolean isFirstV2(ASN1Encodable value, X509Certificate certificate) {
        ESSCertIDv2 id = SigningCertificateV2.getInstance(value).getCerts()[0];
        Optional<DigestAlgorithm> algorithm = Imprints.algorithm(id.getHashAlgorithm());
        return algorithm.isPresent()
                && Arrays.equals(
                        algorithm.get().of(Certificates.encoded(certificate)).toBytes(), id.getCertHash())
                && isIssuer(id.getIssuerSerial(), certificate);
    }

    private static boolean isIssuer(@Nullable IssuerSerial named, X509Certificate certificate) {
        if (named == null) {
            return true;
        }
        X500Name issuer =
                X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
        GeneralName[] names = named.getIssuer().getNames();
        return names.length == 1
                && names[0].getTagNo() == GeneralName.directoryName
                && X500Name.getInstance(names[0].getName()).equals(issuer)
                && named.getSerial().getValue().equals(certificate.getSerialNumber());
    }
}
