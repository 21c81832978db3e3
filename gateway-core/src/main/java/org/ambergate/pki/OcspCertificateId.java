package org.ambergate.pki;

import java.security.cert.X509Certificate;
import org.ambergate.digest.DigestAlgorithm;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * How OCSP names a certificate. X-Road compares these as structures, so the algorithm identifier is SHA-1 with an
 * explicit NULL (transport specification, section 7.2). SHA-1 serves as a name here; nothing rests on its strength.
 */
final class OcspCertificateId {
    private OcspCertificateId() {}

    static CertID of(X509Certificate subject, X509Certificate issuer) {
        byte[] issuerName = issuer.getSubjectX500Principal().getEncoded();
        return new CertID(
                new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE),
                new DEROctetString(DigestAlgorithm.SHA1.of(issuerName).toBytes()),
                new DEROctetString(keyHash(issuer)),
                new ASN1Integer(subject.getSerialNumber()));
    }

    /** SHA-1 of the public key's bits. */
    static byte[] keyHash(X509Certificate certificate) {
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
        return DigestAlgorithm.SHA1.of(key.getPublicKeyData().getBytes()).toBytes();
    }
}
