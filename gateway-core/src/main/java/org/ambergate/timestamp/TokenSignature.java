package org.ambergate.timestamp;

import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;

/** Whether a token's signature is that of a certificate's key, by an accepted algorithm (RFC 5652, section 5.6). */
final class TokenSignature {
    // Never installed. A token or two a minute do not need the fastest arithmetic.
    private static final Provider PROVIDER = new BouncyCastleProvider();

    /** Each with a digest of at least 256 bits; plain RSA has the digest of the signer's digest algorithm. */
    private static final Set<ASN1ObjectIdentifier> ALGORITHMS = Set.of(
            PKCSObjectIdentifiers.rsaEncryption,
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
            PKCSObjectIdentifiers.sha512WithRSAEncryption,
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512);

    /** By issuer and serial number, and by key identifier. */
    private static final Map<Boolean, ASN1Integer> VERSIONS = Map.of(true, new ASN1Integer(1), false, new ASN1Integer(3));

    private TokenSignature() {}

    static void verify(TokenContent token, X509Certificate authority) throws LocalFault {
        checkForm(token);
        checkAlgorithms(token.signer());
        try {
            CMSSignedData signed = new CMSSignedData(token.contentInfo());
            SignerInformation signer = signed.getSignerInfos().iterator().next();
            // By key, not by certificate: whether the certificate was valid is judged at the token's time elsewhere.
            boolean valid = signer.verify(new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(PROVIDER)
                    .build(authority.getPublicKey()));
            if (!valid) {
                throw TimestampFaults.signature("The time-stamp token's signature is wrong");
            }
        } catch (CMSException | OperatorCreationException | RuntimeException e) {
            // Wrong kind of key, wrong digest of the content, attributes that contradict: all mean the same.
            throw TimestampFaults.signature("The time-stamp token's signature does not verify")
                    .causedBy(e);
        }
    }

    /** What the signature does not cover, and the library does not look at. */
    private static void checkForm(TokenContent token) throws LocalFault {
        SignerInfo signer = token.signer();
        ASN1Set digests = token.signedData().getDigestAlgorithms();
        boolean sameDigest = digests.size() == 1
                && AlgorithmIdentifier.getInstance(digests.getObjectAt(0)).equals(signer.getDigestAlgorithm());
        boolean byNumber = !signer.getSID().isTagged();
        if (signer.getAuthenticatedAttributes() == null
                || !sameDigest
                || !signer.getVersion().equals(VERSIONS.get(byNumber))) {
            throw TimestampFaults.signature("The time-stamp token's signature does not have its form");
        }
    }

    private static void checkAlgorithms(SignerInfo signer) throws LocalFault {
        AlgorithmIdentifier signature = signer.getDigestEncryptionAlgorithm();
        boolean accepted = ALGORITHMS.contains(signature.getAlgorithm()) || isAcceptedPss(signature);
        if (!accepted || Imprints.algorithm(signer.getDigestAlgorithm()).isEmpty()) {
            throw TimestampFaults.algorithm("The time-stamp token is signed by an algorithm that is not accepted");
        }
    }

    /** One digest for message and mask, and a salt of its length. */
    private static boolean isAcceptedPss(AlgorithmIdentifier signature) {
        if (!PKCSObjectIdentifiers.id_RSASSA_PSS.equals(signature.getAlgorithm())) {
            return false;
        }
        try {
            RSASSAPSSparams parameters = RSASSAPSSparams.getInstance(signature.getParameters());
            AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
            return PKCSObjectIdentifiers.id_mgf1.equals(mask.getAlgorithm())
                    && Imprints.algorithm(parameters.getHashAlgorithm())
                            .filter(digest -> isUsual(digest, parameters, mask))
                            .isPresent();
        } catch (RuntimeException e) {
            // Bouncy Castle reports a wrong structure by unchecked exceptions.
            return false;
        }
    }

    private static boolean isUsual(DigestAlgorithm digest, RSASSAPSSparams parameters, AlgorithmIdentifier mask) {
        return Imprints.algorithm(AlgorithmIdentifier.getInstance(mask.getParameters()))
                        .filter(digest::equals)
                        .isPresent()
                && parameters.getSaltLength().intValueExact() == digest.length()
                && parameters.getTrailerField().intValueExact() == 1;
    }
}
