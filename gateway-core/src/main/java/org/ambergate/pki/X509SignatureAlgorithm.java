package org.ambergate.pki;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.ambergate.digest.DigestAlgorithm;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The signature algorithms accepted in certificates and OCSP responses: RSA, RSASSA-PSS and ECDSA, each with SHA-256,
 * SHA-384 or SHA-512.
 */
final class X509SignatureAlgorithm {
    private static final Map<ASN1ObjectIdentifier, String> NAMES = Map.of(
            PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA",
            PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA",
            PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA",
            X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA");
    private static final Map<ASN1ObjectIdentifier, DigestAlgorithm> DIGESTS = Map.of(
            NISTObjectIdentifiers.id_sha256, DigestAlgorithm.SHA256,
            NISTObjectIdentifiers.id_sha384, DigestAlgorithm.SHA384,
            NISTObjectIdentifiers.id_sha512, DigestAlgorithm.SHA512);

    private final String name;
    private final Optional<PSSParameterSpec> pss;

    private X509SignatureAlgorithm(String name, Optional<PSSParameterSpec> pss) {
        this.name = name;
        this.pss = pss;
    }

    /** Empty if the algorithm or its parameters are not on the list. */
    static Optional<X509SignatureAlgorithm> of(AlgorithmIdentifier identifier) {
        String name = NAMES.get(identifier.getAlgorithm());
        if (name != null) {
            // RSA writes an explicit NULL, ECDSA nothing; other parameters have no meaning here.
            ASN1Encodable parameters = identifier.getParameters();
            boolean bare = parameters == null || (name.endsWith("RSA") && DERNull.INSTANCE.equals(parameters));
            return bare ? Optional.of(new X509SignatureAlgorithm(name, Optional.empty())) : Optional.empty();
        }
        if (identifier.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return pss(RSASSAPSSparams.getInstance(identifier.getParameters()))
                    .map(p -> new X509SignatureAlgorithm("RSASSA-PSS", Optional.of(p)));
        }
        return Optional.empty();
    }

    /** Whether the certificate bears a valid signature of this key, by an accepted algorithm. */
    static boolean isSignedBy(X509Certificate certificate, PublicKey issuerKey) {
        try {
            org.bouncycastle.asn1.x509.Certificate structure =
                    org.bouncycastle.asn1.x509.Certificate.getInstance(certificate.getEncoded());
            Optional<X509SignatureAlgorithm> algorithm = of(structure.getSignatureAlgorithm());
            return algorithm.isPresent()
                    && algorithm.get().verifies(issuerKey, certificate.getTBSCertificate(), certificate.getSignature());
        } catch (CertificateEncodingException | RuntimeException e) {
            // Bouncy Castle reports a wrong structure by unchecked exceptions.
            return false;
        }
    }

    /** Whether the certificate's own signature uses an accepted algorithm. */
    static boolean isAcceptedOn(X509Certificate certificate) {
        try {
            return of(org.bouncycastle.asn1.x509.Certificate.getInstance(certificate.getEncoded())
                            .getSignatureAlgorithm())
                    .isPresent();
        } catch (CertificateEncodingException | RuntimeException e) {
            return false;
        }
    }

    boolean verifies(PublicKey key, byte[] data, byte[] value) {
        try {
            Signature signature = Signature.getInstance(name, SignatureProviders.preferred());
            if (pss.isPresent()) {
                signature.setParameter(pss.get());
            }
            signature.initVerify(SignatureProviders.translate(key));
            signature.update(data);
            return signature.verify(value);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Wrong kind of key, wrong length of value: not a signature of this key.
            return false;
        }
    }

    /** One digest for message and mask, a salt of its length, trailer 1: the only form in use. */
    private static Optional<PSSParameterSpec> pss(RSASSAPSSparams parameters) {
        DigestAlgorithm digest = DIGESTS.get(parameters.getHashAlgorithm().getAlgorithm());
        AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
        if (digest == null || !mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)) {
            return Optional.empty();
        }
        DigestAlgorithm maskDigest = DIGESTS.get(
                AlgorithmIdentifier.getInstance(mask.getParameters()).getAlgorithm());
        boolean usual = digest == maskDigest
                && parameters.getSaltLength().intValueExact() == digest.length()
                && parameters.getTrailerField().intValueExact() == 1;
        return usual
                ? Optional.of(new PSSParameterSpec(
                        digest.jcaName(), "MGF1", new MGF1ParameterSpec(digest.jcaName()), digest.length(), 1))
                : Optional.empty();
    }
}
